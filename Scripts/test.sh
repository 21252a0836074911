#!/usr/bin/env bash
# Builds all tests and runs them in two processes side by side: many of them wait for programs that they started, and one
# process runs no more tests at once than there are cores. What the second one says comes when the first is done.
set -uo pipefail
cd "$(dirname "$0")/.."

swift build --build-tests --explicit-target-dependency-import-check error || exit
bundle=$(echo "$(swift build --show-bin-path)"/*PackageTests.xctest)
other=$(mktemp)
trap 'rm -f "$other"' EXIT

"$bundle" --testing-library swift-testing --skip '^EndToEndTests\.' > "$other" 2>&1 &
"$bundle" --testing-library swift-testing --filter '^EndToEndTests\.'
first=$?
wait $!
second=$?
cat "$other"
if [ $first -ne 0 ] || [ $second -ne 0 ]; then
  echo "Tests failed: look for ✘ above." >&2
  exit 1
fi
