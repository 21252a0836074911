#!/usr/bin/env bash
# Begins a course outside of this checkout as a new user would, builds it with SwiftPM, proves its lab, grades a submission
# in it, and imports the reference library from it. Builds the toolkit once more: minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
gradus=$(swift build -c release --show-bin-path)/gradus
"$gradus" init "$place/mine" > /dev/null
cd "$place/mine"

mkdir Sources/digits
printf 'import DeepLearning\n\nprint(try Dataset<Float>.digits().count)\n' > Sources/digits/main.swift
sed -i 's|^  targets: \[$|&\n    .executableTarget(name: "digits", dependencies: [.product(name: "DeepLearning", package: "gradus")]),|' Package.swift

started=$SECONDS
swift build -c release 2>&1 | { grep -E 'error|Build' || true; }
echo "built in $((SECONDS - started)) s"
course=.build/release/course

"$course" doctor
"$course" course check
"$course" audit Warmup
mkdir -p class/ada
cp reference/Solutions/Warmup/Warmup.swift class/ada
"$course" grade Warmup --class class --out graded
[ "$(.build/release/digits)" = 1797 ]

# From saving an edit of the lab to the audit of one of its mutants.
sed -i 's/everything is doubled/all of it is doubled/' grading/Warmup/WarmupMutants.swift
started=$(date +%s.%N)
swift build -c release --product course 2>&1 | tail -n 1
"$course" audit Warmup --only twice
echo "edited, built and audited in $(python3 -c "import sys; print(f'{float(sys.argv[1]) - float(sys.argv[2]):.1f}')" "$(date +%s.%N)" "$started") s"
