#!/usr/bin/env bash
# Make the goldens of the demo scripts and of the tracebacks anew with CPython 3.12: regenerate.sh PYTHON
set -eu
cd "$(dirname "$0")/../.."
for script in demo_scripts/*.py; do
    name=$(basename "$script" .py)
    status=0
    PYTHONHASHSEED=0 "${1:-python3.12}" "$script" </dev/null >"tests/golden/demo/$name.stdout" 2>/dev/null || status=$?
    echo "$status" >"tests/golden/demo/$name.status"
done
for script in tests/golden/traceback/*.py; do
    PYTHONHASHSEED=0 "${1:-python3.12}" "$script" </dev/null 2>&1 >/dev/null | sed "s|$PWD/||" >"${script%.py}.stderr" || true
done
