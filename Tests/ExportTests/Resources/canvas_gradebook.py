"""Reads a gradebook as Canvas imports it, and prints what it would set.

    python3 canvas_gradebook.py FILE ASSIGNMENT

Students are matched by `ID`, assignments by the number in brackets; assignments called final are passed over.
"""

import csv
import json
import re
import sys

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    head, points, *rows = list(csv.reader(file))
assert head[:2] == ["Student", "ID"] and points[0].strip() == "Points Possible"
columns = {}
for place, name in enumerate(head):
    match = re.fullmatch(r".*\((\d+)\)", name)
    if match and "final" not in name.lower():
        columns[match.group(1)] = place
column = columns[sys.argv[2]]
print(json.dumps({"possible": points[column], "marks": {row[1]: row[column] for row in rows},
                  "cells": [cell for row in rows for cell in row]}))
