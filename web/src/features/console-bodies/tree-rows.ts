// SPDX-License-Identifier: Apache-2.0
/** A lazily loaded tree as flat rows, and where the keys lead in it (WAI-ARIA tree). Pure: loading is the caller's. */
import type { TreeNode } from '@/api/staff-subjects'

export interface Branch {
  items: TreeNode[]
  total: number
}
/** What has been loaded below each node; the key of the roots is ''. */
export type Loaded = ReadonlyMap<string, Branch>
export interface TreeRow {
  node: TreeNode
  level: number
  open: boolean
  parent: string
  /** How many siblings there are, and which of them this is (from 1). */
  size: number
  position: number
}
export interface MoreRow {
  more: string
  level: number
  left: number
}
export type Row = TreeRow | MoreRow
export const isMore = (row: Row): row is MoreRow => 'more' in row
const DEPTH_MAX = 12

/** The visible rows, parents before children; a branch that is not all there ends in a row that asks for more. */
export function rowsOf(loaded: Loaded, open: ReadonlySet<string>): Row[] {
  const rows: Row[] = []
  const walk = (parent: string, level: number): void => {
    const branch = loaded.get(parent)
    if (!branch || level > DEPTH_MAX) return
    branch.items.forEach((node, index) => {
      const isOpen = node.children > 0 && open.has(node.id)
      rows.push({ node, level, open: isOpen, parent, size: branch.total, position: index + 1 })
      if (isOpen) walk(node.id, level + 1)
    })
    if (branch.items.length < branch.total) rows.push({ more: parent, level, left: branch.total - branch.items.length })
  }
  walk('', 1)
  return rows
}

export type Move = { to: number } | { open: string } | { close: string } | { choose: number } | null

/** What a key does when the row at `index` has the focus. */
export function moveFor(key: string, rows: Row[], index: number): Move {
  const row = rows[index]
  const within = (to: number): Move => (to >= 0 && to < rows.length && to !== index ? { to } : null)
  switch (key) {
    case 'ArrowDown':
      return within(index + 1)
    case 'ArrowUp':
      return within(index - 1)
    case 'Home':
      return within(0)
    case 'End':
      return within(rows.length - 1)
    case 'Enter':
    case ' ':
      return { choose: index }
    case 'ArrowRight':
      if (!row || isMore(row) || row.node.children === 0) return null
      return row.open ? within(index + 1) : { open: row.node.id }
    case 'ArrowLeft':
      if (!row) return null
      if (!isMore(row) && row.open) return { close: row.node.id }
      return within(rows.findIndex((one) => !isMore(one) && one.node.id === (isMore(row) ? row.more : row.parent)))
    default:
      return null
  }
}
