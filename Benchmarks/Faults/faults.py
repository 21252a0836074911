#!/usr/bin/env python3
"""Grades right and wrong submissions while one thing after another fails, and holds every mark to what it must be.

    faults.py [RUNS [SEED [FIRST]]]    FIRST is the number of the first run, to make one again

Each run makes one drawn fault: the n-th write, open, rename, … of the grader or of the program that sets up a sandbox
fails (no space, an error of the disk, no memory), once or from then on, or a process is killed. Then it grades again
without a fault, with the results and the cache that the first run left. In both, each mark must be right or missing, and
after the second none may be missing. Everything is drawn from SEED, which is told: what was found once is found again, but
for faults at a time on the clock.
"""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GRADUS = Path(os.environ.get("FAULT_GRADUS", ROOT / ".build/release/gradus"))
LAB = "Perceptron"
ERRORS = {"ENOSPC": 28, "EIO": 5, "ENOMEM": 12, "EAGAIN": 11, "SIGKILL": "kill"}
# A mistake that costs some points, as a change of the master.
MISTAKE = ("return total / 2", "return total")
CLASSES = {"both": ["right", "wrong"], "right": ["right"], "wrong": ["wrong"]}
# What each call fails with, and how often it is drawn.
GRADER = {
    "write": (8, ["ENOSPC", "EIO", "SIGKILL"]),
    "open": (6, ["ENOSPC", "EIO", "ENOMEM"]),
    "read": (3, ["EIO"]),
    "fsync": (4, ["EIO", "ENOSPC", "SIGKILL"]),
    "close": (2, ["EIO", "ENOSPC"]),
    "rename": (5, ["ENOSPC", "EIO", "SIGKILL"]),
    "mkdir": (4, ["ENOSPC", "EIO"]),
    "mmap": (2, ["ENOMEM"]),
    "spawn": (4, ["ENOMEM", "EAGAIN"]),
    "thread": (1, ["EAGAIN"]),
    "malloc": (3, ["ENOMEM"]),
}
SANDBOX = {
    "open": (3, ["ENOMEM", "EIO"]),
    "write": (2, ["ENOSPC", "EIO"]),
    "mkdir": (2, ["ENOSPC"]),
    "malloc": (1, ["ENOMEM"]),
    "read": (1, ["EIO"]),
    "close": (1, ["SIGKILL"]),
}


def drawn(random_numbers, table):
    call = random_numbers.choices(list(table), [weight for weight, _ in table.values()])[0]
    return call, random_numbers.choice(table[call][1])


class Place:
    """A folder with a library that makes faults, a class of two, and a warm cache."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.chmod(0o755)
        self.library = self.folder / "faults.so"
        compiler = shutil.which("clang") or "cc"
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", Path(__file__).with_name("faults.c"), "-o", self.library, "-ldl"], check=True)
        master = (ROOT / f"reference/Solutions/{LAB}/{LAB}.swift").read_text()
        sources = {"right": master, "wrong": master.replace(*MISTAKE)}
        if sources["right"] == sources["wrong"]:
            sys.exit(f"the master has no longer {MISTAKE[0]!r}: choose another mistake")
        for group, names in CLASSES.items():
            for name in names:
                (self.folder / group / name).mkdir(parents=True)
                (self.folder / group / name / f"{LAB}.swift").write_text(sources[name])
        self.key = self.folder / "key"
        self.key.write_text("5" * 64 + "\n")
        # The sandbox's program under a fault: the one that is started as the n-th.
        self.wrapper = self.folder / "bwrap"
        bubblewrap = os.environ.get("GRADUS_BWRAP") or shutil.which("bwrap")
        self.wrapper.write_text(f"""#!/bin/sh
# Counts its starts by files, and begins the drawn one with the library.
echo >> {self.folder}/starts
. {self.folder}/fault
if [ "$(wc -l < {self.folder}/starts)" -eq "$turn" ]; then
  export LD_PRELOAD={self.library} FAULT_CALL=$call FAULT_AT=$at FAULT_ERRNO=$error
