// SPDX-License-Identifier: Apache-2.0
/** What bodies state for leaves of the scheme that no register feeds, and the second person's check. */
import { get, post, put, type Params, type Schema } from './client'
import type { Named, StaffList } from './staff'

export type Statement = Schema['Statement']
export type StatementForm = Statement['form']
export type StatementState = 'filed' | 'checked' | 'missing' | 'returned'
export type StatementInput = Schema['StatementInput']
/** A leaf with the form that the scheme wants first, and a name in any case. */
export type StatementLeaf = Pick<Schema['StatementLeaf'], 'leaf' | 'group' | 'parts' | 'classes' | 'codes'> & {
  name: Named
  form: StatementForm
  forms: StatementForm[]
}

const path = (id: string) => `/statements/${encodeURIComponent(id)}`

export const listStatements = (params: Params, signal?: AbortSignal) => get<StaffList<Statement>>('/statements', params, signal)
/** Refusals: `statement.unknown`. */
export const fetchStatement = (id: string, signal?: AbortSignal) => get<Statement>(path(id), {}, signal)
/** Leaves that a body files for a year, or of all bodies and all versions of the schemes. */
export async function listLeaves(body: string | undefined, signal?: AbortSignal, period?: string): Promise<StatementLeaf[]> {
  const { items } = await get<Schema['StatementLeafList']>('/statements/leaves', { body, period }, signal)
  return items.map((leaf) => {
    const forms = leaf.forms as StatementForm[]
    return { ...leaf, name: { ...leaf.name, zh: leaf.name?.zh ?? leaf.leaf }, forms, form: forms.find((one) => one !== 'not_applicable') ?? 'parts' }
  })
}
export const fileStatement = (input: StatementInput) => post<Statement>('/statements', input)
export const changeStatement = (id: string, input: StatementInput, version: number) => put<Statement>(path(id), input, version)
/** Refusals: `statement.same_person`. */
export const checkStatement = (id: string, result: Schema['StatementCheck']['result'], opinion: string, version: number) =>
  post<Statement>(`${path(id)}/check`, { result, version, ...(opinion ? { opinion } : {}) })
