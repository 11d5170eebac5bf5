# What samples/demo.sh stands on: namespaces, directors and a client that keeps asking. Sourced, not run.

PATIENCE=20 POLL=0.01
STAGE='' LAN='' NAMESPACES='' PINGER='' GUEST='' MARK=0 ARRIVED=0
declare -A SHOWN=()

make_stage() {
    STAGE=$(mktemp -d "${TMPDIR:-/tmp}/keepalived-demo.XXXXXX") || exit 1
    LAN=kademo$$
    trap strike_stage EXIT
    trap 'exit 130' INT TERM HUP
}

# Removes all that was made; called at the end and on every way out.
strike_stage() {
    trap - EXIT
    # The second act ends itself and what runs in it.
    [ -z "$GUEST" ] || kill "$GUEST" 2>/dev/null
    strike_lan
    [ -z "$STAGE" ] || rm -rf "$STAGE"
}

strike_lan() {
    local name
    [ -z "$PINGER" ] || kill "$PINGER" 2>/dev/null
    for name in $NAMESPACES; do
        ip netns pids "$LAN-$name" 2>/dev/null | xargs -r kill -KILL 2>/dev/null
    done
    wait 2>/dev/null
    for name in $NAMESPACES; do
        ip netns del "$LAN-$name" 2>/dev/null
    done
    NAMESPACES='' PINGER=''
}

die() {
    echo "$*" >&2
    exit 1
}

title() {
    printf '\n== %s %s\n\n' "$*" "$(printf '=%.0s' $(seq $((90 - ${#1}))))"
}

say() {
    printf '%s\n' "$*" | fold -s -w 104
}

# add_switch BRIDGE: a namespace of its own with a bridge, to which the hosts are plugged.
add_switch() {
    NAMESPACES=switch
    ip netns add "$LAN-switch" || die "This machine refuses network namespaces (ip netns add failed)."
    add_bridge "$1"
}

add_bridge() {
    ip -n "$LAN-switch" link add "$1" type bridge forward_delay 0 stp_state 0 mcast_snooping 0
    ip -n "$LAN-switch" link set "$1" up
}

# add_host NAME BRIDGE ADDRESS
add_host() {
    NAMESPACES="$NAMESPACES $1"
    ip netns add "$LAN-$1"
    ip -n "$LAN-$1" link set lo up
    add_link "$1" eth0 "$2" "$3"
    mkdir -p "$STAGE/$1"
}

# add_link NAME INTERFACE BRIDGE ADDRESS: eth0 is called as its host at the switch.
add_link() {
    local plug=$1
    [ "$2" = eth0 ] || plug=$1-$2
    ip -n "$LAN-switch" link add "$plug" type veth peer name "$2" netns "$LAN-$1"
    ip -n "$LAN-switch" link set "$plug" master "$3" up
    ip -n "$LAN-$1" link set "$2" up
    ip -n "$LAN-$1" addr add "$4" dev "$2"
}

# start_director NAME FILE. Each gets a /run of its own, as on a machine of its own.
start_director() {
    local log=$STAGE/$1.log
    touch "$log"
    SHOWN[$1]=$(wc -l <"$log")
    rm -f "$STAGE/$1.exit" "$STAGE/$1.pid"
    # The outer shell waits, notes the exit code, and keeps its remarks about killed processes to itself.
    # shellcheck disable=SC2016
    (
        ip netns exec "$LAN-$1" sh -c '
            echo $$ >"$1.pid"
            mount --bind "$1" /run && mount --bind /dev/null /dev/console
            [ ! -e /dev/log ] || mount --bind /dev/null /dev/log
            export TMPDIR="$1"; shift; exec "$@"' sh "$STAGE/$1" \
            "$DAEMON" -n -l -D -f "$2" </dev/null >>"$log" 2>&1
        echo $? >"$STAGE/$1.exit"
    ) 2>/dev/null &
    wait_until test -s "$STAGE/$1.pid"
}

kill_director() {
    mark_logs
    # All processes of the namespace: the reference daemon, if it is shown instead of ours, has several.
    # Stopped first, so that none of them can say goodbye for another.
    local pids
    pids=$(ip netns pids "$LAN-$1")
    echo "$pids" | xargs -r kill -STOP
    echo "$pids" | xargs -r kill -KILL
    wait_until gone $pids
}

# What is logged from now on is news.
mark_logs() {
    local log
    for log in "$STAGE"/*.log; do
        log=${log##*/}
        SHOWN[${log%.log}]=$(wc -l <"$STAGE/$log")
    done
}

