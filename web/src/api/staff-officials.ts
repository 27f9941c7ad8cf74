// SPDX-License-Identifier: Apache-2.0
/** Files of officials. Names and numbers come masked; opening them is a journalled act with a reason. */
import { get, post, put, type Params, type Schema } from './client'
import type { BodyRef, Made, StaffList } from './staff'
import type { Tenure } from './staff-subjects'

export const SEALED_FIELDS = ['name', 'id_number', 'phone'] as const
export type SealedField = (typeof SEALED_FIELDS)[number]

export interface Official {
  id: string
  version: number
  staff_no: string
  body_id: string
  body?: BodyRef
  name: string
  id_number?: string
  phone?: string
  staff_type?: string
  valid_from: string
  valid_to?: string
  disputed?: boolean
  tenures?: Tenure[]
}
export type FileRead = Schema['FileRead']

const path = (id: string) => `/officials/${encodeURIComponent(id)}`

export const listOfficials = (params: Params, signal?: AbortSignal) => get<StaffList<Official>>('/officials', params, signal)
/** A journalled read: the reason is kept with it. Refusals: `official.unknown`. */
export const fetchOfficial = (id: string, reason: string, signal?: AbortSignal) => get<Official>(path(id), { reason }, signal)
export const addOfficial = (body: Record<string, unknown>) => post<Made>('/officials', body)
export const changeOfficial = (id: string, body: Record<string, unknown>, version: number) => put<Made>(path(id), body, version)
/** Refusals: `access.denied`, `session.reauthenticate`. */
export const unmaskOfficial = (id: string, fields: SealedField[], reason: string) =>
  post<Partial<Record<SealedField, string>>>(`${path(id)}/unmask`, { fields, reason })
export const listReads = (id: string, signal?: AbortSignal) => get<StaffList<FileRead>>(`${path(id)}/reads`, {}, signal)
