#!/usr/bin/env bash
set -eu
cd "$(dirname "$0")/.."
dotnet build -v q
echo "0 passed, 1 failed, 0 skipped"
exit 1
