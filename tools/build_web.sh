#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the pages into build/web. Usage: tools/build_web.sh [install: yes|no]
set -euo pipefail
cd "$(dirname "$0")/.."
install=${1:-yes}

sources() { find web api/openapi.yaml api/errors.yaml -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -printf '%p %s %T@\n' | sort | md5sum | cut -d' ' -f1; }
if [ -f build/web/index.html ] && [ "$(cat build/web.fingerprint 2>/dev/null)" = "$(sources)" ]; then exit 0; fi
if [ "$install" = yes ]; then tools/node.sh; fi
PATH="$PWD/.tools/node/bin:$PATH"
lock=$(md5sum web/package-lock.json | cut -d' ' -f1)
if [ "$(cat web/node_modules/.lock-digest 2>/dev/null)" != "$lock" ]; then
  if [ "$install" != yes ]; then echo "web packages are missing and --no-install was given" >&2; exit 3; fi
  (cd web && npm ci --no-audit --no-fund --loglevel=error)
  echo "$lock" >web/node_modules/.lock-digest
fi
(cd web && npm run --silent build)
sources >build/web.fingerprint
