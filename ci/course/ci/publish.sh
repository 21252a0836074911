#!/usr/bin/env bash
# publish.sh LIST GRADED: gives each student back what is theirs, as the branch `gradus` of the repository that the list
# (id,address,...) has for them: junit.xml, report.md and the page. Nothing else of GRADED ever leaves: the class's files
# and all that is called instructor hold the evidence of hidden checks.
set -euo pipefail
list=$1 graded=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# No settings of whoever runs this, and no program that a repository names.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=https:ssh:file

tr -d '\r' < "$list" | grep -vE '^[[:space:]]*(#|$)' > "$place/list" || true
if ! head -n 1 "$place/list" | grep -qE '^id,address(,|$)'; then
  echo "$list: its first line must be id,address or begin so." >&2
  exit 2
fi
published=0 failed=0
while IFS=, read -r id address _; do
  files="$graded/students/$id"
  page="$graded/site/students/$id/index.html"
  if ! [[ "$id" =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$ ]]; then
    echo "not published: an id of other signs than letters, digits, dots and dashes: $(printf %q "$id")" >&2
    failed=$((failed + 1))
  elif ! [ -f "$files/junit.xml" ] || ! [ -f "$files/report.md" ] || ! [ -f "$page" ]; then
    echo "not published: $id has no mark yet" >&2
  else
    work="$place/$id"
    git init --quiet --initial-branch=gradus "$work"
    cp "$files/junit.xml" "$files/report.md" "$page" "$work"
    # The same results are the same commit, and nothing is pushed.
    seconds=$(sed -n 's/^  "gradedAt" : \([0-9]*\).*/\1/p' "$files/scorecard.json")
    export GIT_AUTHOR_DATE="${seconds:-0} +0000" GIT_COMMITTER_DATE="${seconds:-0} +0000"
    git -C "$work" add junit.xml report.md index.html
    git -C "$work" -c user.name=gradus -c user.email=gradus@localhost commit --quiet --message "What was graded"
    if git -C "$work" push --quiet --force -- "$address" gradus > "$place/said" 2>&1; then
      published=$((published + 1))
    else
      echo "not published: $id: $(tail -n 1 "$place/said")" >&2
      failed=$((failed + 1))
    fi
    rm -rf "$work"
  fi
done < <(tail -n +2 "$place/list")
echo "$published published"
[ "$failed" = 0 ]
