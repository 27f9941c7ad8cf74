// SPDX-License-Identifier: Apache-2.0
import { shallowRef, type ShallowRef } from 'vue'
import { listSources } from '@/api/law'

const PAGE = 200
/** More legal texts than a law pack holds. */
const PAGES_MAX = 10
const known = shallowRef<ReadonlyMap<string, string>>(new Map())
let asked = false

async function fetchTitles(): Promise<void> {
  const titles = new Map<string, string>()
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const { items, total } = await listSources({ limit: PAGE, page })
    for (const one of items) titles.set(one.id, one.title)
    known.value = new Map(titles)
    if (titles.size >= total || !items.length) break
  }
}

/** Titles of the legal texts by their id, asked for once; until they are there, and without them, a reference shows its code. */
export function useSourceTitles(): ShallowRef<ReadonlyMap<string, string>> {
  if (!asked) {
    asked = true
    fetchTitles().catch(() => (asked = false))
  }
  return known
}
