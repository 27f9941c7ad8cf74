// SPDX-License-Identifier: Apache-2.0
/** What a page says about a column of its list, and which columns an account sees in which order. */
export interface Column {
  key: string
  title: string
  sortable?: boolean
  number?: boolean
  /** Cannot be hidden; the first column never can. */
  always?: boolean
  /** Shown only when chosen. */
  optional?: boolean
  /** A long text that may break anywhere; others keep their words whole. */
  wrap?: boolean
  /** Text of the total row below the list. */
  sum?: string
}

/** Columns as remembered; those the account never saw (new in this version) come at their place if they show by default. */
export function shownColumns(columns: readonly Column[], remembered: readonly string[] | null): Column[] {
  const usual = columns.filter((column, index) => index === 0 || !column.optional)
  if (!remembered) return usual
  const known = new Map(columns.map((column) => [column.key, column]))
  const shown = remembered.flatMap((key) => known.get(key) ?? [])
  const fixed = columns.filter((column, index) => (index === 0 || column.always) && !remembered.includes(column.key))
  const first = columns[0]
  const all = [...fixed, ...shown]
  return first ? [first, ...all.filter((column) => column !== first)] : all
}

/** `key`, then `-key`, then the usual order. */
export function nextSort(current: string, key: string): string {
  if (current === key) return `-${key}`
  if (current === `-${key}`) return ''
  return key
}
export function sortOf(current: string, key: string): 'ascending' | 'descending' | 'none' {
  if (current === key) return 'ascending'
  return current === `-${key}` ? 'descending' : 'none'
}
