#!/usr/bin/env bash
# Installs what is missing on Debian 12 (or a kin of it): bubblewrap, and the C libraries that the toolkit is built with.
# With `course` also what gradus-course is built with, with `test` that and what the tests read results with, with `bench`
# also PyTorch and JAX, with `slurm` a cluster to test on, with `install` what makes a clean Debian. The Swift toolchain is to be there already.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v swift > /dev/null; then
  echo "The Swift toolchain (6.2 or newer) is not on PATH. Install it from swift.org, then run this again." >&2
  exit 2
fi

packages=(bubblewrap libxml2-dev libssl-dev libopenblas-dev pkg-config util-linux make python3)
case "${1:-}" in
  course) packages+=(libarchive-dev libsqlite3-dev git) ;;
  test) packages+=(libarchive-dev libsqlite3-dev git python3-venv) ;;
  install) packages+=(debootstrap) ;;
  slurm) packages+=(libarchive-dev libsqlite3-dev git slurm-wlm munge) ;;
  bench) packages+=(python3-venv g++) ;; # torch.compile writes C++
esac

missing=()
if command -v dpkg-query > /dev/null; then
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
  done
else
  echo "This is no Debian: install the equivalents of ${packages[*]} yourself." >&2
fi

if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

# The pages are looked at in a browser where there is one; without it those tests are left out and say so.
if [ "${1:-}" = test ] && ! command -v chromium > /dev/null && command -v apt-get > /dev/null; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  { "${as_root[@]}" apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium; } > /dev/null \
    || echo "chromium could not be installed: the tests of pages in a browser are left out." >&2
fi

# What tests read results back with, and what the bench compares with, in an environment of their own.
modules=()
case "${1:-}" in
  test) modules=(junitparser safetensors numpy) ;;
  bench) modules=(torch jax optax) ;;
esac
python="${BENCH_PYTHON:-.venv/bin/python}"
if [ ${#modules[@]} -gt 0 ] && ! "$python" -c "import $(IFS=,; echo "${modules[*]}")" 2> /dev/null; then
  python3 -m venv .venv
  if [ "${1:-}" = bench ]; then
    .venv/bin/pip install --quiet numpy "torch==2.13.0+cpu" 2> /dev/null || .venv/bin/pip install --quiet numpy torch
    .venv/bin/pip install --quiet jax optax
  else
    .venv/bin/pip install --quiet "${modules[@]}"
  fi
fi
