#!/usr/bin/env bash
# Make the goldens of the demo scripts, of the programs in tests/python and of the tracebacks anew with CPython 3.12: regenerate.sh PYTHON
set -eu
cd "$(dirname "$0")/../.."
python=${1:-python3.12}
run() { # run SCRIPT FOLDER
    name=$(basename "$1" .py)
    status=0
    PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 "$python" "$1" </dev/null >"$2/$name.stdout" 2>/dev/null || status=$?
    echo "$status" >"$2/$name.status"
}
for script in demo_scripts/*.py; do run "$script" tests/golden/demo; done
for script in tests/python/*.py; do run "$script" tests/golden/python; done
for script in tests/golden/traceback/*.py; do
    PYTHONHASHSEED=0 "$python" "$script" </dev/null 2>&1 >/dev/null | sed "s|$PWD/||" >"${script%.py}.stderr" || true
done
