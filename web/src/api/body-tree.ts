// SPDX-License-Identifier: Apache-2.0
import { get, type Params } from './client'
import type { List } from './todos'

export interface TreeNode {
  id: string
  code: string
  name: string
  class?: string
  division_code?: string
  /** How many bodies stand directly below. */
  children: number
  /** Names from the root; only in the answer to a search. */
  path?: string[]
}
export interface DivisionNode {
  code: string
  name: string
  level?: string
  parent?: string | null
}

/** Without `parent` and `q`: the roots of what the account may see. */
export const fetchBodyTree = (params: { parent?: string; q?: string; limit?: number; page?: number }, signal?: AbortSignal) =>
  get<List<TreeNode>>('/bodies/tree', params satisfies Params, signal)
export const fetchStaffDivisions = (params: { parent?: string }, signal?: AbortSignal) =>
  get<List<DivisionNode>>('/divisions', params satisfies Params, signal)
