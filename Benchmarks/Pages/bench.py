"""CPU time and memory of `gradus pages` for a large class.

    python3 Benchmarks/Pages/bench.py GRADED [COUNT]

GRADED is the --out of a `gradus grade`; its submissions are copied to COUNT (1,000 unless told) of other names, marks and
times, sealed anew with its course key as Sources/Output/Reports/README.md says, transcripts and all.
"""

import hashlib
import hmac
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

LIMITS = {"CPU seconds": 5.0, "MiB of memory": 300.0}


def parts_digest(parts):
    """SHA-256 over each part's name and bytes with the lengths of both, as Digest.swift has it."""
    digest = hashlib.sha256()
    for name, data in parts:
        digest.update(len(name).to_bytes(8, "little") + name + len(data).to_bytes(8, "little") + data)
    return digest


def seal(key, folder, card, history, lines):
    parts = [(b"folder", folder.encode()), (b"scorecard.json", card), (b"history.jsonl", history)]
    parts += [(name.encode(), digest.encode()) for name, digest in lines]
    code = hmac.new(key, b"gradus seal 1\0" + parts_digest(parts).digest(), hashlib.sha256).hexdigest()
    return "gradus seal 1\n" + "".join(f"{name} {digest}\n" for name, digest in lines) + code + "\n"


def copies(source, target, count):
    os.makedirs(f"{target}/students")
    os.makedirs(f"{target}/unfinished")
    for name in ["lab", "key.fingerprint", "course.key"]:
        shutil.copy(f"{source}/{name}", target)
    os.symlink(os.path.abspath(f"{source}/plans"), f"{target}/plans")
    with open(f"{source}/course.key", "rb") as file:
        key = file.read().rstrip()
    models = sorted(name for name in os.listdir(f"{source}/students") if not name.startswith("."))
    chance = random.Random(1)
    for number in range(count):
        model = f"{source}/students/{models[number % len(models)]}"
        folder = f"student-{number:04}"
        with open(f"{model}/scorecard.json") as file:
            card = json.load(file)
        card["folder"], card["submission"] = folder, f"Student Number {number:04}"
        card["gradedAt"] += number
        card["provenance"]["contentKey"] = hashlib.sha256(folder.encode()).hexdigest()
        for verdict in card["verdicts"]:
            if verdict["kind"] == "passed" and chance.random() < 0.1:
                verdict.update(kind="failed", earned=0, summary="wrong", details=["measured by chance"])
        card["earned"] = round(sum(verdict["earned"] for verdict in card["verdicts"]), 2)
        text = json.dumps(card, indent=2, sort_keys=True).encode() + b"\n"
        with open(f"{model}/history.jsonl", "rb") as file:
            history = file.read() * 3
        with open(f"{model}/seal") as file:
            lines = [line.split() for line in file.read().split("\n")[1:-2]]
        os.makedirs(f"{target}/students/{folder}")
        for name, data in [("scorecard.json", text), ("history.jsonl", history)]:
            with open(f"{target}/students/{folder}/{name}", "wb") as file:
                file.write(data)
        with open(f"{target}/students/{folder}/seal", "w") as file:
            file.write(seal(key, folder, text, history, lines))
        for name, _ in lines:
            os.link(f"{model}/{name}", f"{target}/students/{folder}/{name}")


def main():
    source, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    program = os.path.join(os.path.dirname(__file__), "../../.build/release/gradus-course")
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(source))) as folder:
        copies(source, f"{folder}/graded", count)
        began = time.monotonic()
        done = subprocess.run([program, "pages", f"{folder}/graded"], capture_output=True, text=True)
        wall = time.monotonic() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode or done.stderr:
            sys.exit(f"exit {done.returncode}: {done.stdout}{done.stderr[:2000]}")
        site = f"{folder}/graded/site"
        files = [os.path.join(place, name) for place, _, names in os.walk(site) for name in names]
        size = sum(os.path.getsize(file) for file in files)
        measured = {"CPU seconds": used.ru_utime + used.ru_stime, "MiB of memory": used.ru_maxrss / 1024}
        print(f"{count} submissions: {len(files)} files, {size / 2**20:.1f} MiB, {wall:.2f} s by the clock")
        for name, value in measured.items():
            print(f"{name}: {value:.2f} (user {used.ru_utime:.2f}, system {used.ru_stime:.2f})" if "CPU" in name else f"{name}: {value:.1f}")
        if count == 1000 and any(value > LIMITS[name] for name, value in measured.items()):
            sys.exit(f"more than it may be: {LIMITS}")


main()
