"""Writes DigitsText.swift from an installed scikit-learn: python3 Sources/Student/Digits/derive.py
(pip install scikit-learn). Nothing is downloaded: the images ship inside that package.

One line for each image, in scikit-learn's order: the label as a digit, then 64 letters, row by row, where A is the
grey level 0 and Q is 16. A text that a reader can look at, and one string literal, which the compiler takes as it is
(an array literal of as many numbers is type-checked number by number)."""
from pathlib import Path

from sklearn.datasets import load_digits

digits = load_digits()
rows = [
    str(label) + "".join(chr(ord("A") + int(level)) for level in image)
    for label, image in zip(digits.target, digits.data)
]
assert len(rows) == 1797 and all(len(row) == 65 for row in rows)
head = (
    "// swift-format-ignore-file\n"
    "// Written by derive.py; do not edit. Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak (1998),\n"
    "// UCI Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0. See README.md here.\n\n"
    "/// The images as text, one in each line: label, then 64 grey levels from A (0) to Q (16), row by row.\n"
    'let digitsText: StaticString = """\n'
)
target = Path(__file__).parent / "DigitsText.swift"
target.write_text(head + "".join(f"  {row}\n" for row in rows) + '  """\n')
