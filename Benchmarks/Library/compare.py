"""Training steps and single operations side by side with PyTorch and JAX, interleaved in one run:
python3 Benchmarks/Library/compare.py [--rounds N] (build first: swift build -c release --product library-benchmark; needs pip install
torch jax optax, and a C++ compiler).

Each round times every workload for a moment in each process, one after another: this library; PyTorch eagerly with its default
optimizers, eagerly with fused ones, and compiled with fused ones; JAX; each peer with one thread and with two. What is printed is the
median over the rounds; the ratio is the median of each round's ratio to the best peer of that round, so what disturbs the machine for
a while disturbs all sides. For a machine that others use too: with --quickest it is each side's quickest step of all rounds; with --cpu
its quickest step in processor time, one thread on every side, which says how much work a step is and not how well two threads share it.
--avx2 holds every side to that instruction set. Rounds end early where the minutes do, and peers that are still compiling their steps
at half of them are left out of the rows that they have not reached."""
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
parser.add_argument("--rounds", type=int, default=7)
parser.add_argument("--minutes", type=float, default=7, help="when to end at the latest")
parser.add_argument("--seconds", type=float, default=0.25, help="for each workload and process in a round")
parser.add_argument("--peers", default="eager,fused,compiled,jax", help="which of them")
parser.add_argument("--workloads", type=lambda text: [int(i) for i in text.split(",")], help="their numbers from 0; by default all")
parser.add_argument("--quickest", action="store_true", help="the quickest step of all rounds instead of their median")
parser.add_argument("--cpu", action="store_true", help="the quickest step of all rounds in processor time, one thread each")
parser.add_argument("--avx2", action="store_true", help="no side uses AVX-512")
parser.add_argument("--steps-only", action="store_true", help="leave out the single operations")
parser.add_argument("--json", type=Path, help="write all rounds here too")
options = parser.parse_args()
options.quickest |= options.cpu
started = time.monotonic()
def minutes(): return (time.monotonic() - started) / 60
binary = HERE.parent.parent / ".build/release/library-benchmark"
if not binary.exists():
    sys.exit(f"{binary} is missing. Build it: swift build -c release --product library-benchmark")


class Worker:
    def __init__(self, *command):
        # A variable that names an older processor would halve the product that the shares are measured by.
        environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_CORETYPE"}
        if options.avx2:
            environment |= {"GRADUS_KERNELS": "avx2", "OPENBLAS_CORETYPE": "Haswell", "ATEN_CPU_CAPABILITY": "avx2",
                            "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2", "XLA_FLAGS": "--xla_cpu_max_isa=AVX2"}
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
names = [] if options.steps_only or "eager" not in peers else json.loads(ours.ask("paths"))
single = Worker(str(binary)) if names else None  # one thread, as the peer that it is compared with
if single: single.ask("width", 1)
rounds, left_out, length = [], set(), 0
for number in range(options.rounds + 1):
    if number > 1 and minutes() + length > options.minutes: break
    begun = minutes()
    row = {"peak": float(ours.ask("cpu-peak" if options.cpu else "peak")), "times": {},
           "peaks": {f: float(peers[f][-1].ask("peak")) for f in families}}
    for i in chosen:
        progress(f"{minutes():.1f} min, round {number}/{options.rounds}, {workloads[i]['name']}")
        times = {"ours": [rate(ours, i)]}
        for family in families:
            if number == 0 and family in ("compiled", "jax") and minutes() > options.minutes / 2: left_out.add((family, i))
            times[family] = [] if (family, i) in left_out else [rate(worker, i) for worker in peers[family]]
        row["times"][i] = times
    # The quickest call of each.
    row["single"] = [[float(w.ask("path", i, min(options.seconds, 0.1))) for w in (single, peers["eager"][0])] for i in range(len(names))]
    length = minutes() - begun
    if number > 0:  # the first round warms everything up: compilers compile then
        rounds.append(row)
