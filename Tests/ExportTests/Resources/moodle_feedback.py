"""Reads a zip of feedback as Moodle's importer does, and prints whose files it has.

The path is cut at its first four underscores into name, number, type and plugin; numbers are digits; files that begin with a
dot or a tilde are left out.
"""

import json
import sys
import zipfile

files = {}
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    for info in archive.infolist():
        base = info.filename.rsplit("/", 1)[-1]
        parts = info.filename.split("_", 4)
        if info.is_dir() or base.startswith((".", "~")) or info.filename.startswith((".", "~")) or len(parts) < 5:
            continue
        if not parts[1].isdigit() or parts[2:4] != ["assignfeedback", "file"]:
            continue
        text = archive.read(info).decode("utf-8")
        files.setdefault(parts[1], []).append({"name": parts[0], "file": parts[4].lstrip("/"), "text": text})
print(json.dumps(files))
