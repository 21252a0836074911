#!/usr/bin/env bash
# Installs the packages in a clean Debian 12 and grades there: Scripts/test-install.sh, after `make deb`; as root.
#
# The clean system is made by debootstrap once (out/clean-root) and copied for each part. It is entered as a container
# enters its own: nothing of this machine is there but the Swift toolchain, read-only, as it would be on Swift's own image.
#   1. The steps of the Dockerfile, as they stand there, and then its program on a handout.
#   2. The instructors' package over the students', and a class graded: the marks must be those of this checkout's program.
# Seconds are told, and judged by nobody: they depend on the machine.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || { echo "A clean system is made and entered by root only." >&2; exit 3; }
PATH=$PATH:/usr/sbin:/sbin
for program in debootstrap unshare pivot_root; do
  command -v $program > /dev/null || { echo "$program is missing: apt-get install debootstrap util-linux" >&2; exit 3; }
done
toolchain=$(dirname "$(dirname "$(realpath "$(command -v swiftc)")")")
packages=$PWD/out/packages
base=$PWD/out/clean-root
root=$PWD/out/install-root
lab=${LAB:-Perceptron}
for name in gradus gradus-instructor; do
  [ -f "$packages/$name.deb" ] || { echo "there is no $packages/$name.deb: make deb" >&2; exit 2; }
done

if [ ! -e "$base/.whole" ]; then
  rm -rf "$base"
  debootstrap --variant=minbase bookworm "$base" http://deb.debian.org/debian > "$packages/debootstrap.log"
  # As Debian's own images have it.
  echo "deb http://deb.debian.org/debian-security bookworm-security main" > "$base/etc/apt/sources.list.d/security.list"
  # This machine's own way to the archive, where it has one.
  cp -a /etc/apt/apt.conf.d/. "$base/etc/apt/apt.conf.d/"
  touch "$base/.whole"
fi

fresh() {
  rm -rf "$root"
  cp -a "$base" "$root"
  mkdir -p "$root/.old" "$root$toolchain"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
}

# The settings of the image that the steps make.
user=root folder=/ home=/root

# Runs a command in the clean system as the user that the steps have come to. Its root is moved there, not only looked at
# from there (chroot), and its /proc is whole: without these two nobody could make namespaces in it.
enter() {
  local words=()
  [ "$user" = root ] || words=(setpriv --reuid "$user" --regid "$user" --init-groups)
  unshare --mount --pid --ipc --uts --fork --kill-child sh -c '
    set -e
    root=$1 toolchain=$2 folder=$3
    shift 3
    mount --make-rprivate /
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$toolchain" "$root$toolchain"
    mount -o remount,bind,ro "$root$toolchain"
    cd "$root"
    pivot_root . .old
    cd /
    umount -l /.old
    cd "$folder"
    exec "$@"' enter "$root" "$toolchain" "$folder" \
    /usr/bin/env -i PATH="$toolchain/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME="$home" \
    DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 ${proxy[@]+"${proxy[@]}"} ${words[@]+"${words[@]}"} "$@"
}
proxy=()
for name in http_proxy https_proxy no_proxy; do [ -z "${!name:-}" ] || proxy+=("$name=${!name}"); done

fail() { echo "$*" >&2; exit 1; }

# Whether the kit that came with the package was used: one was made where there is a cache of them. Where the C headers are
# of another day than this machine's, it has to be.
used_its_kit() {
  [ -e "$1" ] || return 0
  local versions=(-W -f '${Version} ' libc6-dev linux-libc-dev)
  [ "$(dpkg-query "${versions[@]}")" != "$(chroot "$root" dpkg-query "${versions[@]}")" ] \
    || fail "the kit that came with the package was not used"
  echo "   (its kit was made anew: the C headers are of another version than here)"
}