progress("")

typical = max if options.quickest else median
versions = [f"{NAMES[f] if f == 'jax' else 'PyTorch'} {peers[f][0].ask('version')}" for f in families]
peak = typical(r["peak"] for r in rounds)
print(f"{', '.join(dict.fromkeys(versions))}; kernels {instructions}{', all sides held to AVX2' if options.avx2 else ''}; "
      f"{'quickest' if options.quickest else 'medians'} of {len(rounds)} rounds in {minutes():.1f} minutes, µs"
      + (" of processor time, one thread" if options.cpu else ""))
others = "" if options.cpu else "".join(
    f", {NAMES[f]} {typical(r['peaks'][f] for r in rounds):.0f}" for f in families if f in ("eager", "jax"))
print(f"peak of matrix products, GFLOP/s: ours {peak:.0f}{others}\n")
print("| step, or operation on one thread | ours | " + " | ".join(NAMES[f] for f in families)
      + " | ratio to the best | goal | met | share of our peak | share that the goal would need | allocations in 20 steps |")
print("|---|" + "---|" * (len(families) + 7))
short = []


def line(name, cells, ratio, goal, met, *rest):
    if not met: short.append(name)
    print(f"| {name} | {' | '.join(cells)} | {f'{ratio:.2f}' if ratio else '–'} | {goal} | {'yes' if met else '**no**'} | {' | '.join(rest)} |")


for i in chosen:
    def best(times): return max(max(times[f], default=0) for f in families)
    times, samples = [r["times"][i] for r in rounds], workloads[i]["samples"]
    rates = [typical(t["ours"][0] for t in times)] + [typical(max(t[f], default=0) for t in times) for f in families]
    if options.quickest:
        ratio, share = rates[0] / (max(best(t) for t in times) or float("inf")), rates[0] * workloads[i]["gflop"] / samples / peak
    else:
        ratio = median(t["ours"][0] / (best(t) or float("inf")) for t in times)
        share = median(r["times"][i]["ours"][0] * workloads[i]["gflop"] / samples / r["peak"] for r in rounds)
    goal = 4 if workloads[i].get("small") else 2
    line(workloads[i]["name"], [f"{samples * 1e6 / r:.0f}" if r else "–" for r in rates], ratio, f"{goal}, or 85 %", ratio >= goal or share >= 0.85,
         f"{share:.0%}", f"{goal * share / ratio:.0%}" if ratio else "–", str(allocations[i]))
for i, name in enumerate(names):
    own, peer = ((min if options.quickest else median)(r["single"][i][k] for r in rounds) for k in range(2))
    ratio = peer / own if options.quickest else median(r["single"][i][1] / r["single"][i][0] for r in rounds)
    line(name, [f"{own:.0f}", f"{peer:.0f}"] + ["–"] * (len(families) - 1), ratio, "1", ratio >= 1, "–", "–", "–")
if not options.steps_only:
    seconds, memory = json.loads(Worker(str(binary)).ask("table", 60_000, 784))
    line("CSV of 60,000 x 785, s of processor time", [f"{seconds:.1f}"] + ["–"] * len(families), None, "8", seconds <= 8, "–", "–", "–")
    line("the same, its memory beside the data's", [f"{memory:.2f}"] + ["–"] * len(families), None, "1.2", memory <= 1.2, "–", "–", "–")
    for name, speed in zip(("write", "read"), json.loads(Worker(str(binary)).ask("tensors", 64_000_000))):
        line(f"safetensors, {name} 256 MB, GB/s", [f"{speed:.2f}"] + ["–"] * len(families), None, "1", speed >= 1, "–", "–", "–")
print(f"\n{'Short of the goal: ' + ', '.join(short) if short else 'All rows reach the goal'}.")
if options.json:
    options.json.write_text(json.dumps({"workloads": workloads, "rounds": rounds}))
if any(allocations):
    sys.exit("A steady training step allocates; it should not.")
