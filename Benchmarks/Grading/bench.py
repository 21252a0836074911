"""Speed and reliability of grading, as ratios within one run: medians of interleaved rounds.

usage: python3 Benchmarks/Grading/bench.py [single] [labs] [peers] [class] [memory] [master] [causes] [slurm] [soak] [mutants]
All but `slurm` (which wants Slurm), `soak` and `mutants` (which take an hour or more) without arguments. Wants .build/release/gradus.
"""
import glob
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
GRADUS = os.path.join(ROOT, ".build", "release", "gradus")
# For each lab its right solutions, the master first.
SOLUTIONS = {
    lab: sorted(
        glob.glob(f"{ROOT}/reference/Solutions/{lab}/*.swift"), key=lambda path: (not path.endswith(f"/{lab}.swift"), path))
    for lab in sorted(os.listdir(f"{ROOT}/reference/Solutions"))
}
MASTER = SOLUTIONS["MLP"][0]
WORK = tempfile.mkdtemp(prefix="gradus-bench-")
os.chmod(WORK, 0o755)
KEY = os.path.join(WORK, "key")
open(KEY, "w").write("0123456789abcdef" * 4 + "\n")
# A cache of its own, so that what is warm here was warmed here.
os.environ["GRADUS_CACHE"] = os.path.join(WORK, "cache")


def run(command, cwd=None, ok=(0,)):
    """Seconds that a command takes, and the largest memory of the process itself in KiB, its children's left out."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    peak = [0]

    def watch():
        while process.returncode is None:
            try:
                status = open(f"/proc/{process.pid}/status").read()
            except OSError:
                return
            found = re.search(r"VmHWM:\s+(\d+)", status)
            peak[0] = max(peak[0], int(found.group(1)) if found else 0)
            time.sleep(0.2)

    threading.Thread(target=watch, daemon=True).start()
    output = process.stdout.read()
    code = process.wait()
    seconds = time.perf_counter() - started
    if code not in ok:
        sys.exit(f"{' '.join(command)} exited with {code}:\n{output.decode(errors='replace')[-3000:]}")
    return seconds, peak[0], output.decode(errors="replace")


def grade(paths, *options, lab="MLP"):
    out = tempfile.mkdtemp(dir=WORK)
    return run([GRADUS, "grade", lab, *paths, "--out", out, "--key", KEY, *options])


def report(name, measured, target, good):
    print(f"{'met   ' if good else 'MISSED'}  {name}: {measured} (target {target})", flush=True)


def variant(number, folder, lab="MLP", solution=0):
    """A right solution that is new to every cache: the master, or another, with a constant of its own."""
    source = open(SOLUTIONS[lab][solution % len(SOLUTIONS[lab])]).read()
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/{lab}.swift"
    open(path, "w").write(f"{source}\nlet variant{number} = {number}.5\n")
    return path


def bare_compile(path, sdk):
    objects = sorted(glob.glob(f"{sdk}/*.o"))
    return run(
        ["swiftc", "-O", "-wmo", "-swift-version", "5", "-module-name", "Handin", "-I", sdk, path, f"{sdk}/main.swift",
         *objects, "-o", f"{WORK}/bare"], cwd=WORK)[0]


def single(lab="MLP", rounds=11, limit=2):
    """One submission, kit warm: the whole grading against the bare compiler on the same file."""
    grade([SOLUTIONS[lab][0]], lab=lab)
    sdk = glob.glob(os.environ["GRADUS_CACHE"] + f"/sdk/{lab}-*")[0]
    bare_compile(SOLUTIONS[lab][0], sdk)
    ours, bare = [], []
    for number in range(rounds):
        path = variant(number, f"{WORK}/single{number}", lab)
        bare.append(bare_compile(path, sdk))
        ours.append(grade([path], lab=lab)[0])
    ratio = statistics.median(a / b for a, b in zip(ours, bare))
    report(
        f"one {lab} submission against a bare `swiftc -O` of it",
        f"{ratio:.2f} ×, {statistics.median(ours):.2f} s against {statistics.median(bare):.2f} s", f"≤ {limit} ×",
        ratio <= limit)


def labs():
    """The master of every lab, as `single` measures it."""
    for lab in SOLUTIONS:
        single(lab, rounds=5, limit=3)


def equivalent_package(folder):
    """A package with the same kit and the same checks as unit tests, the timed one left out."""
    run([GRADUS, "handout", "MLP", "--out", folder])
    out = tempfile.mkdtemp(dir=WORK)
    run([GRADUS, "grade", "MLP", MASTER, "--out", out, "--key", KEY])
    os.makedirs(f"{folder}/Handin")
    os.makedirs(f"{folder}/Tests")
    os.remove(f"{folder}/MLP.swift")
    shutil.copy(glob.glob(f"{out}/plans/*.plan")[0], f"{folder}/all.plan")
    shutil.copy(glob.glob(f"{out}/plans/*.reference")[0], f"{folder}/all.reference")
    manifest = open(f"{folder}/Package.swift").read()
    start, end = manifest.index("    // Your code is"), manifest.index("    // What it builds on")
    manifest = manifest[:start] + """\
    .target(
      name: "Handin", dependencies: ["MLP"], path: "Handin",
      swiftSettings: [.swiftLanguageMode(.v5), .unsafeFlags(["-O", "-enable-testing"])]),
    .testTarget(name: "LabTests", dependencies: ["Handin", "MLP", "LabKit", "Checks"], path: "Tests"),
