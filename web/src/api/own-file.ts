// SPDX-License-Identifier: Apache-2.0
/** The file that is kept about the person who is signed in, and who read it. */
import { get, post } from './client'
import type { List } from './todos'

export interface FileRead {
  at: string
  account: string
  action: string
  fields?: string[]
  reason?: string
}
export interface OwnFile {
  official: { id: string; staff_no?: string; name: string; id_number?: string; phone?: string; [member: string]: unknown }
  tenures: { id: string; post?: { id: string; title: string }; body?: { id: string; name: string }; from_on: string; to_on?: string; acting?: boolean }[]
  records: { id: string; title: string; type_name?: string; decided_on?: string; polarity?: string }[]
  reads: FileRead[]
}
export interface OwnObjection {
  id: string
  entity: string
  entity_id?: string
  text: string
  made_on?: string
  at?: string
  state?: string
}

/** Refusals: `official.no_own_file` when the account is linked to no official. */
export const fetchOwnFile = (signal?: AbortSignal) => get<OwnFile>('/me/file', {}, signal)
export const fileObjection = (objection: { entity: string; id: string; text: string }) => post<OwnObjection>('/me/file/objections', objection)
export const listOwnObjections = (signal?: AbortSignal) => get<List<OwnObjection>>('/me/file/objections', {}, signal)
