"""Training steps side by side with PyTorch and JAX, interleaved in one run: python3 Benchmarks/Library/compare.py [--rounds N]
(build first: swift build -c release --product library-benchmark; needs pip install torch jax optax, and a C++ compiler).

Each round times every workload for a moment in each process, one after another: this library; PyTorch eagerly with its default
optimizers, eagerly with fused ones, and compiled with fused ones; JAX; each peer with one thread and with two. What is printed is the
median over the rounds; the ratio is the median of each round's ratio to the best peer of that round, so what disturbs the machine for
a while disturbs all sides. For a machine that others use too: with --quickest it is each side's quickest step of all rounds; with --cpu
its quickest step in processor time, one thread on every side, which says how much work a step is and not how well two threads share it."""
import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--rounds", type=int, default=9)
parser.add_argument("--seconds", type=float, default=0.3, help="for each workload and process in a round")
parser.add_argument("--peers", default="eager,fused,compiled,jax", help="which of them")
parser.add_argument("--workloads", type=lambda text: [int(i) for i in text.split(",")], help="their numbers from 0; by default all")
parser.add_argument("--quickest", action="store_true", help="the quickest step of all rounds instead of their median")
parser.add_argument("--cpu", action="store_true", help="the quickest step of all rounds in processor time, one thread each")
parser.add_argument("--steps-only", action="store_true", help="leave out the single operations")
parser.add_argument("--json", type=Path, help="write all rounds here too")
options = parser.parse_args()
options.quickest |= options.cpu
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
        # Threads that wait for more work spin for a moment; the next process is not to pay for that.
        time.sleep(0.03)
        return answer.strip()


def progress(text):
    print(f"\r{text}\033[K", end="", file=sys.stderr, flush=True)


def rate(worker, i):
    """Samples for each second."""
    if options.quickest:
        return workloads[i]["samples"] * 1e6 / float(worker.ask("cpu" if options.cpu else "best", i, options.seconds))
    return float(worker.ask("time", i, options.seconds))


NAMES = {"eager": "PyTorch", "fused": "fused", "compiled": "compiled", "jax": "JAX"}
families = options.peers.split(",")
ours = Worker(str(binary))
peers = {}
for family in families:
    script = ["jax_worker.py"] if family == "jax" else ["torch_worker.py"]
    mode = [] if family == "jax" else [family]
    peers[family] = [Worker(sys.executable, str(HERE / script[0]), str(threads), *mode) for threads in ((1,) if options.cpu else (1, 2))]
workloads = json.loads(ours.ask("list"))
chosen = options.workloads or range(len(workloads))
instructions = ours.ask("instructions")
if options.cpu: ours.ask("width", 1)
allocations = [int(ours.ask("allocations", i)) for i in range(len(workloads))]
rounds = []
for number in range(options.rounds + 1):
    row = {"peak": float(ours.ask("cpu-peak" if options.cpu else "peak")), "times": {},
           "peaks": {f: float(peers[f][-1].ask("peak")) for f in families}}
    for i in chosen:
        progress(f"round {number}/{options.rounds}, {workloads[i]['name']}")
        times = {"ours": [rate(ours, i)]}
        for family in families:
            times[family] = [rate(worker, i) for worker in peers[family]]
        row["times"][i] = times
    if number > 0:  # the first round warms everything up: compilers compile then
        rounds.append(row)
progress("")

typical = max if options.quickest else median
versions = [f"{NAMES[f] if f == 'jax' else 'PyTorch'} {peers[f][0].ask('version')}" for f in families]
peak = typical(r["peak"] for r in rounds)
print(f"{', '.join(dict.fromkeys(versions))}; kernels {instructions}; "
      f"{'quickest steps' if options.quickest else 'medians'} of {options.rounds} rounds, samples for each second"
      + (" of processor time, one thread" if options.cpu else ""))
others = "" if options.cpu else "".join(
    f", {NAMES[f]} {typical(r['peaks'][f] for r in rounds):.0f}" for f in families if f in ("eager", "jax"))
print(f"peak of matrix products, GFLOP/s: ours {peak:.0f}{others}\n")
print("| workload | ours | " + " | ".join(NAMES[f] for f in families)
      + " | ratio to the best | share of our peak | share that 2 x the best would need | allocations in 20 steps |")
print("|---|" + "---|" * (len(families) + 5))
short = []
for i in chosen:
    def best(times): return max(max(times[f]) for f in families)
    times = [r["times"][i] for r in rounds]
    own = typical(t["ours"][0] for t in times)
    cells = [f"{typical(max(t[f]) for t in times):.0f}" for f in families]
    if options.quickest:
        most = max(best(t) for t in times)
        ratio, share = own / most, own * workloads[i]["gflop"] / workloads[i]["samples"] / peak
    else:
        ratio = median(t["ours"][0] / best(t) for t in times)
        share = median(r["times"][i]["ours"][0] * workloads[i]["gflop"] / workloads[i]["samples"] / r["peak"] for r in rounds)
    bound, needed = 2 * share / ratio, 4 if workloads[i].get("small") else 2
    if ratio < needed and share < 0.85: short.append(workloads[i]["name"])
    print(f"| {workloads[i]['name']} | {own:.0f} | {' | '.join(cells)} | {ratio:.2f} | {share:.0%} | {bound:.0%} | {allocations[i]} |")
print("\nGoal: twice the best peer, four times on the small nets, or 85 % of our peak. "
      + (f"Short of it: {', '.join(short)}." if short else "All rows reach it."))

# Single operations, one thread each: the quickest call of each round, and the median of the rounds' ratios.
if not options.steps_only and "eager" in peers:
    names = json.loads(ours.ask("paths"))
    ours.ask("width", 1)
    single = []
    for number in range(options.rounds):
        progress(f"single operations, round {number + 1}/{options.rounds}")
        single.append([tuple(float(w.ask("path", i, options.seconds)) for w in (ours, peers["eager"][0])) for i in range(len(names))])
    progress("")
    print("\n| operation, one thread | ours, µs | PyTorch, µs | ratio |")
    print("|---|---|---|---|")
    for i, name in enumerate(names):
        a, b = ((min if options.quickest else median)(r[i][k] for r in single) for k in range(2))
        ratio = b / a if options.quickest else median(r[i][1] / r[i][0] for r in single)
        print(f"| {name} | {a:.0f} | {b:.0f} | {ratio:.2f} |")
if options.json:
    options.json.write_text(json.dumps({"workloads": workloads, "rounds": rounds}))
if any(allocations):
    sys.exit("A steady training step allocates; it should not.")
