// SPDX-License-Identifier: Apache-2.0
import { get, type Params, type Schema } from './client'

export type Body = Schema['Body']
export type BodyItem = Schema['BodyItem']
export type Standing = Schema['Standing']
export type IntegrityRecord = Schema['Record']
export type TimelineEvent = Schema['TimelineEvent']
type Page = { limit?: number; page?: number }

const path = (id: string) => `/public/bodies/${encodeURIComponent(id)}`

export const listBodies = (params: Params, signal?: AbortSignal) => get<Schema['BodyList']>('/public/bodies', params, signal)
/** Refusals: `body.unknown`. */
export const fetchBody = (id: string, signal?: AbortSignal) => get<Body>(path(id), {}, signal)
export const listBodyObligations = (id: string, params: Params, signal?: AbortSignal) =>
  get<Schema['ObligationList']>(`${path(id)}/obligations`, params, signal)
export const listBodyRecords = (id: string, params: Page, signal?: AbortSignal) =>
  get<Schema['RecordList']>(`${path(id)}/records`, params, signal)
export const fetchTimeline = (id: string, params: Page, signal?: AbortSignal) =>
  get<Schema['TimelineList']>(`${path(id)}/timeline`, params, signal)
export const listRecords = (params: Params, signal?: AbortSignal) => get<Schema['RecordList']>('/public/records', params, signal)
/** Refusals: `record.unknown`. */
export const fetchRecord = (id: string, signal?: AbortSignal) =>
  get<IntegrityRecord>(`/public/records/${encodeURIComponent(id)}`, {}, signal)
