#!/usr/bin/env bash
# Publishes our daemon and measures it beside Debian's keepalived, by turns, in one run.
#
#   tests/Benchmarks/run.sh [--rounds N] [--quick] [--out FILE] [CASE...]     as root; --list names the cases
#   tests/Benchmarks/run.sh micro [BENCHMARKDOTNET-OPTION...]                 hot paths, with bytes per operation
#
# BENCH_OURS=/path/to/daemon measures that one instead of publishing ours.
set -eu
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

kind=side-by-side
if [ "${1:-}" = micro ]; then
    kind=micro
    shift
fi
dotnet build tests/Benchmarks -c Release -v q -clp:NoSummary
if [ $kind = side-by-side ] && [ -z "${BENCH_OURS:-}" ] && [ "${1:-}" != --list ]; then
    dotnet publish src/Keepalived.Daemon -c Release -o artifacts/publish -v q -clp:NoSummary
fi
exec dotnet tests/Benchmarks/bin/Release/net10.0/Benchmarks.dll $kind "$@"
