// SPDX-License-Identifier: Apache-2.0
/** Who was asked to take a record back, and the offices that read the feed by name. */
import { get, post, type Params, type Schema } from './client'

export type Recall = Schema['Recall']
export type FeedSubscriber = Schema['FeedSubscriber']
export const CHANNELS = ['feed', 'export', 'report'] as const
export const RECALL_STATES = ['asked', 'sent', 'unreachable', 'acknowledged'] as const

export const listRecalls = (params: Params, signal?: AbortSignal) => get<Schema['RecallList']>('/recalls', params, signal)
/** Refusals: `recall.acknowledged`, `recall.note_missing`, `recall.note_personal`. */
export const acknowledgeRecall = (id: string, note: string) => post<Recall>(`/recalls/${encodeURIComponent(id)}/acknowledge`, { note })
export const listSubscribers = (signal?: AbortSignal) => get<Schema['FeedSubscriberList']>('/feed-subscribers', {}, signal)
/** The token is told here once. */
export const makeSubscriber = (name: string) => post<FeedSubscriber>('/feed-subscribers', { name })
export const revokeSubscriber = (id: string) => post<FeedSubscriber>(`/feed-subscribers/${encodeURIComponent(id)}/revoke`, {})
