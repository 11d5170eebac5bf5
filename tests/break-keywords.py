#!/usr/bin/env python3
"""Takes each keyword of the tables away in turn and runs the test that the table names for it: it has to fail.

    tests/break-keywords.py [TABLE.txt] [PART OF A KEYWORD'S PATH...]

After tests/run.sh, which builds the tests. The daemon is published in the runtime's own form, which knows hooks.

The assemblies stay as they are: a start-up hook (tests/KeywordBreaker) makes the parser read the keyword and make
nothing of it, in the test host and in the daemons that the test starts. Rows whose test needs IPVS run in the guest
of tests/lib/uml.sh. A keyword whose test passes all the same is listed, and so is one that its test never met and
whose test fails for another reason. An hour and a half for all.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = "bin/Release/net10.0"
HOOK = f"{ROOT}/tests/KeywordBreaker/{BUILD}/KeywordBreaker.dll"
PUBLISHED = f"{ROOT}/artifacts/publish-with-hooks"
NO_TEST = "not in effect"


def rows(table):
    for name in sorted(glob.glob(f"{ROOT}/tests/Config.Tests/Grammar/{table}")):
        for line in open(name):
            if line.strip() and not line.startswith("#"):
                path, test, _ = (part.strip() for part in line.split("|"))
                yield path, test


def projects():
    """The project and the traits of each test."""
    found = {}
    for name in glob.glob(f"{ROOT}/tests/*.Tests/**/*.cs", recursive=True):
        text = open(name).read()
        need = re.search(r'Trait\("Needs", "(\w+)"\)', text)
        for test in re.findall(r"public (?:async )?(?:void|Task) ([A-Z]\w+)\(", text):
            found[test] = (name[len(ROOT) + 7:].split("/")[0], need.group(1) if need else "")
    return found


def run(path, test, project, need):
    seen = f"{tempfile.gettempdir()}/ka-seen-{os.getpid()}"
    broken = [f"DOTNET_STARTUP_HOOKS={HOOK}", f"BROKEN_KEYWORD={path}", f"BROKEN_KEYWORD_SEEN={seen}",
              f"KEEPALIVED_ACTORS={PUBLISHED}/keepalived-actors"]
    guest = [f"{ROOT}/tests/lib/uml.sh", "-t", "900", f"{ROOT}/tests/lib/in-guest.sh"] \
        if need in ("Ipvs", "Modules") else []
    command = [*guest, "env", *broken, "dotnet", "vstest", f"{ROOT}/tests/{project}/{BUILD}/{project}.dll",
               f"--TestCaseFilter:FullyQualifiedName~.{test}"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    counts = re.findall(r"Failed: +(\d+), Passed: +(\d+), Skipped: +(\d+)", told)
    met = os.path.exists(seen) or bool(guest)
    if os.path.exists(seen):
        os.remove(seen)
    if not counts or counts[-1][0] == counts[-1][1] == "0":
        return "did not run"
    if counts[-1][0] == "0":
        return "passes without it"
    return "" if met else "fails, but never met it"


def main():
    if not os.path.exists(HOOK):
        sys.exit(f"no {HOOK}: run tests/run.sh, or dotnet build -c Release")
    subprocess.run(["dotnet", "publish", f"{ROOT}/src/Keepalived.Daemon", "-c", "Release", "-o", PUBLISHED, "-nologo",
                    "-v", "q", "-p:NativeAot=false"], check=True)
    tests, wrong, tried = projects(), 0, 0
    tables = [word for word in sys.argv[1:] if word.endswith(".txt")] or ["*-keywords.txt"]
    parts = [word for word in sys.argv[1:] if not word.endswith(".txt")]
    for path, test in (row for table in tables for row in rows(table)):
        if test == NO_TEST or (parts and not any(part in path for part in parts)):
            continue
        tried += 1
        verdict = run(path, test, *tests[test]) if test in tests else "names no test method"
        if verdict:
            wrong += 1
            print(f"{path}: {test}: {verdict}", flush=True)
    print(f"{tried} keywords broken, {wrong} not noticed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
