#!/usr/bin/env bash
# Begins a course outside of this checkout as a new user would, proves its lab, grades a submission in it, and edits it. Then
# the package is built by SwiftPM, which builds the toolkit once more: minutes; the reference library is imported there.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
bin=$(swift build -c release --show-bin-path)
export PATH="$bin:$PATH"
# What a command took, itself and its children: the clock, and processors' time.
TIMEFORMAT='  took %R s; processor time %U s + %S s'

cd "$place"
echo "a new course, from nothing to a graded submission"
time {
  gradus init mine > /dev/null
  cd mine
  gradus doctor
  gradus audit Warmup
  gradus course check
  mkdir -p class/ada
  cp reference/Solutions/Warmup/Warmup.swift class/ada
  gradus grade Warmup --class class --out graded
}

echo "from saving an edit of the lab to the audit of one of its mutants"
sed -i "s/everything is doubled/all of it is doubled/" grading/Warmup/WarmupHiddenChecks.swift
time gradus audit Warmup --only twice
sed -i 's/shape: \[5\]/shape: [6]/' assignments/Warmup/WarmupPublicChecks.swift
time gradus audit Warmup --only twice

echo "the same package, built by SwiftPM"
mkdir Sources/digits
printf 'import DeepLearning\n\nprint(try Dataset<Float>.digits().count)\n' > Sources/digits/main.swift
sed -i 's|^  targets: \[$|&\n    .executableTarget(name: "digits", dependencies: [.product(name: "DeepLearning", package: "gradus")]),|' Package.swift
time { swift build -c release 2>&1 | { grep -E 'error|Build' || true; }; }
.build/release/course audit Warmup --only twice
[ "$(.build/release/digits)" = 1797 ]
