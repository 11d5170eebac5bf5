# The first act of samples/demo.sh: an address that moves. Sourced, not run.

. samples/demo/inside.sh

readonly VIP=10.20.0.100

opening() {
    title "Act one: a virtual address on two directors"
    cat <<'PICTURE'

        client                 director one              director two
      10.20.0.9                  10.20.0.1                 10.20.0.2
          |                      priority 150              priority 100
          |                          |                         |
    ------+--------------------------+-------------------------+------  one Ethernet segment

                        virtual address: 10.20.0.100

    Clients only know the virtual address. The two directors agree by VRRP, a protocol of one short
    packet, who of them has it: the Master says "I am alive, my priority is 150" five times a second.
    When the Backup has missed three of these, it takes the address over. No client is reconfigured.

PICTURE
}

election() {
    title "1. Two directors start, and elect a Master"
    add_switch br0
    add_host one br0 10.20.0.1/24
    add_host two br0 10.20.0.2/24
    add_host client br0 10.20.0.9/24
    add_host mail br0 10.20.0.25/24
    open_mailbox
    start_director one "$PWD/samples/demo/director-one.conf"
    start_director two "$PWD/samples/demo/director-two.conf"
    wait_for_address one
    say "Director one has the higher priority. Both start as Backup, listen, and then it becomes Master:"
    show_log one
    say "The address is there:"
    show_addresses one two
    say "The client asks for 10.20.0.100, and director one answers:"
    start_pinging
    client_sees
}

kill_master() {
    title "2. The Master dies without a word (kill -9)"
    mark_time
    kill_director one
    wait_for_address two
    say "Director two heard nothing for three intervals and a bit, and made itself Master:"
    show_log two
    show_addresses two
    say "It told the Ethernet so (a gratuitous ARP), so the client's packets go there now:"
    client_sees
    show_elapsed "from the kill to the address on director two:"
    show_gap "the client waited for an answer at most"
    echo
    say "Only the daemon died: the kernel of director one answered on until director two had the address."
    echo
    say "The administrator gets a mail; this is what arrived at the mail server 10.20.0.25:"
    show_mail "[director-two] VRRP Instance VI_WEB - Entering MASTER state"
}

fail_back() {
    title "3. Director one is started again"
    say "Its kernel still had the address: what a killed daemon leaves, its successor clears away first."
    mark_time
    start_director one "$PWD/samples/demo/director-one.conf"
    wait_for_no_address two
    wait_for_address one
    say "It has the higher priority, so director two yields to it:"
    show_log one
    show_log two
    show_addresses one two
    client_sees
    show_gap "the client waited for an answer at most"
}

look_inside() {
    title "4. A look inside (kill -USR1)"
    say "The signal USR1 makes a running daemon write down what it knows. From /tmp/keepalived.data of director" \
        "one, in the layout that administrators know from keepalived:"
    dump_state one
    show_dump one
    say "And for programs, from keepalived_actors.json:"
    show_json one
}

pull_cable() {
    title "5. Director one loses its network cable"
    mark_time
    set_cable one down
    wait_for_address two
    wait_for_no_address one
    say "Director one knows that it is cut off (FAULT) and gives the address up. Nobody is left to say goodbye" \
        "to, so director two waits out the silence again. This time the client does notice:"
    show_log one
    show_log two
    client_sees
    show_gap "the client waited for an answer at most"
    echo
    say "The cable is plugged in again:"
    mark_time
    set_cable one up
    wait_for_no_address two
    wait_for_address one
    show_log one
    show_log two
    client_sees
    show_gap "the client waited for an answer at most"
}

orderly_stop() {
    title "6. Director one is stopped for maintenance (SIGTERM)"
    mark_time
    stop_director one
    wait_for_address two
    say "An orderly stop says goodbye: priority 0 means \"I resign\". Director two need not wait for silence:"
    show_log one
    show_log two
    show_addresses one two
    client_sees
    show_gap "the client waited for an answer at most"
}

closing() {
    title "7. The end of act one"
    stop_director two
    wait_for_no_address two
    say "Director two has stopped as well; the address is nowhere:"
    show_addresses one two
    say "All mails, in the order of their arrival:"
    show_subjects
    say "The two configuration files are samples/demo/director-one.conf and director-two.conf: plain keepalived" \
        "files."
}

failover() {
    opening
    election
    kill_master
    fail_back
    look_inside
    pull_cable
    orderly_stop
    closing
}