""" + manifest[end:]
    open(f"{folder}/Package.swift", "w").write(manifest)
    open(f"{folder}/Tests/LabTests.swift", "w").write(f"""\
import Checks
import Foundation
import LabKit
import MLP
import XCTest

@testable import Handin

final class LabTests: XCTestCase {{
  func testEveryCheck() throws {{
    func read(_ name: String) throws -> [UInt8] {{ Array(try Data(contentsOf: URL(fileURLWithPath: "{folder}/\\(name)"))) }}
    var plan = try Plan(bytes: try read("all.plan"))
    plan.checks.removeAll {{ $0.judge.kind == "timing" }}
    let reference = try Transcript(bytes: try read("all.reference"))
    let operations = Dictionary(
      uniqueKeysWithValues: MLPLab.operations(of: Handin.Submission.self).map {{ ($0.name, $0.body) }})
    var transcript = Transcript()
    for check in plan.checks {{
      var evidence = Evidence()
      for call in check.calls {{
        let body = try XCTUnwrap(operations[call.operation])
        evidence.answers.append(try body(call.arguments))
        evidence.seconds.append(0)
      }}
      transcript.evidence[check.id] = evidence
    }}
    for verdict in try plan.judge(transcript, reference: reference) {{
      XCTAssertEqual(verdict.kind, .passed, "\\(verdict.check): \\(verdict.summary) \\(verdict.details)")
    }}
  }}
}}
""")


def peers():
    """`swift test` of an equivalent package: as it is, and with its modules optimized in the debug build too."""
    for flavour in ("plain", "optimized"):
        against_swift_test(flavour)


def against_swift_test(flavour):
    """From a fresh checkout, and with the build folder reused and the source changed."""
    folder = f"{WORK}/package-{flavour}"
    equivalent_package(folder)
    if flavour == "plain":
        manifest = open(f"{folder}/Package.swift").read()
        open(f"{folder}/Package.swift", "w").write(re.sub(r", \.unsafeFlags\(\[[^\]]*\]\)", "", manifest))
    fresh, reused, ours = [], [], []
    for number in range(3):
        shutil.rmtree(f"{folder}/.build", ignore_errors=True)
        shutil.copy(variant(number, f"{WORK}/peer"), f"{folder}/Handin/MLP.swift")
        fresh.append(run(["swift", "test"], cwd=folder)[0])
    for number in range(100, 105):
        path = variant(number, f"{WORK}/peer{number}")
        shutil.copy(path, f"{folder}/Handin/MLP.swift")
        reused.append(run(["swift", "test"], cwd=folder)[0])
        ours.append(grade([path])[0])
    own = statistics.median(ours)
    ratio = statistics.median(fresh) / own
    report(
        f"against `swift test` of an equivalent package ({flavour}), fresh checkout",
        f"{ratio:.1f} × faster, {own:.2f} s against {statistics.median(fresh):.2f} s", "≥ 15 ×", ratio >= 15)
    ratio = statistics.median(a / b for a, b in zip(reused, ours))
    report(
        "the same with its .build reused and the source changed",
        f"{ratio:.1f} × faster, {own:.2f} s against {statistics.median(reused):.2f} s", "≥ 4 ×", ratio >= 4)


def make_class(count):
    folder = tempfile.mkdtemp(dir=WORK)
    for number in range(count):
        variant(number, f"{folder}/student{number:04}", solution=number)
    return folder


def throughput():
    """A class of 100 on two cores against one."""
    folder = make_class(100)
    grade([MASTER])
    cores = sorted(os.sched_getaffinity(0))[:2]
    seconds = {}
    for jobs in (1, 2):
        os.sched_setaffinity(0, cores[:jobs])
        seconds[jobs] = grade([folder], "--class", "--jobs", str(jobs))[0]
    os.sched_setaffinity(0, cores)
    ratio = seconds[1] / seconds[2]
    report(
        "a class of 100 on two cores against one", f"{ratio:.2f} ×, {seconds[2]:.0f} s against {seconds[1]:.0f} s",
        "≥ 1.8 ×", ratio >= 1.8)


def memory():
    """The grader's own memory at 1,000 submissions against 10."""
    small = grade([make_class(10)], "--class")[1]
    large = grade([make_class(1000)], "--class")[1]
    report(
        "the grader's memory at 1,000 submissions against 10",
        f"{large / small:.2f} ×, {large / 1024:.0f} MiB against {small / 1024:.0f} MiB", "≤ 1.3 ×", large / small <= 1.3)


