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
    if (typeof row !== 'object') return { id: String(row), name: undefined, source: [], facts: [] }
    const name = row.name ?? row.title
    const source = row['source']
    return {
      id: String(row.id ?? row.kind ?? row.code ?? ''),
      name: typeof name === 'string' ? { zh: name } : name,
      source: Array.isArray(source) ? source.map(String) : typeof source === 'string' ? [source] : [],
      facts: FACTS.flatMap((key) => {
        const value = row[key]
        if (value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)) return []
        return [{ key, value: Array.isArray(value) ? value.join(', ') : String(value) }]
      }),
    }
  })
}
