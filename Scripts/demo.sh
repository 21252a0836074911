#!/usr/bin/env bash
# Builds gradus and grades the sample class of every lab that has one.
set -euo pipefail
cd "$(dirname "$0")/.."

started=$SECONDS
swift build -c release --product gradus 2>&1 | { grep -E 'error|Compiling|Build' || true; } | tail -n 3
echo "built in $((SECONDS - started)) s"

gradus=$(swift build -c release --show-bin-path)/gradus
for class in samples/*/; do
  lab=$(basename "$class")
  echo
  echo "== $lab: the class in $class"
  "$gradus" grade "$lab" --class "$class" --out "out/demo/$lab"
done
echo
echo "out/demo/LAB/grades.csv and junit.xml are the class's; students/NAME/ has report.md for the student and"
echo "instructor.md with all the evidence. All of it took $((SECONDS - started)) s."
