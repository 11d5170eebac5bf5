#!/usr/bin/env bash
# The life of samples/keepalived-actors.service under systemd, run by systemd-guest.sh. One line for each thing seen:
# NAME: VALUE. What is expected stands in the test that reads them.
set -u
readonly UNIT=keepalived-actors
cd "$PROJECT" || exit 1

say() {
    echo "$1: ${*:2}"
}

property() {
    systemctl show -P "$1" $UNIT
}

# wait_for WORDS...: until the command succeeds, 40 s at most; the guest is slow.
wait_for() {
    local try
    for try in $(seq 200); do
        "$@" && return 0
        sleep 0.2
    done
    return 1
}

has_address() {
    ip -o addr show dev dummy0 | grep -qF "$1/"
}

answer() {
    if wait_for "$@"; then echo yes; else echo no; fi
}

restarted() {
    [ "$(property MainPID)" != "$1" ] && systemctl is-active -q $UNIT
}

write_config() {
    cat >/etc/keepalived/keepalived.conf <<CONF
vrrp_instance VI_1 {
    interface dummy0
    virtual_router_id 51
    priority ${2:-200}
    version 3
    advert_int 0.2
    notify_master "/bin/sh -c '/usr/bin/id -u >/run/notified'"
    virtual_ipaddress {
$(printf '        %s\n' $1)
    }
}
CONF
}

write_config 192.0.2.100/24

# The two lines of the unit's head.
sed -n 's/^# Install: *//p' samples/$UNIT.service >/run/install
sed -n 's/^# Uninstall: *//p' samples/$UNIT.service >/run/uninstall

bash /run/install >/run/install.log 2>&1
say install $?
say enabled "$(systemctl is-enabled $UNIT)"
say active "$(systemctl is-active $UNIT)"
say status "$(property StatusText)"
say address "$(answer has_address 192.0.2.100)"
say script "$(answer grep -sqx 0 /run/notified)"

systemctl kill --kill-who=main -s USR1 $UNIT
say dump "$(answer grep -sq 'State = MASTER' /tmp/keepalived.data)"

write_config '192.0.2.100/24 192.0.2.101/24'
systemctl reload $UNIT
say reload $?
say reloaded "$(answer has_address 192.0.2.101)"
write_config 192.0.2.102/24 300
systemctl reload $UNIT
refused() { property StatusText | grep -q refused; }
say refused "$(answer refused)"
say kept "$(answer has_address 192.0.2.101)"

write_config 192.0.2.100/24
main=$(property MainPID)
kill -KILL "$main"
say killed "$(answer restarted "$main")"
say recovered "$(answer has_address 192.0.2.100)"
gone() { ! has_address 192.0.2.101; }
say cleaned "$(answer gone)"

# The same watchdog, with less patience; the process stands still and lets nobody end it in order.
mkdir -p /etc/systemd/system/$UNIT.service.d
printf '[Service]\nWatchdogSec=5\nTimeoutAbortSec=1\n' >/etc/systemd/system/$UNIT.service.d/patience.conf
systemctl daemon-reload && systemctl restart $UNIT
main=$(property MainPID)
kill -STOP "$main"
say watchdog "$(answer restarted "$main")"
say result "$(journalctl -q -u $UNIT -o cat | grep -c 'Watchdog timeout')"

bash /run/uninstall >/run/uninstall.log 2>&1
say uninstall $?
say stopped "$(systemctl is-active $UNIT)" "$(property ExecMainStatus)"
none() { ! has_address 192.0.2.100; }
say withdrawn "$(answer none)"
