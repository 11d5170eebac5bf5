#!/usr/bin/env bash
# Runs a script inside User-Mode Linux, where the kernel has IPVS whatever the running one has.
#
#   tests/lib/uml.sh [-t SECONDS] [-m MEMORY] SCRIPT [ARGUMENT...]
#   tests/lib/uml.sh [-t SECONDS] [-m MEMORY] -c 'COMMANDS'
#   tests/lib/uml.sh --check
#
# The guest is an ordinary process on the host's own root file system, so it sees the same files; what it writes
# outside /run and /tmp (its own memory there) is written on the host. It has one processor, loopback up, the IPVS
# modules loaded, and powers off when the script ends. Standard output and error of the script come out here as
# they are; the exit code is the script's, 124 after the time limit (default 120 s), 125 when the guest did not run.
# Variables that tests are told things by (IPVS_*, LAN_*, KEEPALIVED_ACTORS) reach the script.
# Files meant to survive belong into the directory $UML_SHARE, which is the host's directory of the same name.
# --check prints why the guest cannot run here, and succeeds silently when it can.
set -u

readonly UML=${UML_BINARY:-linux.uml}
readonly MODULES=${UML_MODULES:-/usr/lib/uml/modules}

fail() {
    echo "uml: $*" >&2
    exit 125
}

missing_piece() {
    if ! command -v "$UML" >/dev/null; then
        echo "no $UML: apt-get install user-mode-linux"
    elif ! command -v modprobe >/dev/null; then
        echo "no modprobe: apt-get install kmod"
    elif ! ls "$MODULES"/*/modules.dep >/dev/null 2>&1; then
        echo "no modules for the guest under $MODULES: apt-get install user-mode-linux"
    elif [ "$(id -u)" != 0 ]; then
        echo "not root"
    fi
}

# modprobe inside the guest looks in /lib/modules/<version>, and Debian's package puts them elsewhere.
link_modules() {
    local directory
    for directory in "$MODULES"/*/; do
        directory=${directory%/}
        [ -e "/lib/modules/${directory##*/}" ] && continue
        mkdir -p /lib/modules && ln -sfn "$directory" "/lib/modules/${directory##*/}" || return 1
    done
}

# The lines of the guest's first process that keep a working directory below /tmp (a fresh clone, say), and the folder
# 'shared' beside it, reachable under their names when the guest's own /tmp covers the host's.
keep_visible() {
    local number=0 directory
    for directory in "$PWD" "${PWD%/*}/shared"; do
        number=$((number + 1))
        case $directory in
            /tmp/*) [ -d "$directory" ] || continue ;;
            *) continue ;;
        esac
        if [ "$1" = aside ]; then
            echo "mkdir -p /run/kept/$number && mount --bind '$(readlink -f "$directory")' /run/kept/$number"
        else
            echo "mkdir -p '$directory' && mount --bind /run/kept/$number '$directory'"
        fi
    done
}

# As lines of a shell; a value may hold anything.
settings() {
    local name
    for name in ${!IPVS_*} ${!LAN_*} KEEPALIVED_ACTORS; do
        [ -z "${!name+x}" ] || printf 'export %s=%q\n' "$name" "${!name}"
    done
}

# The guest's first process. It answers for the exit code in a file, because a machine has none.
write_init() {
    cat >"$share/init" <<INIT
#!/bin/bash
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 UML_SHARE='$share'
$(settings)
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /run
if [ -d /dev/shm ]; then mount -t tmpfs tmpfs /dev/shm; fi
# /tmp of the guest is its own as well; the shared directory stays reachable through it.
mkdir /run/share && mount --bind '$share' /run/share
$(keep_visible aside)
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -p '$share' && mount --bind /run/share '$share'
$(keep_visible back)
mkdir -p /run/netns
ulimit -n 20000
ip link set lo up
for module in ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_lblc ip_vs_lblcr ip_vs_dh ip_vs_sh ip_vs_sed ip_vs_nq \
    veth dummy macvlan ipvlan vrf 8021q bridge nf_conntrack; do
    modprobe "\$module" 2>>'$share/modules.log'
done
cd '$PWD'
bash '$share/job' </dev/null >'$share/out' 2>&1
echo \$? >'$share/status.part'
# Everything written has to be on the host before the host hears of the end, for it does not wait any longer.
sync
mv '$share/status.part' '$share/status'
echo o >/proc/sysrq-trigger
sleep 5
INIT
    chmod 755 "$share/init"
}

# One line that the guest's shell reads back as the script and its arguments.
write_job() {
    if [ "$1" = -c ]; then
        printf '%s\n' "$2" >"$share/job"
    else
        local script=$1
        shift
        [ -r "$script" ] || fail "cannot read $script"
        script=$(readlink -f "$script")
        case $script in
            # The guest does not see the host's files here.
            /tmp/* | /run/*) cp "$script" "$share/script" && script=$share/script ;;
        esac
        printf 'exec bash %q' "$script" >"$share/job"
        [ $# -eq 0 ] || printf ' %q' "$@" >>"$share/job"
        printf '\n' >>"$share/job"
    fi
}

# Ends the guest and the helper processes it made: they all are of its own session.
stop_guest() {
    if [ -n "${guest:-}" ]; then
        kill -KILL -- "-$guest" 2>/dev/null
        wait "$guest" 2>/dev/null
    fi
    [ -z "${printer:-}" ] || kill "$printer" 2>/dev/null
    rm -rf "$share"
}

limit=120 memory=2G
while [ $# -gt 0 ]; do
    case $1 in
        --check)
            reason=$(missing_piece)
            [ -z "$reason" ] && exit 0
            echo "$reason"
            exit 1
            ;;
        -t) limit=$2; shift 2 ;;
        -m) memory=$2; shift 2 ;;
        *) break ;;
    esac
done
[ $# -gt 0 ] || fail "usage: uml.sh [-t SECONDS] [-m MEMORY] SCRIPT [ARGUMENT...] | -c COMMANDS | --check"
reason=$(missing_piece)
[ -z "$reason" ] || fail "$reason"
link_modules || fail "cannot link the modules under /lib/modules"

share=$(mktemp -d "${TMPDIR:-/tmp}/ka-uml.XXXXXX") || fail "no temporary directory"
trap stop_guest EXIT
trap 'exit 130' INT TERM HUP
write_init
write_job "$@"
: >"$share/out"

# setsid: a group of its own to end. Its memory file and its control socket go into the shared directory as well.
TMPDIR=$share HOME=$share setsid "$UML" "mem=$memory" root=/dev/root rootfstype=hostfs rootflags=/ rw \
    "init=$share/init" quiet con0=fd:0,fd:1 con=null </dev/null >"$share/console" 2>&1 &
guest=$!
tail -n +1 -s 0.2 --pid="$guest" -f "$share/out" 2>/dev/null &
printer=$!

end=$((SECONDS + limit))
while kill -0 "$guest" 2>/dev/null && [ ! -e "$share/status" ]; do
    if [ $SECONDS -ge $end ]; then
        echo "uml: the guest was ended after $limit s" >&2
        exit 124
    fi
    sleep 0.1
done
# The guest is past its last word. Its helper processes end with an orderly power-off; it gets a second for that.
for _ in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 "$guest" 2>/dev/null || break
    sleep 0.1
done
kill -KILL -- "-$guest" 2>/dev/null
wait "$guest" 2>/dev/null
wait "$printer" 2>/dev/null
guest='' printer=''
if [ ! -e "$share/status" ]; then
    cat "$share/console" >&2
    fail "the guest did not run the script"
fi
exit "$(cat "$share/status")"
