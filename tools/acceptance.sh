#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Acceptance on data that this repository does not carry. Usage: GONGXIN_DATA=DIR tools/acceptance.sh
# DIR holds the folders named in data/README.md of the data collection (ocds-real, …) and bench/ beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${GONGXIN_DATA:?set GONGXIN_DATA to the folder of the data sets}"
tools/install_packages.sh test
./run --build-only
PATH="$PWD/.tools/node/bin:$PATH" exec node --test --test-reporter=spec tests/acceptance/*.test.mjs
