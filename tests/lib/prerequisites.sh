# What the tests need of the machine, and how to get it. Sourced by tests/run.sh and samples/demo.sh.

# "command package": a package is installed when its command is absent.
readonly PACKAGES='
ip iproute2
keepalived keepalived
ipvsadm ipvsadm
tshark tshark
tcpdump tcpdump
nft nftables
linux.uml user-mode-linux
modprobe kmod
ping iputils-ping
ps procps
curl curl
python3 python3
gcc gcc
openssl openssl
setpriv util-linux
strace strace
systemctl systemd
pgrep procps
aiosmtpd python3-aiosmtpd
nginx nginx-light
dnsmasq dnsmasq-base
socat socat
vtysh frr
'

require_sdk() {
    if ! command -v dotnet >/dev/null; then
        echo "The .NET 10 SDK is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or:" >&2
        echo "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" \
            "--install-dir /usr/share/dotnet && ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet" >&2
        exit 1
    fi
    if ! dotnet --list-sdks | grep -q '^10\.'; then
        echo "dotnet is there, but no SDK of version 10 ($(dotnet --list-sdks | tr '\n' ' '))." \
            "Get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
        exit 1
    fi
}

# Prints the Debian packages among the given pairs whose command is absent.
absent_packages() {
    local command package
    while read -r command package; do
        [ -z "$command" ] || command -v "$command" >/dev/null || [ -x "/usr/sbin/$command" ] ||
            [ -x "/sbin/$command" ] || echo "$package"
    done <<<"$1"
    # A header, not a command: the layout tests compile against it.
    [ "$1" != "$PACKAGES" ] || [ -e /usr/include/linux/ip_vs.h ] || echo libc6-dev
}

# Installs what is absent, without letting a package start its service: these are test machines, not directors.
install_packages() {
    local wanted policy=/usr/sbin/policy-rc.d mine=no
    wanted=$(absent_packages "${1:-$PACKAGES}" | sort -u | tr '\n' ' ')
    [ -n "${wanted// /}" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "missing: ${wanted% } (as root: apt-get install ${wanted% })"
        return 0
    fi
    echo "installing ${wanted% }"
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && mine=yes
    fi
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update && apt-get install -y --no-install-recommends $wanted; } >"${LOGS:-/tmp}/apt.log" 2>&1 ||
        echo "apt-get failed, see ${LOGS:-/tmp}/apt.log; tests that need these are skipped"
    [ $mine = no ] || rm -f $policy
}
