#!/usr/bin/env bash
# Does each command work as the first one in a fresh clone, with the packages and with the stand-ins, without a warning?
#
#   tests/fresh-clone.sh [--quick]        --quick: one command per stack
#
# Slow: each case clones the committed state of this repository and builds it. A registry without Akka is played by a
# folder with only the packages that the tests and the logging need, taken from the local package cache.
# Prints "ok ..." or "not ok ..." per case and ends with N passed, N failed.
set -u
cd "$(dirname "$0")/.." || exit 1
repository=$PWD quick=${1:-}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
passed=0 failed=0

result() { # ok|"not ok" NAME
    echo "$1 $2"
    if [ "$1" = ok ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        sed 's/^/    /' "$work/log" | tail -n 15
    fi
}

fresh() {
    rm -rf "$work/clone"
    git clone -q --no-hardlinks "$repository" "$work/clone"
}

# check NAME EXPECTED-STACK COMMAND...: runs it in a fresh clone; EXPECTED is what the marker must say, or "none".
check() {
    local name=$1 expected=$2 marker=none
    shift 2
    fresh
    if ! (cd "$work/clone" && "$@") > "$work/log" 2>&1; then
        result "not ok" "$name: the command failed"
        return
    fi
    if grep -qE ': warning [A-Z]+[0-9]+|[1-9][0-9]* Warning\(s\)' "$work/log"; then
        result "not ok" "$name: there are warnings"
        return
    fi
    [ -f "$work/clone/artifacts/package-stack.props" ] &&
        marker=$(sed -n 's|.*<PackageStack>\(.*\)</PackageStack>.*|\1|p' "$work/clone/artifacts/package-stack.props")
    if [ "$marker" != "$expected" ]; then
        result "not ok" "$name: the marker says $marker instead of $expected"
        return
    fi
    result ok "$name"
}

# A registry that has everything but what the stand-ins are for (named in the folder above the clone, where NuGet looks,
# too), and a package cache that has nothing.
without_akka() {
    local cache=${NUGET_PACKAGES:-$HOME/.nuget/packages} feed=$work/feed package
    mkdir -p "$feed"
    for package in "$cache"/*/; do
        case $(basename "$package") in
            akka* | mailkit | mimekit | tmds.libc) ;;
            *) cp "$package"*/*.nupkg "$feed/" 2> /dev/null ;;
        esac
    done
    printf '%s\n' '<configuration><packageSources><clear />' \
        "<add key=\"feed\" value=\"$feed\" /></packageSources></configuration>" > "$work/nuget.config"
}

both() { # parallel first commands must not trip over each other's probe
    dotnet build src/StandIns/Akka.Logger.Serilog & local first=$!
    dotnet build src/Keepalived.Wire & local second=$!
    wait $first && wait $second
}

daemon=src/Keepalived.Daemon
check "build of the daemon, unpinned" nuget dotnet build $daemon
check "build of the daemon, pinned to the stand-ins" none dotnet build $daemon -p:PackageStack=standin
if [ "$quick" != --quick ]; then
    check "build of the daemon, pinned to the packages" none dotnet build $daemon -p:PackageStack=nuget
    check "build of the solution" nuget dotnet build
    check "test of a project" nuget dotnet test tests/Wire.Tests
    check "test of a project, pinned to the stand-ins" none dotnet test tests/Wire.Tests -p:PackageStack=standin
    check "run of the daemon" nuget dotnet run --project $daemon -- --version
    check "publish of the daemon" nuget dotnet publish $daemon -c Release -o "$work/out"
    check "publish of the daemon, pinned to the stand-ins" none \
        dotnet publish $daemon -c Release -o "$work/out-standin" -p:PackageStack=standin
    check "two first commands at once" nuget both
fi

without_akka
export NUGET_PACKAGES=$work/packages
check "build of the daemon where the registry has no Akka" standin \
    dotnet build $daemon

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
