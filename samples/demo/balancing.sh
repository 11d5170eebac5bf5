#!/usr/bin/env bash
# The second act of samples/demo.sh, which runs it: here, or inside User-Mode Linux. balancing.sh DAEMON
set -u
cd "$(dirname "$0")" || exit 1
. ./stage.sh

readonly VIP=10.20.0.100
DAEMON=$1
# The guest has one slow processor: look less often, and wait longer.
PATIENCE=60 POLL=0.3

raise_curtain() {
    title "Act two: two web servers behind one address"
    cat <<PICTURE

        client                director                 web-one        web-two         sorry
      10.20.0.9         10.20.0.1 | 10.30.0.1        10.30.0.11     10.30.0.12     10.30.0.99
          |                 |           |                 |              |              |
    ------+-----------------+--       --+-----------------+--------------+--------------+------

                  virtual address: 10.20.0.100

    The client asks http://10.20.0.100. The director's kernel ($(plane)) passes each connection to one of the
    web servers; the daemon asks both servers every second how they are and writes the kernel's table.

PICTURE
}

build_stage() {
    add_switch br0
    add_host director br0 10.20.0.1/24
    add_host client br0 10.20.0.9/24
    add_bridge br1
    add_link director eth1 br1 10.30.0.1/24
    ip netns exec "$LAN-director" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
    local host
    for host in web-one/10.30.0.11 web-two/10.30.0.12 sorry/10.30.0.99; do
        add_host "${host%/*}" br1 "${host#*/}/24"
        # The answers have to come back through the director, which translates the addresses (NAT).
        ip -n "$LAN-${host%/*}" route add default via 10.30.0.1
    done
}

# start_web NAME WORDS
start_web() {
    # The outer shell keeps its remarks about killed processes to itself.
    (
        ip netns exec "$LAN-$1" python3 web.py "$2" >/dev/null 2>&1 &
        echo $! >"$STAGE/$1.pid"
        wait
    ) 2>/dev/null &
    wait_until listens "$1"
}

listens() {
    ip netns exec "$LAN-$1" curl -s -o "$STAGE/page" --max-time 2 http://127.0.0.1/
}

kill_web() {
    local pid
    pid=$(cat "$STAGE/$1.pid")
    kill -KILL "$pid"
    wait_until gone "$pid"
}

# What carries the virtual server: the daemon chooses likewise (lvs_backend auto).
plane() {
    if [ -e /proc/net/ip_vs ]; then echo IPVS; else echo nftables; fi
}

table() {
    if [ "$(plane)" = IPVS ]; then
        ip netns exec "$LAN-director" ipvsadm -Ln
    else
        # The same in ipvsadm's words: the map of servers is written ADDRESS;PORT;WEIGHT.
        echo "table inet keepalived_lvs"
        ip netns exec "$LAN-director" nft list map inet keepalived_lvs services 2>/dev/null |
            sed -n 's/.*comment "6 \([0-9.]*\) \([0-9]*\);\([a-z]*\);.*/TCP  \1:\2 \3/p'
        ip netns exec "$LAN-director" nft list map inet keepalived_lvs "tcp/$VIP/80.servers" 2>/dev/null |
            grep -o 'comment "[^"]*"' | tr '";' '  ' | awk '{ printf "  -> %-28s Masq    %s\n", $2 ":" $3, $4 }'
    fi
}

# table_has ADDRESS...: these are the real servers, all of them and nobody else.
table_has() {
    [ "$(table | awk '$1 == "->" && $2 ~ /^1/ { print $2 }' | sort | tr '\n' ' ')" = \
        "$(printf '%s:80\n' "$@" | sort | tr '\n' ' ')" ]
}

show_table() {
    table | sed -n '2,$s/^/    director     | /p'
    echo
}

# Four connections: the servers close each after its answer.
client_asks() {
    local url=http://$VIP/
    ip netns exec "$LAN-client" curl -sS --max-time 5 "$url" "$url" "$url" "$url" 2>&1 |
        sed "s|^|    client       \| curl $url  ->  |"
    echo
}

show_checks() {
    tail -n "+$((SHOWN[director] + 1))" "$STAGE/director.log" |
        grep -E 'Removing|Adding|failed|quorum' | cut -c 27- | sed 's/^/    director     | /'
    SHOWN[director]=$(wc -l <"$STAGE/director.log")
    echo
}

both_serve() {
    title "1. Two healthy servers"
    start_web web-one "hello from web-one"
    start_web web-two "hello from web-two"
    start_web sorry "sorry, we are closed for a moment"
    start_director director "$PWD/balancing.conf"
    wait_for_address director
    wait_until table_has 10.30.0.11 10.30.0.12
    SHOWN[director]=$(wc -l <"$STAGE/director.log")
    say "The kernel's table, as the daemon wrote it: one service, two real servers:"
    show_table
    say "Four requests are answered by both in turn:"
    client_asks
}

one_dies() {
    title "2. web-one dies"
    mark_time
    kill_web web-one
    wait_until table_has 10.30.0.12
    mark_arrival
    say "Its next check fails, and so does the repetition (retry 1); the daemon takes it out of the table:"
    show_checks
    show_table
    client_asks
    show_elapsed "from the death to the removal:"
    echo
}

it_returns() {
    title "3. web-one returns"
    mark_time
    start_web web-one "hello from web-one"
    wait_until table_has 10.30.0.11 10.30.0.12
    say "The next check is answered, and it is in the table again:"
    show_checks
    show_table
    client_asks
}

all_die() {
    title "4. Both web servers die"
    kill_web web-one
    kill_web web-two
    wait_until table_has 10.30.0.99
    say "Nobody is left, so the sorry server stands in:"
    show_checks
    show_table
    client_asks
}

all_return() {
    title "5. Both return"
    start_web web-one "hello from web-one"
    start_web web-two "hello from web-two"
    wait_until table_has 10.30.0.11 10.30.0.12
    say "The sorry server goes out of the table:"
    show_checks
    show_table
    client_asks
}

curtain_call() {
    title "6. The director stops"
    stop_director director
    say "It takes away what it has put there: no address, and an empty table."
    show_addresses director
    show_table
    say "The configuration file is samples/demo/balancing.conf."
}

make_stage
raise_curtain
build_stage
both_serve
one_dies
it_returns
all_die
all_return
curtain_call
