#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Walks through the pages of complaints in Chromium, on the made-up API. Last line: "N passed, N failed".
# Two of the four combinations; all of them: node web/e2e/complaints.e2e.mjs
set -euo pipefail
cd "$(dirname "$0")/../.."
COMBINATIONS=${COMBINATIONS:-zh-CN:1280,en:390} exec node web/e2e/complaints.e2e.mjs
