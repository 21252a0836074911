"""A course from the platform's zips to the final marks: seconds and memory of each step.

    python3 Benchmarks/Course/bench.py [--students 300] [--labs 10] [--sources 3] [--large 5000] [--keep FOLDER]
    python3 Benchmarks/Course/bench.py --labs 0 --large 300 5000       # only gradebooks of so many

Of every lab SOURCES programs (right solutions and wrong trials of the repository) are really graded. Every student hands in two
of them, in two zips as Moodle sends them; both are collected. What is graded for the others are copies of those results under
their names, sealed anew with the course key as Sources/Output/Reports/README.md says: the seconds of grading are those of the
programs that were really graded.
"""

import argparse
import glob
import hashlib
import hmac
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
PROGRAM = os.environ.get("GRADUS", f"{ROOT}/.build/release/gradus")
# What the answer to a question may take: 300 students of 10 labs, 5,000 of 12. In seconds of the processor, which are those of
# the clock where nothing else runs.
LIMITS = {300: 0.1, 5000: 1.0}


def run(arguments, expect=(0,)):
    """Runs gradus; the clock's seconds, the processor's, the largest memory in MiB, and what it said."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen([PROGRAM] + arguments, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode()
    if child.returncode not in expect:
        sys.exit(f"gradus {' '.join(arguments)} ended with {child.returncode}:\n{text[-2000:]}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text


def all_labs():
    """The names of the labs that there are, in their order."""
    return [line.split(":")[0] for line in run(["labs"])[3].splitlines() if line[:1].strip()]


class Steps:
    def __init__(self):
        self.rows = {}

    def add(self, step, measured):
        wall, cpu, memory, text = measured
        row = self.rows.setdefault(step, [0, 0.0, 0.0, 0.0])
        self.rows[step] = [row[0] + 1, row[1] + wall, row[2] + cpu, max(row[3], memory)]
        return text

    def show(self):
        print(f"{'step':<34}{'calls':>6}{'seconds':>10}{'of CPU':>10}{'MiB':>8}")
        for step, (calls, wall, cpu, memory) in self.rows.items():
            print(f"{step:<34}{calls:>6}{wall:>10.2f}{cpu:>10.2f}{memory:>8.0f}")


def sources(lab, count):
    """The lab's master, other right solutions and wrong trials, as many as are wanted."""
    found = [f"{ROOT}/reference/Solutions/{lab}/{lab}.swift"]
    for kind in ["Trials", "Solutions"]:
        found += sorted(path for path in glob.glob(f"{ROOT}/reference/{kind}/{lab}/**/*.swift", recursive=True) if path not in found)
    return [open(path, "rb").read() for path in found[:count]]


