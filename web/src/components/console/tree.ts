// SPDX-License-Identifier: Apache-2.0
import type { TreeNode } from '@/api/body-tree'

/** What is known of the children of one node. */
export interface Branch {
  items: TreeNode[]
  total: number
}
export interface TreeRow {
  node: TreeNode
  level: number
  at: number
  of: number
}
const LEVELS_MAX = 12

/** The open part of the tree as rows, parents before children. */
export function flatten(branches: ReadonlyMap<string, Branch>, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (parent: string, level: number) => {
    const branch = branches.get(parent)
    if (!branch || level > LEVELS_MAX) return
    branch.items.forEach((node, index) => {
      rows.push({ node, level, at: index + 1, of: branch.total })
      if (open.has(node.id)) walk(node.id, level + 1)
    })
  }
  walk('', 1)
  return rows
}
