#!/usr/bin/env bash
# Shows, in a minute and on one machine, what directors do. Needs root and the .NET 10 SDK; leaves nothing behind.
#
#   samples/demo.sh [--only failover|balancing]
#
# Act one, fail-over: one director serves an address, another stands by; the first dies, the address moves, mail
# arrives. Act two, balancing: web servers behind the address die and return. The kernel's IPVS carries the second act,
# or nftables where the kernel has no IPVS; where it has neither, the act boots a small kernel (User-Mode Linux, an
# ordinary process) by itself.
# KEEPALIVED_ACTORS=PROGRAM shows a daemon that is built already.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/lib/prerequisites.sh
. samples/demo/stage.sh
. samples/demo/failover.sh

WANTED='failover balancing' LINKS='' TRUNK=''

read_options() {
    [ $# -gt 0 ] || return 0
    case "$# $1 ${2:-}" in
        "2 --only failover" | "2 --only balancing") WANTED=$2 ;;
        *) die "usage: samples/demo.sh [--only failover|balancing]" ;;
    esac
}

prepare() {
    [ "$(id -u)" = 0 ] || die "The demonstration makes network namespaces, which needs root: sudo samples/demo.sh"
    local wanted='ip iproute2
ping iputils-ping
awk mawk
python3 python3' absent
    if [ "$WANTED" != failover ]; then
        wanted="$wanted
curl curl
ipvsadm ipvsadm"
        has_ipvs || wanted="$wanted
nft nftables"
        has_ipvs || has_nftables || wanted="$wanted
linux.uml user-mode-linux
modprobe kmod"
    fi
    install_packages "$wanted"
    absent=$(absent_packages "$wanted" | tr '\n' ' ')
    [ -z "$absent" ] || die "The demonstration needs these packages: $absent"
}

build() {
    DAEMON=${KEEPALIVED_ACTORS:-$PWD/artifacts/publish/keepalived-actors}
    if [ -z "${KEEPALIVED_ACTORS:-}" ]; then
        require_sdk
        echo "Building the daemon (the first time takes two minutes)..."
        dotnet publish src/Keepalived.Daemon -c Release -o artifacts/publish -nologo -v q >"$STAGE/build.log" 2>&1 ||
            { tail -20 "$STAGE/build.log"; die "The build failed."; }
    fi
    [ -x "$DAEMON" ] || die "There is no program $DAEMON."
}

has_ipvs() {
    [ -e /proc/net/ip_vs ] || modprobe -q ip_vs 2>/dev/null
    [ -e /proc/net/ip_vs ]
}

has_nftables() {
    # Or nobody can tell yet: the program comes with the packages that are installed next.
    ! command -v nft >/dev/null || unshare --net nft list tables >/dev/null 2>&1
}

balancing() {
    if has_ipvs || has_nftables; then
        bash samples/demo/balancing.sh "$DAEMON" &
    else
        echo
        say "This kernel has no IPVS, so the second act starts a small one that has (User-Mode Linux). All of" \
            "it happens inside that, on one slow processor: have a little patience."
        provide_guest
        tests/lib/uml.sh -t 150 "$TRUNK/demo/balancing.sh" "$TRUNK/daemon/$(basename "$DAEMON")" &
    fi
    GUEST=$!
    # In the background and waited for, so that a signal is answered at once.
    wait "$GUEST"
    local status=$?
    GUEST=''
    [ $status = 0 ] || die "The second act ended with exit code $status."
}

# The guest has a /tmp of its own: what it needs goes where it sees it.
provide_guest() {
    TRUNK=$(mktemp -d /var/tmp/keepalived-demo.XXXXXX) || exit 1
    cp -r samples/demo "$TRUNK/demo"
    cp -r "$(dirname "$DAEMON")" "$TRUNK/daemon"
    # uml.sh links the guest's modules under /lib/modules; what was not there before, goes again.
    local directory
    for directory in "${UML_MODULES:-/usr/lib/uml/modules}"/*/; do
        directory=/lib/modules/$(basename "$directory")
        [ -e "$directory" ] || LINKS="$LINKS $directory"
    done
}

strike_all() {
    strike_stage
    local link
    for link in $LINKS; do
        [ ! -L "$link" ] || rm -f "$link"
    done
    [ -z "$TRUNK" ] || rm -rf "$TRUNK"
}

read_options "$@"
make_stage
trap strike_all EXIT
prepare
build
began=$SECONDS
for act in $WANTED; do
    "$act"
    strike_lan
done
strike_all
echo
echo "Done in $((SECONDS - began)) seconds; the namespaces, processes and files of this demonstration are removed."
