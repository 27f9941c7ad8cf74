// SPDX-License-Identifier: Apache-2.0
import { API_BASE, ApiProblem, get, type Params, type Schema } from './client'

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

/** Refusals: `body.unknown`, `evaluation.none`, `evaluation.body_unknown`. */
export const fetchBodyScore = (body: string, evaluation?: string, signal?: AbortSignal) =>
  get<Score>(`/public/bodies/${encodeURIComponent(body)}/score`, { evaluation }, signal)

/** The score that a printed result speaks of. Refusals: `evaluation.unknown`, `evaluation.body_unknown`, `body.unknown`. */
export const fetchPrintedScore = (evaluation: string, body: string, signal?: AbortSignal) =>
  get<Score>(`${path(evaluation)}/bodies/${encodeURIComponent(body)}`, {}, signal)
/** Where the result of a body can be had as PDF, in the page's language. */
export const reportFile = (evaluation: string, body: string) =>
  `${API_BASE}${path(evaluation)}/bodies/${encodeURIComponent(body)}/report`

/** The evaluations of the newest period: departments and institutions may be judged by schemes of their own. */
export function ofNewestPeriod(evaluations: Evaluation[]): Evaluation[] {
  const newest = evaluations.map((one) => one.period).sort().at(-1)
  return evaluations.filter((one) => one.period === newest).slice(0, 8)
}

/** The newest shown score of a body, whichever evaluation judged it; null when none did. */
export async function findScore(tenant: string, body: string, signal?: AbortSignal): Promise<Score | null> {
  const orNone = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 404) return null
    throw error
  }
  const direct = await fetchBodyScore(body, undefined, signal).catch(orNone)
  if (direct) return direct
  for (const evaluation of ofNewestPeriod((await listEvaluations(tenant, signal)).items)) {
    const found = await fetchBodyScore(body, evaluation.id, signal).catch(orNone)
    if (found) return found
  }
  return null
}
