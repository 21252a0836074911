#!/usr/bin/env python3
"""Holds the students' edition to what students may have: check-package.py FOLDER.

No file in it may hold a text of a hidden check or a mutant, a line of a solution, or the name of a type of the hidden
checks; programs and kits are searched byte by byte. That the search finds what it looks for is tried on the program that
has everything, where that stands beside the students' one.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Swift keeps shorter texts within instructions, where no search finds them.
SHORTEST = 20


def literals(text):
    """The texts between quotes, cut where something is put in."""
    for literal in re.findall(r'"((?:[^"\\\n]|\\.)*)"', text):
        for part in re.split(r"\\\(.*?\)|\\.", literal):
            if len(part) >= SHORTEST:
                yield part


def solution_lines(text):
    inside = False
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("// BEGIN SOLUTION"):
            inside = True
        elif line == "// END SOLUTION":
            inside = False
        elif inside and len(line) >= 30 and not line.startswith("//"):
            yield line


def texts(*folders, ending=""):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*" + ending)):
            if path.is_file():
                yield path, path.read_text(errors="replace")


def secrets():
    found = {}
    for path, text in texts("grading", ending=".swift"):
        where = str(path.relative_to(ROOT))
        # A lab's title is no secret.
        for literal in literals("\n".join(line for line in text.splitlines() if "title:" not in line)):
            found.setdefault(literal, where)
        for name in re.findall(r"\b(?:enum|struct|class)\s+(\w*(?:HiddenChecks|Mutants|Checks|Cases))\b", text):
            found.setdefault(name, where)
    for path, text in texts("reference/Solutions", ending=".swift"):
        for line in solution_lines(text):
            found.setdefault(line, str(path.relative_to(ROOT)))
    # What ships tells nothing: the kit's own words, the contracts and the statements.
    shipped = "\n".join(
        text for path, text in texts("Sources", "assignments", "ci") if not path.name.endswith("PublicChecks.swift"))
    # Public checks show their words, and some are called as hidden ones are.
    shown = "\n".join(part for _, text in texts("assignments", ending="PublicChecks.swift") for part in literals(text))
    return {text: where for text, where in found.items() if text not in shipped and text not in shown}


def search(path, wanted):
    """What of `wanted` stands in a file, or in any below a folder, with the file."""
    with tempfile.NamedTemporaryFile("w", suffix=".texts") as file:
        file.write("\n".join(wanted) + "\n")
        file.flush()
        command = ["grep", "--recursive", "--text", "--only-matching", "--fixed-strings", "--with-filename", "--null", "-f", file.name, path]
        found = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"})
    if found.returncode > 1:
        sys.exit(found.stderr.decode(errors="replace"))
    pairs = {tuple(line.split(b"\0", 1)) for line in found.stdout.splitlines()}
    return sorted((name.decode(), text.decode(errors="replace")) for name, text in pairs)


def main():
    folder = Path(sys.argv[1])
    wanted = secrets()
    if len(wanted) < 1000:
        sys.exit(f"only {len(wanted)} texts to look for: the search is broken")
    whole = ROOT / ".build/static/release/gradus"
    if whole.exists():
        present = len(search(whole, wanted))
        if present < 500:
            sys.exit(f"only {present} of the hidden checks' texts are found in the program that has them: the search is broken")
    leaked = [f"{name}: {text!r} of {wanted[text]}" for name, text in search(folder, wanted)]
    leaked += [str(path) for name in ("grading", "Solutions", "Trials") for path in folder.rglob(name)]
    if leaked:
        print("\n".join(leaked[:40]), file=sys.stderr)
        sys.exit(f"{len(leaked)} texts stand in the students' edition that may not")
    print(f"students' edition: none of {len(wanted)} texts of hidden checks, mutants and solutions in it")


if __name__ == "__main__":
    main()
