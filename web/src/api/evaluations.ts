// SPDX-License-Identifier: Apache-2.0
import { get, type Params, type Schema } from './client'

export type Evaluation = Schema['Evaluation']
export type RankingRow = Schema['RankingRow']
export type Score = Schema['Score']
export type GroupScore = Schema['GroupScore']
export type LeafScore = Schema['LeafScore']
export type LeafRow = Schema['LeafRow']
export type Scheme = Schema['Scheme']

const path = (id: string) => `/public/evaluations/${encodeURIComponent(id)}`

export const listEvaluations = (tenant: string, signal?: AbortSignal) =>
  get<Schema['EvaluationList']>('/public/evaluations', { tenant, limit: 50 }, signal)
export const fetchRanking = (id: string, params: Params, signal?: AbortSignal) =>
  get<Schema['RankingList']>(`${path(id)}/ranking`, params, signal)
/** All rows a leaf counted, page by page. */
export const listLeafRows = (id: string, body: string, leaf: string, page: number, signal?: AbortSignal) =>
  get<Schema['LeafRowList']>(
    `${path(id)}/bodies/${encodeURIComponent(body)}/leaves/${encodeURIComponent(leaf)}/rows`,
    { page, limit: 50 },
    signal,
  )
/** Refusals: `scheme.unknown`. */
export const fetchScheme = (id: string, signal?: AbortSignal) =>
  get<Scheme>(`/public/schemes/${encodeURIComponent(id)}`, {}, signal)