gone() {
    ! kill -0 "$@" 2>/dev/null
}

# set_cable NAME up|down: at the switch, so that the director loses or gets its carrier.
set_cable() {
    mark_logs
    ip -n "$LAN-switch" link set "$1" "$2"
}

stop_director() {
    mark_logs
    kill -TERM "$(cat "$STAGE/$1.pid")"
    wait_until test -s "$STAGE/$1.exit"
    [ "$(cat "$STAGE/$1.exit")" = 0 ] || die "Director $1 ended with exit code $(cat "$STAGE/$1.exit")."
}

has_address() {
    [ -n "$(ip -n "$LAN-$1" -o addr show to "$VIP" 2>/dev/null)" ]
}

wait_until() {
    local end=$((SECONDS + PATIENCE))
    until "$@"; do
        [ $SECONDS -lt $end ] || { tail -n 20 "$STAGE"/*.log; die "This did not happen within $PATIENCE s: $*"; }
        sleep "$POLL"
    done
}

wait_for_address() {
    wait_until has_address "$1"
    mark_arrival
}

has_no_address() {
    ! has_address "$1"
}

wait_for_no_address() {
    wait_until has_no_address "$1"
}

# What the director logged about its states since it was last shown.
show_log() {
    wait_until logged_since "$1"
    tail -n "+$((SHOWN[$1] + 1))" "$STAGE/$1.log" | grep -v 'Mail "' |
        grep -E 'Entering|sent 0 priority|Stopp|Backup:|dead' |
        sed "s/^/    director $1 | /"
    SHOWN[$1]=$(wc -l <"$STAGE/$1.log")
    echo
}

logged_since() {
    tail -n "+$((SHOWN[$1] + 1))" "$STAGE/$1.log" | grep -qE 'Entering|sent 0 priority|Stopp'
}

full_name() {
    case $1 in
        one | two) echo "director $1" ;;
        *) echo "$1" ;;
    esac
}

show_addresses() {
    local name
    for name in "$@"; do
        printf '    %-12s | eth0: %s\n' "$(full_name "$name")" \
            "$(ip -n "$LAN-$name" -4 -o addr show dev eth0 2>/dev/null | awk '{ printf "%s  ", $4 }')"
    done
    echo
}

# The client asks fifty times a second, and notes when each answer came.
start_pinging() {
    ip netns exec "$LAN-client" ping -D -n -i 0.02 "$VIP" >"$STAGE/ping.txt" 2>&1 &
    PINGER=$!
    wait_until test -s "$STAGE/ping.txt"
    wait_until answered_since 0
}

mark_time() {
    MARK=$(date +%s.%N)
}

mark_arrival() {
    ARRIVED=$(date +%s.%N)
}

answers() {
    sed -n 's/^\[\([0-9.]*\)\] .* bytes from .*/\1/p' "$STAGE/ping.txt"
}

answered_since() {
    # A few answers after the address moved: the first may still come from the old Master.
    answers | awk -v mark="$1" '$1 > mark { n++ } END { exit n >= 10 ? 0 : 1 }'
}

client_sees() {
    wait_until answered_since "$(date +%s.%N)"
    local mac name
    # ip complains when other namespaces of the machine vanish meanwhile; that is not ours.
    mac=$(ip -n "$LAN-client" neigh show "$VIP" 2>/dev/null |
        awk '{ for (i = 1; i < NF; i++) if ($i == "lladdr") print $(i + 1) }')
    for name in one two; do
        if ip -n "$LAN-$name" link show dev eth0 2>/dev/null | grep -q "$mac"; then
            printf '    client       | %s answers, from %s: that is director %s\n' "$VIP" "$mac" "$name"
        fi
    done
    tail -n 2 "$STAGE/ping.txt" | sed 's/^\[[0-9.]*\] /    client       | /'
    echo
}

# From the mark until the arrival, as a number and a reason.
show_elapsed() {
    awk -v from="$MARK" -v to="$ARRIVED" -v what="$1" '
        BEGIN { printf "    >> %s %.0f milliseconds\n", what, (to - from) * 1000 }'
}

# The longest time without an answer since the mark.
show_gap() {
    answers | awk -v from="$MARK" -v what="$1" '
        { if ($1 > from && last && $1 - last > gap) gap = $1 - last; last = $1 }
        END { printf "    >> %s %.0f milliseconds\n", what, gap * 1000 }'
}