def slurm():
    """The memory of the command that has a class graded on Slurm, at 1,000 submissions against 10. Every submission is
    really graded, by a cluster of three nodes on this machine."""
    cluster = os.path.join(WORK, "cluster")
    script = os.path.join(ROOT, "Scripts", "slurm.sh")
    run([script, "start", cluster, "3"])
    os.environ["SLURM_CONF"] = f"{cluster}/slurm.conf"
    try:
        found = {}
        for size in (10, int(os.environ.get("GRADUS_SLURM_CLASS", "1000"))):
            seconds, peak, output = grade([make_class(size)], "--class", "--on", "slurm")
            found[size] = peak
            if f"{size} graded" not in output:
                sys.exit(f"not all of {size} were graded:\n{output[-2000:]}")
            print(f"        {size} submissions on three nodes of this machine: {seconds:.0f} s", flush=True)
        small, large = found.values()
        report(
            f"the command's memory at {max(found)} submissions on Slurm against {min(found)}",
            f"{large / small:.2f} ×, {large / 1024:.0f} MiB against {small / 1024:.0f} MiB", "≤ 1.3 ×",
            large / small <= 1.3)
    finally:
        run([script, "stop", cluster])


def while_busy(command, ok=(0,)):
    busy = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in os.sched_getaffinity(0)]
    try:
        return run(command, ok=ok)
    finally:
        for process in busy:
            process.kill()
            process.wait()


def master():
    """The master graded again with 200 fresh seeds while both cores are busy."""
    first = str(int(time.time()) % 1_000_000 * 1000)
    output = while_busy(
        [GRADUS, "audit", "MLP", "--only", "master", "--seeds", "200", "--first-seed", first], ok=(0, 1))[2]
    line = output.strip().splitlines()[-1]
    report("the master with 200 fresh seeds, both cores busy", line, "200 of 200", "200 of 200 times" in line)


def mutants():
    """Every mutant of every lab with 50 seeds."""
    output = run([GRADUS, "audit", "--all", "--seeds", "50"], ok=(0, 1))[2]
    for line in output.splitlines():
        if "seed(s)" in line or line.startswith("BAD"):
            report("50 seeds", line, "all caught", not line.startswith("BAD"))


def soak():
    """Every right solution of every lab with 100 fresh seeds while both cores are busy."""
    first = str(int(time.time()) % 1_000_000 * 1000)
    right = total = 0
    for lab in SOLUTIONS:
        output = while_busy(
            [GRADUS, "audit", lab, "--only", "solution", "--seeds", "100", "--first-seed", first], ok=(0, 1))[2]
        found = re.search(r"full marks (\d+) of (\d+) times", output)
        if not found:
            sys.exit(f"the audit of {lab} does not say how often right solutions had full marks:\n{output[-3000:]}")
        right, total = right + int(found.group(1)), total + int(found.group(2))
        print("\n".join(line for line in output.splitlines() if line.startswith("BAD")), end="", flush=True)
        print(f"        {lab}: {found.group(0)}", flush=True)
    report("right solutions at full marks, both cores busy", f"{right} of {total}", "all of them", right == total)


def causes(lab="MLP"):
    """What naming the cause costs the first failing student: under a new key, and where no known mistake is compiled yet."""
    wrong = sorted(glob.glob(f"{ROOT}/reference/Trials/{lab}/wrong/*.swift"))
    shared = os.environ["GRADUS_CACHE"]

    def cost(path, number):
        key, out = os.path.join(WORK, f"key-{number}"), tempfile.mkdtemp(dir=WORK)
        open(key, "w").write(f"{number:064x}\n")
        command = [GRADUS, "grade", lab, path, "--out", out, "--key", key]
        # The key's reference and the kit are there before either is timed.
        run(command + ["--no-diagnosis"])
        return [run(command + ["--again"] + more)[0] for more in (["--no-diagnosis"], [])]

    for kind, count, target in ("cold", 3, 10), ("warm", 9, 2):
        times = []
        for number, path in enumerate(wrong[:: max(1, len(wrong) // count)][:count]):
            if kind == "cold":
                os.environ["GRADUS_CACHE"] = tempfile.mkdtemp(dir=WORK)
            without, told = cost(path, 1000 * target + number)
            times.append(told - without)
        os.environ["GRADUS_CACHE"] = shared
        if kind == "cold":
            # All that may be suspected is compiled from here on.
            grade(["--class", os.path.dirname(wrong[0])], lab=lab)
        middle, most = statistics.median(times), max(times)
        report(
            f"naming the cause, the first failing student under a key, {kind}", f"{middle:.1f} s, at most {most:.1f} s",
            f"{target} s", most <= target)


SECTIONS = {
    "single": single, "labs": labs, "peers": peers, "class": throughput, "memory": memory, "master": master,
    "slurm": slurm,
    "causes": causes, "soak": soak, "mutants": mutants,
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or [name for name in SECTIONS if name not in ("slurm", "soak", "mutants")]
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        sys.exit(f"There is no section {', '.join(unknown)}. There are: {', '.join(SECTIONS)}.")
    try:
        for name in wanted:
            SECTIONS[name]()
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
