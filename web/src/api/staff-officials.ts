// SPDX-License-Identifier: Apache-2.0
/** Files of officials. Names and numbers come masked; opening them is a journalled act with a reason. */
import { get, post, put, type Params, type Schema } from './client'
import type { StaffList } from './staff'

export type SealedField = Schema['UnmaskInput']['fields'][number]
export const SEALED_FIELDS = ['name', 'id_number', 'phone'] as const satisfies readonly SealedField[]

export type Official = Schema['OfficialRow']
export type OfficialFile = Schema['OfficialFile']
export type FileRead = Schema['FileRead']

const path = (id: string) => `/officials/${encodeURIComponent(id)}`

export const listOfficials = (params: Params, signal?: AbortSignal) => get<StaffList<Official>>('/officials', params, signal)
/** A journalled read: the reason is kept with it. Refusals: `official.unknown`. */
export const fetchOfficial = (id: string, reason: string, signal?: AbortSignal) => get<OfficialFile>(path(id), { reason }, signal)
export const addOfficial = (body: Record<string, unknown>) => post<Schema['Written']>('/officials', body)
export const changeOfficial = (id: string, body: Record<string, unknown>, version: number) => put<Schema['Written']>(path(id), body, version)
/** Refusals: `access.denied`, `session.reauthenticate`. */
export const unmaskOfficial = (id: string, fields: SealedField[], reason: string) =>
  post<Schema['Unmasked']>(`${path(id)}/unmask`, { fields, reason })
export const listReads = (id: string, signal?: AbortSignal) => get<StaffList<FileRead>>(`${path(id)}/reads`, {}, signal)
