#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Uploads EICAR and a clean file to a server behind a real clamd that knows one signature of our own, then with clamd stopped.
# Usage: tools/check_clamav.sh     Needs clamd (Debian: clamav-daemon) and the release build. Exit 3: no clamd here.
set -euo pipefail
cd "$(dirname "$0")/.."
clamd=$(command -v clamd || echo /usr/sbin/clamd)
[ -x "$clamd" ] || { echo "no clamd: apt-get install clamav-daemon" >&2; exit 3; }
binary=${GONGXIN_BIN:-build/release/gongxin}
work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT

mkdir "$work/signatures"
eicar='X5O!P%@AP[4\PZX54(P^)7CC)7}$'"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"'!$H+H*'
# Name : any type : any place : the text in hexadecimal.
printf 'Gongxin.Test.Eicar:0:*:%s\n' "$(printf '%s' "$eicar" | od -An -tx1 | tr -d ' \n')" > "$work/signatures/own.ndb"
cat > "$work/clamd.conf" <<END
Foreground yes
LocalSocket $work/clamd.socket
DatabaseDirectory $work/signatures
END
"$clamd" -c "$work/clamd.conf" >"$work/clamd.log" 2>&1 &
scanner=$!
pids+=("$scanner")
for _ in $(seq 300); do [ -S "$work/clamd.socket" ] && break; sleep 0.2; done
[ -S "$work/clamd.socket" ] || { cat "$work/clamd.log" >&2; exit 1; }

"$binary" demo --data "$work/data" >/dev/null
token=$("$binary" token create --data "$work/data" --user clamav-1 --role R2 --json | sed 's/.*"token":"\([^"]*\)".*/\1/')
"$binary" serve --data "$work/data" --demo --listen 127.0.0.1:0 --clamav "unix:$work/clamd.socket" >"$work/out" 2>"$work/err" &
pids+=("$!")
for _ in $(seq 300); do grep -q '^Listening' "$work/out" && break; sleep 0.2; done
url=$(sed -n 's/^Listening on //p' "$work/out")/api/v1
ask() { curl -s -H "authorization: Bearer $token" "$@"; }
duty=$(ask "$url/obligations?limit=1" | sed 's/^{"items":\[{"id":"\([^"]*\)".*/\1/')
passed=0
failed=0
expect() { # name wanted-status bytes
  local got
  got=$(printf '%s' "$3" | ask -o /dev/null -w '%{http_code}' --data-binary @- "$url/attachments?entity=obligation&entity_id=$duty&name=$1.txt")
  if [ "$got" = "$2" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1: $got, wanted $2" >&2; fi
}
expect clean 201 "a clean text"
expect eicar 422 "$eicar"
kill "$scanner"
wait "$scanner" 2>/dev/null || true
expect down 503 "another clean text"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
