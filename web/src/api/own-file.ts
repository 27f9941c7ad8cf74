// SPDX-License-Identifier: Apache-2.0
/** The file that is kept about the person who is signed in, and who read it. */
import { get, post, type Schema } from './client'

export interface OwnObjection {
  id: string
  entity: 'official' | 'tenure' | 'record'
  entity_id: string
  text: string
  filed_on: string
  state: 'open' | 'answered'
  answer?: string
  answered_by?: string
  answered_on?: string
}
export interface OwnFile {
  official: { id: string; staff_no: string; name?: string; id_number?: string; phone?: string; valid_from?: string; disputed?: boolean }
  tenures: { id: string; post?: { id: string; title: string }; body?: { id: string; name: string }; from_on: string; to_on?: string; acting: boolean }[]
  records: { id: string; code: string; cat: string; polarity: string; standing: string; disputed: boolean; facts?: string; doc_no?: string }[]
  reads: Schema['FileRead'][]
  objections: OwnObjection[]
}

/** Refusals: `official.no_own_file` when the account is linked to no official. */
export const fetchOwnFile = (signal?: AbortSignal) => get<OwnFile>('/me/file', {}, signal)
export const fileObjection = (objection: { entity: OwnObjection['entity']; id: string; text: string }) => post<OwnObjection>('/me/file/objections', objection)
