#!/usr/bin/env bash
# Runs a script under a real systemd. Itself runs inside the guest of uml.sh, as root:
#
#   tests/lib/uml.sh -t SECONDS tests/lib/systemd-guest.sh SCRIPT [ARGUMENT...]
#
# systemd is process 1 of namespaces of its own, on an overlay of the file system: what it and the script write is gone
# with the guest. No unit of the machine is installed there, so nothing of the machine is started. The script finds the
# published daemon in /opt/keepalived-actors and an interface dummy0 with 192.0.2.1/24.
set -u
readonly ROOT=/run/systemd-root/root
daemon=${KEEPALIVED_ACTORS:-$PWD/artifacts/publish/keepalived-actors}
script=$(readlink -f "$1") || exit 1
shift

fail() {
    echo "systemd-guest: $*" >&2
    exit 125
}

lay_out() {
    modprobe overlay
    mkdir -p /run/systemd-root && mount -t tmpfs tmpfs /run/systemd-root || return 1
    mkdir -p /run/systemd-root/upper /run/systemd-root/work $ROOT
    mount -t overlay overlay $ROOT \
        -o lowerdir=/,upperdir=/run/systemd-root/upper,workdir=/run/systemd-root/work || return 1
    local directory
    for directory in run tmp var/log; do
        mount -t tmpfs tmpfs $ROOT/$directory || return 1
    done
    rm -rf $ROOT/etc/systemd/system/* $ROOT/etc/machine-id $ROOT/etc/keepalived $ROOT/etc/default/keepalived
    : >$ROOT/etc/machine-id
    mkdir -p $ROOT/etc/keepalived $ROOT/opt/keepalived-actors $ROOT/run/job
    mount --bind "$(dirname "$daemon")" $ROOT/opt/keepalived-actors
    cp "$script" $ROOT/run/job/script
}

start_systemd() {
    unshare --pid --mount --uts --ipc --fork --mount-proc=$ROOT/proc env container=uml bash -c "
        mount -t sysfs sysfs $ROOT/sys && mount -t cgroup2 cgroup2 $ROOT/sys/fs/cgroup &&
            mount --rbind /dev $ROOT/dev &&
            exec chroot $ROOT /lib/systemd/systemd --system --unit=basic.target --log-target=journal" \
        </dev/null >/run/systemd.log 2>&1 &
    local parent=$! try
    for try in $(seq 500); do
        manager=$(pgrep -P $parent)
        if [ -n "$manager" ] && inside systemctl is-active -q basic.target 2>/dev/null; then
            return 0
        fi
        sleep 0.2
    done
    return 1
}

inside() {
    nsenter -t "$manager" -m -u -i -p -r -w "$@"
}

ip link add dummy0 type dummy && ip addr add 192.0.2.1/24 dev dummy0 && ip link set dummy0 up multicast on ||
    fail "no interface dummy0"
lay_out || fail "no root for systemd"
start_systemd || { cat /run/systemd.log >&2; fail "systemd did not come up"; }
inside env PROJECT="$PWD" bash /run/job/script "$@"
