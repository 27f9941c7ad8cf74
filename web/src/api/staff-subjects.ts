// SPDX-License-Identifier: Apache-2.0
/** Bodies, posts, tenures and hand-overs as staff sees and keeps them. */
import { get, post, put, type Params, type Schema } from './client'
import type { StaffList } from './staff'

/** `children`: the bodies directly below; with one body only. */
export type StaffBody = Omit<Schema['StaffBody'], 'past'> & { past?: { until: string; name: string; parent_id?: string; division_code?: string }[] }
export type Post = Schema['Post']
export type Tenure = Schema['Tenure']
export type Handover = Schema['Handover']
export type BodyChange = Schema['StaffBodyChange']

const path = (name: string, id: string) => `/${name}/${encodeURIComponent(id)}`

export const listStaffBodies = (params: Params, signal?: AbortSignal) => get<StaffList<StaffBody>>('/bodies', params, signal)
/** Refusals: `body.unknown`. */
export const fetchStaffBody = (id: string, signal?: AbortSignal) => get<StaffBody>(path('bodies', id), {}, signal)
export const addBody = (body: Record<string, unknown>) => post<Schema['MadeBody']>('/bodies', body)
/** One of name, place, successor; from a day on and with its basis. Refusals: `store.version` when somebody else was faster. */
export const changeBody = (id: string, body: BodyChange, version: number) => put<StaffBody>(path('bodies', id), body, version)

export const listPosts = (params: Params, signal?: AbortSignal) => get<StaffList<Post>>('/posts', params, signal)
export const addPost = (body: Record<string, unknown>) => post<Post>('/posts', body)
export const endPost = (id: string, body: Schema['PostEnd'], version: number) => put<Post>(path('posts', id), body, version)
export const listTenures = (params: Params, signal?: AbortSignal) => get<StaffList<Tenure>>('/tenures', params, signal)
export const addTenure = (body: Schema['TenureInput']) => post<Tenure>('/tenures', body)
export const endTenure = (id: string, body: Schema['TenureEnd'], version: number) => put<Tenure>(path('tenures', id), body, version)

export const listHandovers = (params: Params, signal?: AbortSignal) => get<StaffList<Handover>>('/handovers', params, signal)
/** Refusals: `handover.unknown`. */
export const fetchHandover = (id: string, signal?: AbortSignal) => get<Handover>(path('handovers', id), {}, signal)
/** Refusals: `handover.no_holder`, `handover.same_official`, `store.key_taken`. */
export const drawUpHandover = (body: Schema['HandoverInput']) => post<Handover>('/handovers', body)
/** Refusals: `handover.signed`, `handover.signed_before_day`. */
export const signHandover = (id: string, signed_on: string) => post<Handover>(`${path('handovers', id)}/sign`, { signed_on })
