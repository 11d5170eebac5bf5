#!/usr/bin/env bash
# Builds everything, runs every test and ends with one line: N passed, N failed, N skipped.
#
#   tests/run.sh [--only SUITE[,SUITE...]] [--fast | --long] [--no-install]
#
#   unit      everything that needs nothing but the .NET SDK
#   sim       the simulated LAN
#   netns     tests against the running kernel, in network namespaces      [Trait("Needs", "Namespaces")]
#   interop   the published daemon beside Debian's keepalived, in namespaces           (Interop.Tests)
#   ipvs      tests that need IPVS, in User-Mode Linux where the running kernel has none
#             [Trait("Needs", "Ipvs")]: the test itself runs in there; [Trait("Needs", "Uml")]: it boots one;
#             [Trait("Needs", "Modules")]: it runs in there for ipvlan, VRF and VLAN devices
#
# --long runs unit and sim with 100,000 simulated LANs and 10,000,000 hostile inputs for each decoder: an hour
# (tests/README.md).
# --fast runs unit and sim with fewer seeds; --no-install leaves the packages of the machine alone. Run as root:
# missing Debian packages are installed; without privileges the suites that need them are skipped, with the reason.
# With CI=true a test skipped for a missing component is a failure. Logs: artifacts/test-logs.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/lib/prerequisites.sh
. tests/lib/suites.sh

only=unit,sim,netns,interop,ipvs install=yes
while [ $# -gt 0 ]; do
    case $1 in
        --only) only=${2:?--only needs a suite}; shift ;;
        --only=*) only=${1#*=} ;;
        --fast) only=unit,sim; export LAN_SEEDS=${LAN_SEEDS:-200} ;;
        --long)
            only=unit,sim
            export LAN_SEEDS=${LAN_SEEDS:-100000} WIRE_INPUTS=${WIRE_INPUTS:-10000000}
            export PROJECT_LIMIT=10800
            ;;
        --no-install) install=no ;;
        -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
        *) echo "unknown option $1 (see --help)" >&2; exit 2 ;;
    esac
    shift
done
for suite in ${only//,/ }; do
    case $suite in
        unit | sim | netns | interop | ipvs) ;;
        *) echo "unknown suite $suite: unit, sim, netns, interop or ipvs" >&2; exit 2 ;;
    esac
done

export LOGS=$PWD/artifacts/test-logs
rm -rf "$LOGS" && mkdir -p "$LOGS" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
export KEEPALIVED_ACTORS=${KEEPALIVED_ACTORS:-$PWD/artifacts/publish/keepalived-actors}

require_sdk
[ "$install" = no ] || install_packages
build_and_publish

started=$SECONDS
for suite in ${only//,/ }; do
    "suite_$suite"
done
echo "suites took $((SECONDS - started)) s; logs are in artifacts/test-logs"
exec python3 tests/lib/summarize.py "$LOGS"
