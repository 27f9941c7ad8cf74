// SPDX-License-Identifier: Apache-2.0
import { get, type Params, type Schema } from './client'

/** `children`: how many bodies stand directly below. `path`: names from the root, only in the answer to a search. */
export type TreeNode = Schema['BodyTreeItem']

/** Without `parent` and `q`: the roots of what the account may see. At most 200; the rest is found by `q`. */
export const fetchBodyTree = (params: { parent?: string; q?: string; limit?: number }, signal?: AbortSignal) =>
  get<Schema['BodyTree']>('/bodies/tree', params satisfies Params, signal)
export const fetchStaffDivisions = (params: { parent?: string }, signal?: AbortSignal) =>
  get<Schema['StaffDivisionList']>('/divisions', params satisfies Params, signal)
