#!/usr/bin/env bash
# What the sandbox and the build need beside the compiler, in a container of Debian 12.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends bubblewrap libxml2-dev libssl-dev libarchive-dev libsqlite3-dev \
  libopenblas-dev pkg-config util-linux git ca-certificates > /dev/null
