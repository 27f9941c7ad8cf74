#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing of the Debian 12 packages that a set of this project needs.
# Usage: tools/install_packages.sh run|test      (test includes run)
# Needs root or sudo only when something is missing. Exit 3: a package cannot be had.
set -euo pipefail

RUN_PACKAGES=(
  build-essential cmake ninja-build ccache mold ca-certificates
  libboost1.81-dev libboost-json1.81-dev libsqlite3-dev libpq-dev libssl-dev libcurl4-openssl-dev
  libfmt-dev libyaml-cpp-dev libvalijson-dev libcli11-dev libspdlog-dev
  libxlsxwriter-dev libminizip-dev libexpat1-dev libxxhash-dev libutf8proc-dev
  libargon2-dev
  libgfshare-dev
  libcairo2-dev libpango1.0-dev libqrencode-dev fonts-noto-cjk
  libgtest-dev libgmock-dev
)
TEST_PACKAGES=(
  postgresql-15 sqlite3 poppler-utils qpdf chromium git curl procps libbenchmark-dev
)

set_name=${1:-run}
wanted=("${RUN_PACKAGES[@]}")
if [ "$set_name" = test ]; then wanted+=("${TEST_PACKAGES[@]}"); fi
if ! command -v npm >/dev/null 2>&1; then wanted+=(nodejs npm); fi

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  if [ "$status" != installed ]; then missing+=("$package"); fi
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "missing packages: ${missing[*]}; run as root, or install sudo" >&2
    exit 3
  fi
  as_root=(sudo)
fi

# PostgreSQL is for the tests, which start their own: no automatic cluster, no service started here.
if [[ " ${missing[*]} " == *" postgresql-15 "* ]]; then
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
fi
policy=/usr/sbin/policy-rc.d
made_policy=no
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod +x "$policy"
  made_policy=yes
fi
finish() { if [ "$made_policy" = yes ]; then "${as_root[@]}" rm -f "$policy"; fi; }
trap finish EXIT

echo "installing: ${missing[*]}" >&2
install_all() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}
if ! install_all; then
  "${as_root[@]}" apt-get update -q >&2
  install_all || { echo "could not install: ${missing[*]}" >&2; exit 3; }
fi
