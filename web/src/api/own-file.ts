// SPDX-License-Identifier: Apache-2.0
/** The file that is kept about the person who is signed in, and who read it. */
import { get, post, type Schema } from './client'

export type OwnObjection = Schema['FileObjection']

/** Refusals: `official.no_own_file` when the account is linked to no official. */
export const fetchOwnFile = (signal?: AbortSignal) => get<Schema['OwnFile']>('/me/file', {}, signal)
export const fileObjection = (objection: { entity: OwnObjection['entity']; id: string; text: string }) => post<OwnObjection>('/me/file/objections', objection)
