#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Puts the FangSong, Song and Kai of official documents (Fandol) into .tools/fonts: taken out of Debian's package
# texlive-lang-chinese without installing TeX. Idempotent, silent when all is there. Without them the documents are set in
# Noto Serif CJK: a warning, never a failure.
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
home="$root/.tools/fonts"
wanted=(FandolFang-Regular.otf FandolSong-Regular.otf FandolKai-Regular.otf)
package=texlive-lang-chinese
inside=usr/share/texlive/texmf-dist/fonts/opentype/public/fandol

have() { for font in "${wanted[@]}"; do [ -s "$home/$font" ] || return 1; done; }
if have; then exit 0; fi

mkdir -p "$home"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -d "/$inside" ]; then
  from="/$inside"
else
  from="$work/$inside"
  (cd "$work" && apt-get download -q "$package" >fetch.log 2>&1 && dpkg -x "$package"_*.deb .) || tail -3 "$work/fetch.log" >&2
fi
for font in "${wanted[@]}"; do
  if [ -s "$from/$font" ]; then cp "$from/$font" "$home/$font"; fi
done
for notice in "$work/usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz" /usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz; do
  if [ -s "$notice" ]; then cp "$notice" "$home/COPYING.gz"; fi
done
have || echo "tools/fonts.sh: no FangSong ($package could not be had); official documents are set in Noto Serif CJK" >&2
exit 0
