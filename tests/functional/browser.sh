#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Serves a fresh demonstration county and walks through the portal in Chromium. Last line: "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
binary=${GONGXIN_BIN:-build/release/gongxin}
server=
finish() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; rm -rf "$work"; }
trap finish EXIT

"$binary" demo --data "$work/demo" >"$work/demo.log"
"$binary" serve --data "$work/demo" --listen 127.0.0.1:0 --demo >"$work/serve.log" 2>"$work/serve.err" &
server=$!
for _ in $(seq 1 200); do
  url=$(sed -n 's/^Listening on //p' "$work/serve.log")
  if [ -n "$url" ]; then break; fi
  if ! kill -0 "$server" 2>/dev/null; then cat "$work/serve.err"; exit 1; fi
  read -r -t 0.1 _ < <(tail -f /dev/null) || true
done
BASE_URL=$url SHOTS=${SHOTS:-$work/screenshots} node web/e2e/portal.e2e.mjs
