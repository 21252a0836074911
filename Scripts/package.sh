#!/usr/bin/env bash
# Puts the toolkit where it is to be, or makes Debian packages of it.
#
#   Scripts/package.sh install PREFIX [student|instructor]   below PREFIX; DESTDIR stands before it where it is set
#   Scripts/package.sh deb [student|instructor]              out/packages/gradus_*.deb and gradus-instructor_*.deb, or one
#
# There are two editions. `student` has the handouts and a program that knows no more than they do: no master, no hidden
# check, no mutant, neither as files nor in the program, and Scripts/check-package.py holds it to that. `instructor` has
# everything, and is never to be given away. Both have kits made before, for the toolchain at hand; another toolchain makes
# its own at first use.
#
# LABS names the labs that are prepared (all), SUSPECTS those whose master and known mistakes are compiled too (LABS);
# SUSPECTS=none compiles none.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$PWD/out/packages
mkdir -p "$work"
built=
labs=()

# Programs carry the Swift runtime within them, so that they run with any toolchain.
build() {
  for product in "$@"; do
    ${NICE:-} swift build -c release --static-swift-stdlib --scratch-path .build/static --product "$product" > "$work/build.log" 2>&1 \
      || { grep -E 'error' "$work/build.log" >&2; tail -n 20 "$work/build.log" >&2; exit 1; }
  done
  built=$PWD/.build/static/release
}

# What is made before: kits and handouts, and for instructors programs.
prepare() {
  local editions=$1
  # The whole program makes what the students' one is given.
  build gradus
  [[ $editions != *student* ]] || build gradus-student
  [[ $editions != *instructor* ]] || build gradus-course
  read -r -a labs <<< "${LABS:-$("$built/gradus" labs | sed -n 's/^\([A-Za-z0-9]*\): .*/\1/p' | tr '\n' ' ')}"
  local suspects=()
  read -r -a suspects <<< "${SUSPECTS:-${labs[*]}}"
  [[ $editions == *instructor* ]] || suspects=(none)
  touch "$work/start"
  export GRADUS_CACHE=$work/cache GRADUS_HOME=$PWD
  "$built/gradus" prepare "${labs[@]}"
  [ "${suspects[*]}" = none ] || "$built/gradus" prepare --suspects "${suspects[@]}"
  rm -rf "$work/handouts"
  mkdir -p "$work/handouts"
  for lab in "${labs[@]}"; do "$built/gradus" handout "$lab" --out "$work/handouts/$lab" > /dev/null; done
  unset GRADUS_CACHE GRADUS_HOME
}

# Copies what was made or used just now of one kind of the cache.
made() {
  local kind=$1 to=$2 path
  [ -d "$work/cache/$kind" ] || return 0
  mkdir -p "$to/prebuilt/$kind"
  find "$work/cache/$kind" -mindepth 1 -maxdepth 1 -type d -newer "$work/start" ! -name '*.part' ! -name '*.modules' -print0 \
    | while IFS= read -r -d '' path; do cp -a "$path" "$to/prebuilt/$kind/"; done
}

# Fills a folder with an edition as it is to lie below /.
stage() {
  local root=$1 prefix=$2 edition=$3
  local to=$root$prefix/lib/gradus programs=(gradus)
  rm -rf "$to"
  mkdir -p "$to/bin" "$root$prefix/bin"
  if [ "$edition" = student ]; then
    cp "$built/gradus-student" "$to/bin/gradus"
    for file in Sources/Untrusted/Launcher/launcher.c Sources/Course/CourseRules/ToolkitVersion.swift; do
      mkdir -p "$to/$(dirname $file)"
      cp $file "$to/$file"
    done
    cp -a "$work/handouts" "$to/handouts"
  else
    programs+=(gradus-course)
    cp "$built/gradus" "$built/gradus-course" "$to/bin/"
    tar -c --exclude=.build --exclude=__pycache__ --exclude=.venv --exclude=Package.resolved Package.swift Makefile README.md \
      .swift-format Sources Scripts Tests Benchmarks assignments ci grading reference samples | tar -x -C "$to"
    made programs "$to"
  fi
  made sdk "$to"
  strip --strip-unneeded "$to"/bin/*
  for program in "${programs[@]}"; do ln -sfn "../lib/gradus/bin/$program" "$root$prefix/bin/$program"; done
  chmod -R u=rwX,go=rX "$to"
  # Kits of different labs are alike for the most part.
  if command -v hardlink > /dev/null; then hardlink -q "$to/prebuilt" > /dev/null 2>&1 || true; fi
  [ "$edition" != student ] || python3 Scripts/check-package.py "$to"
}

# The packages that the programs' libraries are in.
libraries() {
  for library in $(ldd "$@" | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' | sort -u); do
    dpkg-query -S "$(realpath "$library")" 2> /dev/null || dpkg-query -S "$library"
  done | sed 's/:.*//' | sort -u | sed "s/^libc6\$/libc6 (>= $(dpkg-query -W -f '${Version}' libc6 | sed 's/-.*//'))/" | paste -sd, | sed 's/,/, /g'
}

package() {
  local name=$1 edition=$2 summary=$3
  local root=$work/$name.root relations=$4 architecture version
  architecture=$(dpkg --print-architecture)
  version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' Sources/Course/CourseRules/ToolkitVersion.swift)
  rm -rf "$root"
  stage "$root" /usr "$edition"
  mkdir -p "$root/DEBIAN"
  # Swift's own toolchain is in no Debian package; what it compiles and links with is.
  cat > "$root/DEBIAN/control" << END
Package: $name
Version: $version
Architecture: $architecture
Maintainer: Gradus <gradus@localhost>
Section: education
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Depends: $(libraries "$root"/usr/lib/gradus/bin/*), bubblewrap, util-linux, libc6-dev, libgcc-12-dev | libgcc-13-dev | libgcc-14-dev, libstdc++-12-dev | libstdc++-13-dev | libstdc++-14-dev, libcurl4 | libcurl4t64, libncurses6, libsqlite3-0, libuuid1, libxml2, zlib1g
$relations
Description: $summary
 Gradus grades deep-learning labs written in Swift. A Swift toolchain, 6.2 or
 newer, is to be on PATH; gradus doctor says what is missing.
END
  dpkg-deb --root-owner-group -Zzstd -z"${LEVEL:-10}" --build "$root" "$work/${name}_${version}_$architecture.deb" > /dev/null
  ln -f "$work/${name}_${version}_$architecture.deb" "$work/$name.deb"
  rm -rf "$root"
  ls -l "$work/${name}_${version}_$architecture.deb" | awk '{ printf "%s %.1f MB\n", $NF, $5 / 1e6 }'
}

case "${1:-}" in
  install)
    prepare "${3:-instructor}"
    stage "${DESTDIR:-}" "${2:?say where: PREFIX}" "${3:-instructor}"
    echo "installed below ${DESTDIR:-}$2: ${3:-instructor} edition"
    ;;
  deb)
    editions=${2:-student instructor}
    prepare "$editions"
    [[ $editions != *student* ]] || package gradus student "checks of deep-learning labs, for students and their CI" \
      "Conflicts: gradus-instructor"
    [[ $editions != *instructor* ]] || package gradus-instructor instructor "grader of deep-learning labs, with masters and hidden checks" \
      "Recommends: libopenblas0, libarchive-dev, libsqlite3-dev, libxml2-dev, libssl-dev, pkg-config, git
Conflicts: gradus
Replaces: gradus
Provides: gradus"
    ;;
  *)
    sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0" >&2
    exit 2
    ;;
esac
