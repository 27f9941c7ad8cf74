#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The first days of an installation in Chromium, on the built binary. Last line: "N passed, N failed".
# Needs build/web and the binary; SHOTS names a folder for pictures.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec node web/e2e/console-journey.e2e.mjs
