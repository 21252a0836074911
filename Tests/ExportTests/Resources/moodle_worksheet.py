"""Reads a grading worksheet as Moodle's importer does, and prints what it would change.

    python3 moodle_worksheet.py DOWNLOADED FILLED LANGUAGE DELIMITER

Columns are found by their heads in the site's language; the number is what follows the word for a participant; a grade is
read with the language's decimal sign; rows are passed over whose grade is empty, below zero, above the maximum, locked, or
the same as before.
"""

import csv
import json
import re
import sys

HEADS = {
    "en": ("Identifier", "Grade", "Last modified (grade)", "Feedback comments", "Maximum grade", "Grade can be changed", "."),
    "fr": ("Identifiant", "Note", "Dernière modification (note)", "Feedback par commentaires", "Note maximale",
           "La note peut être modifiée", ","),
}


def number(text, sign):
    """As a language's `unformat_float`: a sign that is not the language's ends the number."""
    text = text.replace(" ", "").replace(sign, ".")
    match = re.match(r"-?\d+(\.\d+)?", text)
    return float(match.group()) if match else None


def rows(path, delimiter):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def main():
    downloaded, filled, language, delimiter = sys.argv[1:]
    before, after = rows(downloaded, delimiter), rows(filled, delimiter)
    identifier, grade, modified, comments, maximum, open_, sign = HEADS[language]
    place = {head: after[0].index(head) for head in HEADS[language][:6]}
    taken = {place[grade], place[comments]}
    same = len(before) == len(after) and all(
        [cell for i, cell in enumerate(a) if i not in taken] == [cell for i, cell in enumerate(b) if i not in taken]
        for a, b in zip(before, after))
    old = {row[place[identifier]]: row[place[grade]] for row in before[1:]}
    changes, said = {}, {}
    for row in after[1:]:
        number_of = re.search(r"\d+$", row[place[identifier]]).group()
        said[number_of] = row[place[comments]]
        text = row[place[grade]]
        if text == "" or row[place[open_]] in ("No", "Non"):
            continue
        value = number(text, sign)
        if value is None or value < 0 or value > number(row[place[maximum]], sign):
            continue
        if old[row[place[identifier]]] != "" and number(old[row[place[identifier]]], sign) == value:
            continue
        changes[number_of] = value
    print(json.dumps({"changes": changes, "comments": said, "othersAreSame": same}))


main()