def moodle(path, lab, students, choice, programs, day):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (number, name) in enumerate(students):
            info = zipfile.ZipInfo(f"{name}_{number}_assignsubmission_file_/{lab}.swift", (2026, 10, day, 12, place // 60 % 60, place % 60 // 2 * 2))
            archive.writestr(info, programs[choice[place]])


def worksheet(path, students, day):
    with open(path, "w", newline="") as file:
        file.write('Identifier,"Full name","Email address","ID number",Status,Grade,"Maximum grade","Grade can be changed",'
                   '"Last modified (submission)","Last modified (grade)","Feedback comments"\r\n')
        for place, (number, name) in enumerate(students):
            # Some are a few minutes late, and one in ten a day.
            moment = f"{day + (place % 10 == 9)} October 2026, 12:{place // 60 % 60:02} PM"
            file.write(f'"Participant {number}","{name}",s{place}@example.org,22-{place:04},Submitted,,10.00,Yes,'
                       f'"Monday, {moment}",-,\r\n')


def parts_digest(parts):
    digest = hashlib.sha256()
    for name, data in parts:
        digest.update(len(name).to_bytes(8, "little") + name + len(data).to_bytes(8, "little") + data)
    return digest


def results_folder(name):
    """A folder of results, as Sources/Untrusted/Intake names it."""
    data = name.encode()
    kept = "".join(chr(byte) if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "._-") else "_" for byte in data[:60])
    return name if kept == name and len(data) <= 60 else f"{kept.lstrip('.-')}~{hashlib.sha256(data).hexdigest()[:12]}"


def copies(source, target, folders, models, class_folder):
    """Results of everyone, from those that were really graded."""
    for place in ["students", "unfinished"]:
        os.makedirs(f"{target}/{place}")
    for name in ["lab", "key.fingerprint", "course.key"]:
        shutil.copy(f"{source}/{name}", target)
    shutil.copytree(f"{source}/plans", f"{target}/plans")
    key = open(f"{source}/course.key", "rb").read().rstrip()
    read = {}
    for folder, model in zip(folders, models):
        if model not in read:
            base = f"{source}/students/{results_folder(model)}"
            read[model] = {name: open(f"{base}/{name}", "rb").read() for name in os.listdir(base)}
        files = dict(read[model])
        card = json.loads(files["scorecard.json"])
        card["submission"], card["folder"] = folder, results_folder(folder)
        card_bytes = json.dumps(card, indent=2, sort_keys=True).encode() + b"\n"
        lines = [line.split() for line in files["seal"].decode().split("\n")[1:-2]]
        parts = [(b"folder", card["folder"].encode()), (b"scorecard.json", card_bytes), (b"history.jsonl", files["history.jsonl"])]
        parts += [(name.encode(), digest.encode()) for name, digest in lines]
        code = hmac.new(key, b"gradus seal 1\0" + parts_digest(parts).digest(), hashlib.sha256).hexdigest()
        files["scorecard.json"] = card_bytes
        files["seal"] = ("gradus seal 1\n" + "".join(f"{name} {digest}\n" for name, digest in lines) + code + "\n").encode()
        os.makedirs(f"{target}/students/{card['folder']}")
        for name, data in files.items():
            with open(f"{target}/students/{card['folder']}/{name}", "wb") as file:
                file.write(data)
    with open(f"{target}/roster.json", "w") as file:
        json.dump({"places": {results_folder(folder): class_folder for folder in folders}, "withdrawn": []}, file)


def course_file(path, labs):
    with open(path, "w") as file:
        file.write("course: Bench\nzone: UTC\nlate: { per day: 10 %, grace: 15 min, at most: 50 % }\nlabs:\n")
        file.writelines(f"  {lab}: {{ closes: 2026-10-12 12:02 }}\n" for lab in labs)
        file.write("work:\n  exam: { out of: 20 }\n  project: { items: { report: 4, code: 6 }, closes: 2026-10-12 12:02, late: { per day: 10 % } }\n")
        file.write("final: { out of: 20, mark: 0.4 mean(labs) + 0.2 project + 0.4 exam, round: 0.5 }\n")


def fill(form, chance):
    lines = open(form, newline="").read().split("\r\n")
    head = lines[0].split(",")
    most = [float(cell.split("(of ")[1].rstrip(')"')) if "(of " in cell else None for cell in head]
    for place, line in enumerate(lines[1:-1], 1):
        cells = line.split(",")
        for column, limit in enumerate(most):
            if limit is not None:
                cells[column] = f"{chance.randint(0, int(limit * 4)) / 4:.2f}"
        lines[place] = ",".join(cells)
    open(form, "w", newline="").write("\r\n".join(lines))


def course(folder, arguments, steps):
    chance = random.Random(1)
    labs = all_labs()[:arguments.labs]
    course_file(f"{folder}/course.yml", labs)
    option = ["--course", folder]
    graded = []
    for index, lab in enumerate(labs):
        students = [(100_000 * (index + 1) + place, f"Student Number{place:04}") for place in range(arguments.students)]
        programs = sources(lab, arguments.sources)
        last = [chance.randrange(len(programs)) for _ in students]
        first = [chance.randrange(len(programs)) for _ in students]
        for attempt, (choice, day) in enumerate([(first, 5), (last, 12)]):
            moodle(f"{folder}/{lab}-{attempt}.zip", lab, students, choice, programs, day)
            worksheet(f"{folder}/{lab}.csv", students, day)
            steps.add("collect", run(["collect", lab, f"{folder}/{lab}-{attempt}.zip", "--out", f"{folder}/{lab}",
                                      "--worksheet", f"{folder}/{lab}.csv", "--zone", "UTC"]))
        # One student of each program is graded; the others are copies.
        names = [f"{name} {number}" for number, name in students]
        models = {program: names[last.index(program)] for program in set(last)}
        paths = [f"{folder}/{lab}/{name}" for name in models.values()]
        said = steps.add(f"grade ({len(models)} of each lab)", run(["grade", lab, *paths, "--out", f"{folder}/few-{lab}"], (0, 1)))
        copies(f"{folder}/few-{lab}", f"{folder}/graded-{lab}", names, [models[choice] for choice in last], f"{folder}/{lab}")
        graded.append(f"{folder}/graded-{lab}")
        steps.add("roster", run(["roster", f"{folder}/{lab}.csv", *option]))
        print(f"{lab}: {said.strip().splitlines()[-1]}", file=sys.stderr)
    for place in graded:
        steps.add("record", run(["record", place, *option]))
    for work in ["exam", "project"]:
        steps.add("form, out", run(["form", work, "--csv", f"{folder}/{work}-form.csv", *option]))
        fill(f"{folder}/{work}-form.csv", chance)
        said = steps.add("form, back", run(["form", work, "--merge", f"{folder}/{work}-form.csv", "--author", "bench", *option]))
        assert "; entry " in said, said
    for number in range(10):
        steps.add("mark", run(["mark", f"22-{number:04}", labs[0], "0.5", "--bonus", "--reason", "bench", *option]))
    steps.add("handed-in", run(["handed-in", "project", f"{folder}/{labs[0]}.csv", *option]))
    table = questions(folder, arguments.students, labs[0], steps)
    assert table.count("\n") > arguments.students, table[:2000]
    for lab, place in zip(labs, graded):
        said = steps.add("export (Moodle)", run(["export", place, "--moodle", f"{folder}/{lab}.csv", "--cap", *option]))
        assert f"{arguments.students} marks" in said, said[:2000]
    steps.add("export (final marks)", run(["export", "--work", "final", "--out", f"{folder}/final", *option]))
    steps.add("pages", run(["pages", *graded, "--site", f"{folder}/site"]))


def questions(folder, count, lab, steps):
    option = ["--course", folder]
    told = {}
    for question in [["gradebook"], ["gradebook", lab], ["explain", "22-0007"], ["history", "22-0007"]]:
        measured = min((run(question + option) for _ in range(5)), key=lambda each: each[1])
        name = f"{question[0]}{' LAB' if len(question) > 1 and question[0] == 'gradebook' else ''} ({count} students)"
        told[question[0]] = steps.add(name, measured)
        if measured[1] > LIMITS.get(count, 1e9):
            print(f"slower than it may be: {name}: {measured[1]:.3f} s", file=sys.stderr)
    return told["gradebook"]


def large(folder, count, steps):
    """A gradebook of so many students, twelve labs and works, two attempts, written as gradus writes it."""
    labs = all_labs()[:10]
    course_file(f"{folder}/course.yml", labs)
    with open(f"{folder}/list.csv", "w") as file:
        file.write("id,name,email,section\n")
        file.writelines(f"22-{place:04},Student {place:04},s{place}@example.org,{'ABCD'[place % 4]}\n" for place in range(count))
    steps.add(f"roster ({count} students)", run(["roster", f"{folder}/list.csv", "--course", folder]))
    chance = random.Random(2)
    book = sqlite3.connect(f"{folder}/gradebook.sqlite")
    kinds = {name: number for number, name in book.execute("SELECT number, name FROM kind")}
    students = [number for (number,) in book.execute("SELECT number FROM student ORDER BY id")]
    for name in labs + ["exam", "project"]:
        entry = book.execute("INSERT INTO entry (at, author, command, reason) VALUES (0, 'bench', 'record', '')").lastrowid
        work = book.execute("INSERT INTO work (name) VALUES (?)", [name]).lastrowid
        rows = []
        for student in students:
            if name not in labs:
                items = {"exam": ["exam"], "project": ["report", "code"]}[name]
                rows += [(work, student, kinds["manual"], item, entry, chance.randint(0, 400), None, None, None, None) for item in items]
                continue
            for day in [5, 12]:
                item = hashlib.sha256(f"{name}{student}{day}".encode()).hexdigest()[:12]
                detail = book.execute("INSERT INTO detail (text) VALUES (?)", ["check: 1.00 of 1.00\n" * 25]).lastrowid
                rows.append((work, student, kinds["attempt"], item, entry, None, None, 1_791_201_600 + 86_400 * (day - 5), "", None))
                rows.append((work, student, kinds["automatic"], item, entry, chance.randint(0, 1000), 1000, 1_800_000_000, None, detail))
        book.executemany(
            "INSERT INTO fact (work, student, kind, item, entry, points, possible, time, text, detail) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", sorted(rows, key=lambda row: row[:5]))
    book.commit()
    book.close()
    questions(folder, count, labs[0], steps)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--labs", type=int, default=10)
    parser.add_argument("--sources", type=int, default=3)
    parser.add_argument("--large", type=int, nargs="*", default=[5000])
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    steps = Steps()
    with tempfile.TemporaryDirectory() as folder:
        place = arguments.keep or folder
        if arguments.labs:
            os.makedirs(f"{place}/course")
            course(f"{place}/course", arguments, steps)
        for count in arguments.large:
            os.makedirs(f"{place}/large-{count}")
            large(f"{place}/large-{count}", count, steps)
    steps.show()


main()
