// SPDX-License-Identifier: Apache-2.0
/** Objections of persons to their own files, for those who answer them. Names come masked. */
import { ApiProblem, get, post, type Params, type Schema } from './client'
import type { StaffList } from './staff'

export type FileObjection = Schema['FileObjection']
export const OBJECTION_STATES = ['open', 'answered'] as const satisfies readonly FileObjection['state'][]
/** The server takes no shorter and no longer answer. */
export const ANSWER_MIN = 4
export const ANSWER_MAX = 2000

const PAGE_ROWS = 200
const PAGES_MAX = 50 // as far as the server reads

export const listFileObjections = (params: Params, signal?: AbortSignal) => get<StaffList<FileObjection>>('/file-objections', params, signal)
/** The server answers with lists only: the one is looked for in them, the open ones first. Refusals: `file_objection.unknown`. */
export async function findFileObjection(id: string, signal?: AbortSignal): Promise<FileObjection> {
  for (const state of OBJECTION_STATES) {
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const { items, total } = await listFileObjections({ state, page, limit: PAGE_ROWS }, signal)
      const found = items.find((one) => one.id === id)
      if (found) return found
      if (page * PAGE_ROWS >= total) break
    }
  }
  throw new ApiProblem('file_objection.unknown', 404, '', '')
}
/** Nothing of the file changes by it. Refusals: `file_objection.answered`, `file_objection.own_case`, `file_objection.text`, `file_objection.text_personal`, `store.version`. */
export const answerFileObjection = (id: string, answer: string, version: number) =>
  post<FileObjection>(`/file-objections/${encodeURIComponent(id)}/answer`, { answer, version })
