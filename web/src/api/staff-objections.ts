// SPDX-License-Identifier: Apache-2.0
/** Objections of persons to their own files, for those who answer them. Names come masked. */
import { get, post, type Params, type Schema } from './client'
import type { StaffList } from './staff'

export type FileObjection = Schema['FileObjection']
export const OBJECTION_STATES = ['open', 'answered'] as const satisfies readonly FileObjection['state'][]
/** The server takes no shorter and no longer answer. */
export const ANSWER_MIN = 4
export const ANSWER_MAX = 2000

export const listFileObjections = (params: Params, signal?: AbortSignal) => get<StaffList<FileObjection>>('/file-objections', params, signal)
/** Refusals: `file_objection.unknown`. */
export const getFileObjection = (id: string, signal?: AbortSignal) => get<FileObjection>(`/file-objections/${encodeURIComponent(id)}`, {}, signal)
/** Nothing of the file changes by it. Refusals: `file_objection.answered`, `file_objection.own_case`, `file_objection.text`, `file_objection.text_personal`, `store.version`. */
export const answerFileObjection = (id: string, answer: string, version: number) =>
  post<FileObjection>(`/file-objections/${encodeURIComponent(id)}/answer`, { answer, version })
