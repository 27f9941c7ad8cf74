#!/usr/bin/env bash
# load.sh SIZE: a fresh store with the bodies and obligations of the generated data set, imported by the production importer
# with the layouts of law/county, and the token that http.json sends. Its text is public, so it opens nothing but this store.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
gongxin="${GONGXIN:-$here/../../build/release/gongxin}"
size="$1"
store="$PEERS_TMP/work/gongxin-$size"
at=(--data "$store" --law "$here/law/county")
rm -rf "$store"
mkdir -p "$PEERS_TMP/work"
"$gongxin" init "${at[@]}" --tenant 990101 --name 评测 --mode demonstration
"$gongxin" import bodies "$PEERS_DATA/$size/bodies.csv" "${at[@]}"
"$gongxin" import obligations "$PEERS_DATA/$size/obligations.csv" "${at[@]}"
secret=$(mktemp)
trap 'rm -f "$secret"' EXIT
grep -o 'gx_[0-9a-f]\{64\}' "$here/http.json" > "$secret"
"$gongxin" token create "${at[@]}" --user benchmark --actions obligation.read,obligation.add --token-file "$secret" > /dev/null
