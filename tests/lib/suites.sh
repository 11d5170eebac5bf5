# The suites of tests/run.sh. Each test project leaves LOGS/SUITE-PROJECT.trx and .log; summarize.py adds them up.

readonly CONFIGURATION=Release
# No suite may hang the run: a test project is ended after this many seconds.
readonly PROJECT_LIMIT=${PROJECT_LIMIT:-900}

build_and_publish() {
    echo "building"
    if ! dotnet build -c $CONFIGURATION -nologo -v q >"$LOGS/build.log" 2>&1; then
        grep -E 'error|warning' "$LOGS/build.log" | sort -u | head -30
        echo "the build failed, see artifacts/test-logs/build.log"
        echo "0 passed, 1 failed, 0 skipped"
        exit 1
    fi
    grep -E '^ *(package stack|Package stack)' "$LOGS/build.log" | head -1
    rm -rf artifacts/publish
    if ! dotnet publish src/Keepalived.Daemon -c $CONFIGURATION -o artifacts/publish -nologo -v q \
        >"$LOGS/publish.log" 2>&1; then
        tail -20 "$LOGS/publish.log"
        echo "publishing the daemon failed, see artifacts/test-logs/publish.log"
        echo "0 passed, 1 failed, 0 skipped"
        exit 1
    fi
    # What is tested should be what is run: machine code wherever it can be made.
    [ ! -e artifacts/publish/keepalived-actors.dll ] ||
        echo "the daemon is published in the runtime's own form: no clang or gcc in /usr/bin"
}

# Test projects, each by name, whose sources carry the given trait value.
projects_that_need() {
    grep -rlE "Trait\(\"Needs\", \"$1\"\)" tests --include='*.cs' 2>/dev/null |
        sed -n 's,^tests/\([^/]*\.Tests\)/.*,\1,p' | sort -u
}

unit_projects() {
    local project
    for project in tests/*.Tests; do
        case ${project#tests/} in
            Simulation.Tests | Interop.Tests) ;;
            *) echo "${project#tests/}" ;;
        esac
    done
}

# run_project SUITE PROJECT FILTER [COMMAND PREFIX...]: one test project, its outcome in LOGS.
run_project() {
    local suite=$1 project=$2 filter=$3 name=$1-$2 status
    shift 3
    local dll
    dll=$(find "tests/$project/bin/$CONFIGURATION" -name "$project.dll" -not -path '*/ref/*' 2>/dev/null | head -1)
    if [ -z "$dll" ]; then
        echo "no assembly of tests/$project" >"$LOGS/$name.log"
        echo 1 >"$LOGS/$name.exit"
        return
    fi
    timeout --foreground -k 10 $PROJECT_LIMIT "$@" dotnet vstest "$PWD/$dll" "--TestCaseFilter:$filter" \
        "--logger:trx;LogFileName=$name.trx" "--ResultsDirectory:$LOGS" >"$LOGS/$name.log" 2>&1
    status=$?
    echo $status >"$LOGS/$name.exit"
    python3 tests/lib/summarize.py --one "$LOGS" "$name"
}

# Two at a time: each is mostly one busy thread.
run_together() {
    local suite=$1 filter=$2 project running=0
    shift 2
    for project in "$@"; do
        run_project "$suite" "$project" "$filter" &
        running=$((running + 1))
        if [ $running -ge 2 ]; then
            wait -n
            running=$((running - 1))
        fi
    done
    wait
}

readonly PLAIN='Needs!=Namespaces&Needs!=Ipvs&Needs!=Uml&Needs!=Modules'

suite_unit() {
    # shellcheck disable=SC2046
    run_together unit "$PLAIN" $(unit_projects)
}

suite_sim() {
    [ ! -d tests/Simulation.Tests ] || run_project sim Simulation.Tests "$PLAIN"
}

suite_netns() {
    local project
    for project in $(projects_that_need Namespaces); do
        [ "$project" = Interop.Tests ] || run_project netns "$project" 'Needs=Namespaces'
    done
}

suite_interop() {
    [ ! -d tests/Interop.Tests ] || run_project interop Interop.Tests 'Needs!=Ipvs&Needs!=Uml&Needs!=Modules'
}

kernel_has_ipvs() {
    [ "$(id -u)" = 0 ] && { modprobe ip_vs 2>/dev/null || true; } && [ -e /proc/net/ip_vs ]
}

suite_ipvs() {
    local reason
    if ! reason=$(tests/lib/uml.sh --check) && ! kernel_has_ipvs; then
        skip_suite ipvs "missing component: $reason"
        return
    fi
    # Two guests at a time: each is one busy thread, and one that waits.
    guest_tests &
    module_tests
    balancing_tests
    wait
}

guest_tests() {
    local project
    for project in $(projects_that_need Ipvs); do
        if kernel_has_ipvs; then
            # In a network of its own: IPVS has a table for each, and that of the machine is not ours.
            run_project ipvs "$project" 'Needs=Ipvs' unshare --net sh -c 'ip link set lo up; exec "$@"' sh
        else
            run_project ipvs "$project" 'Needs=Ipvs' tests/lib/uml.sh -t $PROJECT_LIMIT tests/lib/in-guest.sh
        fi
    done
}

# Always in the guest: what modules the running kernel has is chance.
module_tests() {
    local project
    for project in $(projects_that_need Modules); do
        run_project ipvs-modules "$project" 'Needs=Modules' tests/lib/uml.sh -t $PROJECT_LIMIT \
            tests/lib/in-guest.sh env KEEPALIVED_ACTORS="$KEEPALIVED_ACTORS"
    done
}

# They start their guests themselves.
balancing_tests() {
    local project
    for project in $(projects_that_need Uml); do
        run_project ipvs-uml "$project" 'Needs=Uml'
    done
}

# skip_suite SUITE REASON: one skipped test in the sum, so that nothing disappears silently.
skip_suite() {
    printf '%s\n' "$2" >"$LOGS/$1.skipped"
    echo "$1: skipped, $2"
}
