"""Training steps side by side with PyTorch, interleaved in one run: python3 Benchmarks/Library/compare.py [--rounds N]
(build first: swift build -c release --product library-benchmark; needs pip install torch).

Each round times every workload for a moment in each of three processes, one after another: this library, PyTorch with one
thread, PyTorch with two. What is printed is the median over the rounds; the ratio is the median of each round's ratio to the
better PyTorch of that round, so what disturbs the machine for a while disturbs both sides."""
import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--rounds", type=int, default=9)
parser.add_argument("--seconds", type=float, default=0.3, help="for each workload and process in a round")
parser.add_argument("--json", type=Path, help="write all rounds here too")
options = parser.parse_args()
binary = HERE.parent.parent / ".build/release/library-benchmark"
if not binary.exists():
    sys.exit(f"{binary} is missing. Build it: swift build -c release --product library-benchmark")


class Worker:
    def __init__(self, *command):
        # A variable that names an older processor would halve the product that the shares are measured by.
        environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_CORETYPE"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.process.args} ended at the request {words}")
        return answer.strip()


ours = Worker(str(binary))
peers = {n: Worker(sys.executable, str(HERE / "torch_worker.py"), str(n)) for n in (1, 2)}
workloads = json.loads(ours.ask("list"))
instructions = ours.ask("instructions")
allocations = [int(ours.ask("allocations", i)) for i in range(len(workloads))]
rounds = []
for number in range(options.rounds + 1):
    row = {"peak": float(ours.ask("peak")), "torch peak": float(peers[2].ask("peak")), "times": []}
    for i, workload in enumerate(workloads):
        row["times"].append([float(w.ask("time", i, options.seconds)) for w in (ours, peers[1], peers[2])])
    if number > 0:  # the first round warms everything up
        rounds.append(row)
    print(f"\rround {number}/{options.rounds}", end="", file=sys.stderr, flush=True)
print(file=sys.stderr)
peak = median(r["peak"] for r in rounds)
print(f"PyTorch {peers[2].ask('version')}; kernels {instructions}; medians of {options.rounds} rounds, samples for each second")
print(f"product of 2048 x 2048 matrices, GFLOP/s: ours {peak:.0f}, PyTorch {median(r['torch peak'] for r in rounds):.0f}\n")
print("| workload | ours | PyTorch, 1 thread | 2 threads | ratio to the better | share of our peak | allocations in 20 steps |")
print("|---|---|---|---|---|---|---|")
for i, workload in enumerate(workloads):
    a, b, c = (median(r["times"][i][k] for r in rounds) for k in range(3))
    ratio = median(r["times"][i][0] / max(r["times"][i][1:]) for r in rounds)
    share = median(r["times"][i][0] * workload["gflop"] / workload["samples"] / r["peak"] for r in rounds)
    print(f"| {workload['name']} | {a:.0f} | {b:.0f} | {c:.0f} | {ratio:.2f} | {share:.0%} | {allocations[i]} |")

# Single operations, one thread each: the quickest call of each round, and the median of the rounds' ratios.
names = json.loads(ours.ask("paths"))
ours.ask("width", 1)
single = [[(float(ours.ask("path", i, options.seconds)), float(peers[1].ask("path", i, options.seconds)))
           for i in range(len(names))] for _ in range(options.rounds)]
print("\n| operation, one thread | ours, µs | PyTorch, µs | ratio |")
print("|---|---|---|---|")
for i, name in enumerate(names):
    a, b = (median(r[i][k] for r in single) for k in range(2))
    print(f"| {name} | {a:.0f} | {b:.0f} | {median(r[i][1] / r[i][0] for r in single):.2f} |")
if options.json:
    options.json.write_text(json.dumps({"workloads": workloads, "rounds": rounds}))
if any(allocations):
    sys.exit("A steady training step allocates; it should not.")
