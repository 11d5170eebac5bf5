#!/usr/bin/env python3
"""Adds up the results of a test run.

summarize.py LOGS             failures with their output, skips with their reasons, then the one line of totals
summarize.py --one LOGS NAME  one line about one test project
"""
import collections
import glob
import os
import sys
import xml.etree.ElementTree as ElementTree

NAMESPACE = '{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}'
# Tests give this as the start of a skip reason when an installed package or a privilege would have let them run.
MISSING = ('missing component:', 'needs ')


class Project:
    """What one project did: counts, (test, output) of failures and (test, reason) of skips."""

    def __init__(self, logs, name):
        self.name, self.passed, self.failed, self.skipped = name, 0, [], []
        code = read(os.path.join(logs, name + '.exit')).strip()
        log = read(os.path.join(logs, name + '.log'))
        try:
            root = ElementTree.parse(os.path.join(logs, name + '.trx')).getroot()
        except (OSError, ElementTree.ParseError):
            # Without results: either no test is in the selection, or the run broke off.
            if code != '0':
                self.failed.append((name, 'ended with %s before it had results\n%s' % (code, log[-3000:])))
            return
        for result in root.iter(NAMESPACE + 'UnitTestResult'):
            self.add(result)
        if code != '0' and not self.failed:
            self.failed.append((name, 'ended with %s\n%s' % (code, log[-3000:])))

    def add(self, result):
        test, outcome = result.get('testName'), result.get('outcome')
        texts = [t.text or '' for part in ('Message', 'StackTrace', 'StdOut') for t in result.iter(NAMESPACE + part)]
        if outcome == 'Passed':
            self.passed += 1
        elif outcome == 'NotExecuted':
            self.skipped.append((test, (texts or ['no reason given'])[0].strip()))
        else:
            self.failed.append((test, '\n'.join(texts)))


def read(path):
    try:
        with open(path, errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def names(logs):
    return sorted(os.path.basename(p)[:-5] for p in glob.glob(os.path.join(logs, '*.exit')))


def one(logs, name):
    project = Project(logs, name)
    print('%-28s %5d passed, %d failed, %d skipped' % (name, project.passed, len(project.failed), len(project.skipped)))


def everything(logs):
    passed, failed, skipped = 0, [], []
    for name in names(logs):
        project = Project(logs, name)
        passed += project.passed
        failed += [(name, test, text) for test, text in project.failed]
        skipped += [(name, test, reason) for test, reason in project.skipped]
    for path in sorted(glob.glob(os.path.join(logs, '*.skipped'))):
        skipped.append((os.path.basename(path)[:-8], 'the whole suite', read(path).strip()))
    if os.environ.get('CI') == 'true':
        for name, test, reason in [s for s in skipped if s[2].startswith(MISSING)]:
            failed.append((name, test, 'skipped under CI: ' + reason))
            skipped.remove((name, test, reason))
    report(failed, skipped)
    print('%d passed, %d failed, %d skipped' % (passed, len(failed), len(skipped)))
    return 1 if failed or passed == 0 else 0


def report(failed, skipped):
    by_reason = collections.OrderedDict()
    for name, test, reason in skipped:
        by_reason.setdefault((name, reason), []).append(test)
    for (name, reason), tests in by_reason.items():
        print('skipped in %s: %d, because %s' % (name, len(tests), reason))
    for name, test, text in failed:
        print('\nFAILED %s: %s' % (name, test))
        print('\n'.join('    ' + line for line in text.strip().splitlines()[:120]))


if __name__ == '__main__':
    if sys.argv[1] == '--one':
        one(sys.argv[2], sys.argv[3])
    else:
        sys.exit(everything(sys.argv[1]))
