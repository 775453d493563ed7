#!/usr/bin/env python3
"""Runs benches/programs under CPython 3.12 and sleepy and prints how their times compare.

    cargo build --release && python3 benches/compare.py [NAME...]

All three (CPython, sleepy with recording, sleepy without) run in turn, round after round, so that a noisy machine disturbs
them alike; of each the least CPU time counts (user and system, children waited for). The outputs must be equal.

CPython 3.12 is taken from PYTHON312, from pyenv, or from the PATH as python3.12. With --write the table goes into
BENCHMARKS.md.
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "benches" / "programs"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


def find_cpython():
    candidates = [os.environ.get("PYTHON312")]
    candidates += sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/3.12.*/bin/python3")))
    candidates += [shutil.which("python3.12")]
    for candidate in filter(None, candidates):
        found = subprocess.run([candidate, "--version"], capture_output=True, text=True)
        if found.stdout.startswith("Python 3.12."):
            return candidate, found.stdout.split()[1]
    sys.exit("compare.py: CPython 3.12 is missing: name it in PYTHON312, or install it with pyenv")


def measure(command):
    """CPU seconds and output of a command that must succeed."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"compare.py: {' '.join(command)} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, output


def compare(name, runners, rounds):
    best, outputs = {}, {}
    for _ in range(rounds):
        for runner, command in runners.items():
            seconds, outputs[runner] = measure([*command, str(PROGRAMS / f"{name}.py")])
            best[runner] = min(best.get(runner, seconds), seconds)
    for runner, output in outputs.items():
        if output != outputs["cpython"]:
            sys.exit(f"compare.py: {name} prints something else under {runner} than under CPython")
    return best


def first_comment(name):
    line = (PROGRAMS / f"{name}.py").read_text().splitlines()[0]
    return line.removeprefix("# ").removesuffix(".")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="programs to run (all)")
    parser.add_argument("--sleepy", default=str(ROOT / "target" / "release" / "sleepy"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    options = parser.parse_args()
    if not os.access(options.sleepy, os.X_OK):
        sys.exit(f"compare.py: there is no {options.sleepy}: run `cargo build --release` first")
    cpython, version = find_cpython()
    runners = {
        "cpython": [cpython],
        "on": [options.sleepy, "run"],
        "off": [options.sleepy, "run", "--record", "off"],
    }
    known = sorted(path.stem for path in PROGRAMS.glob("*.py"))
    for name in options.names:
        if name not in known:
            sys.exit(f"compare.py: there is no program {name}; there are {', '.join(known)}")
    lines = [
        f"| program | CPython {version} | sleepy, recording | ratio | ratio without recording |",
        "|---|---:|---:|---:|---:|",
    ]
    print("\n".join(lines), flush=True)
    for name in options.names or known:
        # The start takes a moment only: it needs more rounds to be told from noise.
        best = compare(name, runners, options.rounds * (6 if name == "startup" else 1))
        base, on, off = best["cpython"], best["on"], best["off"]
        lines.append(
            f"| `{name}`: {first_comment(name)} | {base:.3f} s | {on:.3f} s | **{on / base:.2f}** | {off / base:.2f} |"
        )
        print(lines[-1], flush=True)
    if options.write:
        path = ROOT / "BENCHMARKS.md"
        text = path.read_text()
        before, rest = text.split(BEGIN)
        _, after = rest.split(END)
        path.write_text(before + BEGIN + "\n".join(lines) + "\n" + END + after)


if __name__ == "__main__":
    main()
