#!/usr/bin/env bash
# grade.sh LAB GRADED: grades the class in `submissions` and makes its pages. KEY is the file with the course key, which
# goes to no other command. Ends as `course grade` does: 0 whatever the marks, 2 where somebody could not be graded.
set -euo pipefail
lab=$1 graded=$2
course=.build/release/course
code=0
"$course" grade "$lab" --class submissions --out "$graded" --key "${KEY:?}" --summary "$graded.md" || code=$?
if [ -e "$graded/grades.csv" ]; then "$course" pages "$graded" --key "$KEY"; fi
exit "$code"
