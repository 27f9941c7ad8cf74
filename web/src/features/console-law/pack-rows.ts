// SPDX-License-Identifier: Apache-2.0
/** Rows of the law pack as the page shows them, whatever the list. */
import type { Named } from '@/api/staff'
import type { PackRow } from '@/api/staff-exchange'

export interface ShownRow {
  id: string
  name: Named | undefined
  source: string[]
  facts: { key: string; value: string }[]
}
/** Facts that have words (`pack.fact.*`); others are left to the reader of the API. */
const FACTS = ['version', 'group', 'scope', 'groups', 'indicators', 'actions', 'columns', 'rungs', 'public_level', 'never_with'] as const

/** The public pages where each rule can be read in full. */
export const SOURCE_PAGES = [
  { key: 'plan', href: '/about' },
  { key: 'sources', href: '/sources' },
  { key: 'deadlines', href: '/deadlines' },
] as const

export function rowsOf(list: readonly (PackRow | number)[]): ShownRow[] {
  return list.map((row) => {
    if (typeof row === 'number') return { id: String(row), name: undefined, source: [], facts: [] }
    return {
      id: row.id,
      name: row.name,
      source: row.source ?? [],
      facts: FACTS.flatMap((key) => {
        const value = row[key]
        if (value === undefined || value === '' || (Array.isArray(value) && !value.length)) return []
        return [{ key, value: Array.isArray(value) ? value.join(', ') : String(value) }]
      }),
    }
  })
}
