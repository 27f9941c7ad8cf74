// SPDX-License-Identifier: Apache-2.0
/** Bodies, posts, tenures and hand-overs as staff sees and keeps them. */
import { get, post, put, type Params } from './client'
import type { BodyRef, Made, OfficialRef, PostRef, StaffList } from './staff'

export interface StaffBody {
  id: string
  version: number
  code: string
  scheme: string
  name: string
  name_en?: string
  short_name?: string
  class: string
  division_code: string
  parent_id?: string
  parent?: BodyRef
  has_penalty_power?: boolean
  has_institutions?: boolean
  has_debt?: boolean
  valid_from: string
  valid_to?: string
  successor_id?: string
  source?: string
  note?: string
  /** The bodies directly below; with one body only. */
  children?: BodyRef[]
  past?: { until: string; name: string; parent_id?: string; division_code?: string }[]
}
export interface Post {
  id: string
  version: number
  code: string
  body_id: string
  body?: BodyRef
  title: string
  title_en?: string
  rank?: string
  valid_from: string
  valid_to?: string
}
export interface Tenure {
  id: string
  version: number
  code: string
  post_id: string
  post?: PostRef
  body?: BodyRef
  official_id: string
  official?: OfficialRef
  from_on: string
  to_on?: string
  acting?: boolean
}
export interface HandoverDuty {
  id: string
  code: string
  title: string
  kind?: string
  due_on?: string
  amount_fen?: number
  outcome?: string
  light?: string
}
export interface Handover {
  id: string
  version: number
  code: string
  body_id: string
  body?: BodyRef
  post_id: string
  post?: PostRef
  from_official?: OfficialRef
  to_official?: OfficialRef
  on_day: string
  signed_on?: string
  basis?: string[]
  obligation_ids?: string[]
  obligations?: HandoverDuty[]
}
export type BodyInput = Record<string, unknown>

const path = (name: string, id: string) => `/${name}/${encodeURIComponent(id)}`

export const listStaffBodies = (params: Params, signal?: AbortSignal) => get<StaffList<StaffBody>>('/bodies', params, signal)
/** Refusals: `body.unknown`. */
export const fetchStaffBody = (id: string, signal?: AbortSignal) => get<StaffBody>(path('bodies', id), {}, signal)
export const addBody = (body: BodyInput) => post<Made>('/bodies', body)
export interface BodyChange {
  name?: string
  parent_id?: string
  division_code?: string
  successor_id?: string
  from: string
  basis: string[]
}
/** One of name, place, successor; from a day on and with its basis. Refusals: `store.version` when somebody else was faster. */
export const changeBody = (id: string, body: BodyChange, version: number) => put<Made>(path('bodies', id), body, version)

export const listPosts = (params: Params, signal?: AbortSignal) => get<StaffList<Post>>('/posts', params, signal)
export const addPost = (body: BodyInput) => post<Made>('/posts', body)
export const endPost = (id: string, body: { valid_to: string; basis: string[] }, version: number) => put<Made>(path('posts', id), body, version)
export const listTenures = (params: Params, signal?: AbortSignal) => get<StaffList<Tenure>>('/tenures', params, signal)
export const addTenure = (body: BodyInput) => post<Made>('/tenures', body)
export const endTenure = (id: string, body: { to_on: string; basis: string[] }, version: number) => put<Made>(path('tenures', id), body, version)

export const listHandovers = (params: Params, signal?: AbortSignal) => get<StaffList<Handover>>('/handovers', params, signal)
/** Refusals: `handover.unknown`. */
export const fetchHandover = (id: string, signal?: AbortSignal) => get<Handover>(path('handovers', id), {}, signal)
/** Refusals: `handover.no_holder`, `handover.same_official`, `store.key_taken`. */
export const drawUpHandover = (body: { post_id: string; on_day: string; basis: string[] }) => post<Made>('/handovers', body)
/** Refusals: `handover.signed`, `handover.signed_before_day`. */
export const signHandover = (id: string, signed_on: string) => post<Made>(`${path('handovers', id)}/sign`, { signed_on })