# Carries out a Dockerfile; what is not known here is refused.
declare -A arguments=()
entry=()
carry_out() {
  local step rest name value
  while IFS= read -r line; do
    read -r step rest <<< "$line"
    for name in "${!arguments[@]}"; do [ "$step" = RUN ] || rest=${rest//\$$name/${arguments[$name]}}; done
    case $step in
      '' | '#'*) ;;
      FROM) [[ $rest == *bookworm ]] || fail "the clean system is Debian 12, and the Dockerfile begins with $rest" ;;
      ARG) arguments[${rest%%=*}]=${rest#*=} ;;
      COPY)
        read -r name value <<< "$rest"
        cp "$name" "$root$value"
        ;;
      RUN) enter /bin/sh -c "$rest" > "$packages/step.log" 2>&1 || { tail -n 20 "$packages/step.log" >&2; fail "this step failed: $rest"; } ;;
      USER)
        user=$rest
        home=$(enter getent passwd "$rest" | cut -d : -f 6)
        ;;
      WORKDIR)
        folder=/ enter mkdir -p "$rest"
        folder=$rest
        ;;
      ENTRYPOINT) read -r -a entry <<< "$(sed 's/[][",]/ /g' <<< "$rest")" ;;
      CMD) ;;
      *) fail "Scripts/test-install.sh does not know the step $step" ;;
    esac
  done < <(sed -e ':join' -e '/\\$/N' -e 's/\\\n//' -e 'tjoin' "$1")
}

now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }

echo "1. the Dockerfile"
fresh
started=$(now)
carry_out Dockerfile
echo "   its steps: $(since "$started") s"
enter "${entry[@]}" doctor
enter "${entry[@]}" labs > /dev/null
enter "${entry[@]}" handout "$lab" --out handed
code=0
enter "${entry[@]}" check handed > "$packages/check.log" || code=$?
[ $code = 1 ] || fail "an untouched handout's check ended with $code"
cp "reference/Solutions/$lab/$lab.swift" "$root$folder/handed/"
enter "${entry[@]}" check handed > "$packages/check.log" || { cat "$packages/check.log" >&2; fail "the master does not pass"; }
! enter "${entry[@]}" grade "$lab" handed --out graded 2> /dev/null || fail "students' edition grades"
used_its_kit "$root$home/.cache/gradus/sdk"
enter sh -c '! find / -xdev \( -path "*/gradus/grading" -o -path "*/gradus/reference" \) 2> /dev/null | grep .' \
  || fail "masters or hidden checks are in the students' package"

echo "2. from apt-get install to the first graded submission"
user=root folder=/ home=/root
fresh
cp "$packages/gradus.deb" "$packages/gradus-instructor.deb" "$root/root/"
mkdir -p "$root/root/mine"
cp "reference/Solutions/$lab/$lab.swift" "$root/root/mine/"
cp -r "samples/$lab" "$root/root/class"
enter apt-get update -qq
started=$(now)
enter apt-get install -y -qq --no-install-recommends /root/gradus.deb > "$packages/install.log" 2>&1 || { cat "$packages/install.log" >&2; exit 1; }
echo "   students' edition installed, with what it depends on: $(since "$started") s"
enter gradus check /root/mine > /dev/null
echo "   and the first submission checked: $(since "$started") s"
again=$(now)
enter gradus check /root/mine > /dev/null
echo "   the second: $(since "$again") s"

enter apt-get remove -y -qq gradus > /dev/null 2>&1
rm -rf "$root/var/cache/gradus"
started=$(now)
enter apt-get install -y -qq --no-install-recommends /root/gradus.deb > /dev/null 2>&1
enter gradus check /root/mine > /dev/null
echo "   both again, with what it depends on there: $(since "$started") s"

started=$(now)
enter apt-get install -y -qq --no-install-recommends /root/gradus-instructor.deb > "$packages/install.log" 2>&1 || { cat "$packages/install.log" >&2; exit 1; }
echo "3. instructors' edition in its place: $(since "$started") s"
printf '%064d\n' 7 > "$root/root/key"
enter gradus grade "$lab" /root/mine --out /root/first --key /root/key > /dev/null
echo "   and the first submission graded: $(since "$started") s"
enter gradus doctor
enter gradus grade "$lab" --class /root/class --out /root/graded --key /root/key > "$packages/grade.log" || { cat "$packages/grade.log" >&2; exit 1; }
used_its_kit "$root/var/cache/gradus/sdk"
.build/static/release/gradus grade "$lab" --class "samples/$lab" --out "$packages/graded" --again --key "$root/root/key" > /dev/null
marks() { cut -d , -f 1-6 "$1/grades.csv"; }
diff <(marks "$root/root/graded") <(marks "$packages/graded") || fail "the marks are others than this checkout's program gives"
enter gradus-course --help > /dev/null
rm -rf "$root" "$packages/graded"
echo "all is well; out/clean-root stays for the next time"