fi
exec {bubblewrap} "$@"
""")
        self.wrapper.chmod(0o755)
        self.cache = self.folder / "cache"
        self.trial_cache = self.folder / "trial-cache"

    def environment(self, cache, **more):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FAULT_", "GRADUS_"))}
        # What tells of a crash would have the fault too.
        fixed = {"GRADUS_CACHE": str(cache), "GRADUS_HOME": str(ROOT), "SWIFT_BACKTRACE": "enable=no"}
        return kept | fixed | more

    def command(self, group, out, *options):
        return [GRADUS, "grade", LAB, "--class", self.folder / group, "--out", out, "--key", self.key, "--jobs", "1", *options]

    def fresh_cache(self):
        shutil.rmtree(self.trial_cache, ignore_errors=True)
        subprocess.run(["cp", "-al", self.cache, self.trial_cache], check=True)

    def set_sandbox_fault(self, turn=0, call="", at=0, error=""):
        for name in ("starts", "fault"):
            (self.folder / name).write_text("")
            (self.folder / name).chmod(0o666)
        (self.folder / "fault").write_text(f"turn={turn} call={call} at={at} error={error}\n")


def marks(out):
    """Every mark that stands anywhere in the results: (file, student, points)."""
    found = []
    for card in sorted(Path(out).glob("students/*/scorecard.json")):
        told = json.loads(card.read_text())
        found.append((f"students/{card.parent.name}/scorecard.json", told["submission"], earned(told)))
    table = Path(out) / "grades.csv"
    if table.exists():
        for row in csv.DictReader(table.open()):
            name = row.get("submission") or row.get("student")
            if row["points"]:
                found.append(("grades.csv", name, round(float(row["points"]), 2)))
    return found


def earned(card):
    return round(float(card["earned"]), 2)


def descendants(process):
    children = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(words[1]), []).append(int(entry.parent.name))
    found, left = [], [process]
    while left:
        own = children.get(left.pop(), [])
        found += own
        left += own
    return found


def run(command, environment, kill_at=None, choice=None, patience=3600):
    """The exit code and the words of a run, no code where it does not end; `kill_at` seconds after its start one of its
    processes is killed."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if kill_at is not None:
        time.sleep(kill_at)
        victims = [process.pid] + descendants(process.pid)
        try:
            os.kill(choice.choice(victims), signal.SIGKILL)
        except ProcessLookupError:
            pass
    try:
        said, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        return None, said.decode(errors="replace")
    return process.returncode, said.decode(errors="replace")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    print(f"{runs} runs, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="gradus-faults.") as folder:
        place = Place(folder)
        failures = 0
        # Without a fault: what is right, and how many calls of each kind there are.
        points, counts, starts, usual = {}, {}, {}, {}
        for group in CLASSES:
            log = place.folder / "log"
            log.write_text("")
            place.set_sandbox_fault()
            started = time.monotonic()
            code, said = run(
                place.command(group, f"{folder}/{group}-out"),
                place.environment(place.cache, LD_PRELOAD=str(place.library), FAULT_LOG=str(log), GRADUS_BWRAP=str(place.wrapper)))
            usual[group] = time.monotonic() - started
            told = {name: earned for _, name, earned in marks(f"{folder}/{group}-out")}
            points |= told
            if code != 0 or set(told) != set(CLASSES[group]) or points["right"] != 10 or not 0 < points["wrong"] < 10:
                sys.exit(f"not even without a fault: exit code {code}, {told}\n{said}")
            words = log.read_text().split("\n")[0].split()
            counts[group] = {words[i]: int(words[i + 1]) for i in range(0, len(words), 2)}
            starts[group] = len((place.folder / "starts").read_text().splitlines())
        print(f"marks {points}; calls for the right one {counts['right']}, {starts['right']} sandboxes", flush=True)
        outcomes = {"graded": 0, "not graded": 0, "refused at once": 0}
        for number in range(first, first + runs):
            choice = random.Random(f"{seed}-{number}")
            place.fresh_cache()
            group = choice.choices(["right", "wrong", "both"], [4, 4, 1])[0]
            expected = {name: points[name] for name in CLASSES[group]}
            # Some begin without what was made before, so that it is made under the fault.
            if choice.random() < 0.2:
                shutil.rmtree(place.trial_cache / choice.choice(["programs", "transcripts", "cells", "toolchains"]), ignore_errors=True)
            # However busy the machine is: what takes so much longer than usual hangs.
            patience = 300 + 30 * usual[group]
            out = f"{folder}/out"
            shutil.rmtree(out, ignore_errors=True)
            kind = choice.choices(["grader", "sandbox", "kill"], [6, 2, 2])[0]
            kill_at = None
            more = {}
            if kind == "grader":
                call, error = drawn(choice, GRADER)
                at = choice.randint(1, max(1, counts[group][call]))
                more = {"LD_PRELOAD": str(place.library), "FAULT_CALL": call, "FAULT_AT": str(at), "FAULT_ERRNO": str(ERRORS[error])}
                lasts = error == "ENOSPC" and choice.random() < 0.5
                if lasts:
                    more["FAULT_LASTS"] = "1"
                fault = f"grader's {call} {at}: {error}{' and all later' if lasts else ''}"
            elif kind == "sandbox":
                call, error = drawn(choice, SANDBOX)
                turn, at = choice.randint(1, starts[group]), choice.randint(1, 25)
                place.set_sandbox_fault(turn, call, at, ERRORS[error])
                more = {"GRADUS_BWRAP": str(place.wrapper)}
                fault = f"sandbox {turn}'s {call} {at}: {error}"
            else:
                kill_at = choice.uniform(0, usual[group])
                fault = f"a process killed after {kill_at / usual[group]:.2f} of the usual time"
            code, said = run(place.command(group, out), place.environment(place.trial_cache, **more), kill_at, choice, patience)
            wrong = [f"under the fault: {told}" for told in marks(out) if expected.get(told[1]) != told[2]]
            under = {name for _, name, _ in marks(out)}
            outcomes["graded" if under == set(expected) else "not graded" if Path(f"{out}/grades.csv").exists() else "refused at once"] += 1
            if code is None:
                wrong.append(f"it did not end within {patience:.0f} s")
            if code == 0 and under != set(expected):
                wrong.append(f"exit code 0, with marks of {sorted(under)} only")
            code, again = run(place.command(group, out, "--retry"), place.environment(place.trial_cache))
            after = {}
            for told in marks(out):
                after[told[1]] = told[2]
                if expected.get(told[1]) != told[2]:
                    wrong.append(f"afterwards: {told}")
            if code != 0 or after != expected:
                wrong.append(f"afterwards exit code {code}, marks {after}")
            if wrong:
                failures += 1
                print(f"run {number}, {group}: {fault}\n  " + "\n  ".join(wrong) + f"\n  said: {said[-1500:]}\n  then: {again[-1500:]}", flush=True)
            elif os.environ.get("FAULT_VERBOSE"):
                reason = next((line for line in said.splitlines() if "not graded:" in line or "rror" in line), "")
                print(f"run {number}, {group}: {fault}: marks of {sorted(under)}; {reason[:160]}", flush=True)
        print(f"{runs} runs, {failures} with another mark, or none where there must be one; " + ", ".join(f"{name}: {count}" for name, count in outcomes.items()))
        sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
