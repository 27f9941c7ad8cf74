// SPDX-License-Identifier: Apache-2.0
/** What bodies state for leaves of the scheme that no register feeds, and the second person's check. */
import { get, post, put, type Params, type Schema } from './client'
import type { BodyRef, Evidence, Made, Named, StaffList } from './staff'

export type StatementForm = Schema['Statement']['form']
export type StatementState = 'filed' | 'checked' | 'missing' | 'returned'

export interface StatementPart {
  numerator: number
  denominator: number
}
export interface Statement {
  id: string
  version: number
  code?: string
  body_id: string
  body?: BodyRef
  leaf: string
  period: string
  form: StatementForm
  parts?: StatementPart[]
  counts?: Record<string, number>
  flag?: boolean
  value_code?: string
  score_hundredths?: number
  reason?: string
  evidence?: Evidence[]
  filed_on?: string
  filed_by?: string
  checked_on?: string
  checked_by?: string
  returned_on?: string
  returned_by?: string
  opinion?: string
}
export interface StatementLeaf {
  leaf: string
  name: string | Named
  /** The form that the scheme wants first. */
  form: StatementForm
  forms?: StatementForm[]
  group?: string
  classes?: string[]
  /** How many pairs of figures the leaf takes; one when absent. */
  parts?: number
  codes?: string[]
}
export type StatementInput = {
  body_id: string
  leaf: string
  period: string
  form: StatementForm
  evidence: Evidence[]
} & Partial<Pick<Statement, 'parts' | 'counts' | 'flag' | 'value_code' | 'reason'>>

const path = (id: string) => `/statements/${encodeURIComponent(id)}`

export const listStatements = (params: Params, signal?: AbortSignal) => get<StaffList<Statement>>('/statements', params, signal)
/** Refusals: `statement.unknown`. */
export const fetchStatement = (id: string, signal?: AbortSignal) => get<Statement>(path(id), {}, signal)
/** Leaves of the schemes in use, those that a body files or all; the server knows no other period's. */
export async function listLeaves(body: string | undefined, signal?: AbortSignal): Promise<StatementLeaf[]> {
  const { items } = await get<StaffList<Omit<StatementLeaf, 'form'> & { form?: StatementForm }>>('/statements/leaves', { body }, signal)
  return items.map((leaf) => ({ ...leaf, name: leaf.name ?? leaf.leaf, form: leaf.form ?? leaf.forms?.find((one) => one !== 'not_applicable') ?? 'parts' }))
}
export const fileStatement = (input: StatementInput) => post<Made>('/statements', input)
export const changeStatement = (id: string, input: StatementInput, version: number) => put<Made>(path(id), input, version)
/** Refusals: `statement.same_person`. */
export const checkStatement = (id: string, result: 'accepted' | 'returned', opinion: string, version: number) =>
  post<Made>(`${path(id)}/check`, { result, version, ...(opinion ? { opinion } : {}) })
