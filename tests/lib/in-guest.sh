#!/usr/bin/env bash
# Runs a command inside the guest of uml.sh: the words given are the command.
exec "$@"
