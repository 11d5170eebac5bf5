#!/usr/bin/env bash
# Shows, in half a minute and on one machine, what a pair of directors does: one serves an address, the other stands
# by, the first is killed, the address moves, and it comes back. Needs root and the .NET 10 SDK; leaves nothing behind.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/lib/prerequisites.sh
. samples/demo/stage.sh

readonly VIP=10.20.0.100

prepare() {
    [ "$(id -u)" = 0 ] || die "The demonstration makes network namespaces, which needs root: sudo samples/demo.sh"
    install_packages 'ip iproute2
ping iputils-ping
awk mawk'
    DAEMON=${KEEPALIVED_ACTORS:-$PWD/artifacts/publish/keepalived-actors}
    if [ -z "${KEEPALIVED_ACTORS:-}" ]; then
        require_sdk
        echo "Building the daemon (the first time takes a minute)..."
        dotnet publish src/Keepalived.Daemon -c Release -o artifacts/publish -nologo -v q >"$STAGE/build.log" 2>&1 ||
            { tail -20 "$STAGE/build.log"; die "The build failed."; }
    fi
}

opening() {
    title "A virtual address on two directors"
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
    build_lan one 10.20.0.1/24 two 10.20.0.2/24 client 10.20.0.9/24
    start_director one
    start_director two
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
}

fail_back() {
    title "3. Director one is started again"
    say "Its kernel still had the address: what a killed daemon leaves, its successor clears away first."
    mark_time
    start_director one
    wait_for_no_address two
    wait_for_address one
    say "It has the higher priority, so director two yields to it:"
    show_log one
    show_log two
    show_addresses one two
    client_sees
    show_gap "the client waited for an answer at most"
}

pull_cable() {
    title "4. Director one loses its network cable"
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
    title "5. Director one is stopped for maintenance (SIGTERM)"
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
    title "6. The end"
    stop_director two
    wait_for_no_address two
    say "Director two has stopped as well; the address is nowhere:"
    show_addresses one two
    say "The namespaces, processes and files of this demonstration are removed now. The two configuration" \
        "files are samples/demo/director-one.conf and director-two.conf: plain keepalived files."
}

make_stage
prepare
began=$SECONDS
opening
election
kill_master
fail_back
pull_cable
orderly_stop
closing
strike_stage
echo "Done in $((SECONDS - began)) seconds."
