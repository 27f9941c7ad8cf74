// SPDX-License-Identifier: Apache-2.0
import { get, type Params, type Schema } from './client'

export type Plan = Schema['Plan']
export type PlanClause = Schema['PlanClause']
export type LawSource = Schema['Source']
export type Article = Schema['Article']
export type DeadlineRule = Schema['DeadlineRule']
export type DueExplanation = Schema['DueExplanation']

export const fetchPlan = (signal?: AbortSignal) => get<Plan>('/public/plan', {}, signal)
export const listSources = (params: Params, signal?: AbortSignal) => get<Schema['SourceList']>('/public/sources', params, signal)
/** Refusals: `source.unknown`. */
export const fetchSource = (id: string, signal?: AbortSignal) =>
  get<LawSource>(`/public/sources/${encodeURIComponent(id)}`, {}, signal)
export const listArticles = (id: string, params: Params, signal?: AbortSignal) =>
  get<Schema['ArticleList']>(`/public/sources/${encodeURIComponent(id)}/articles`, params, signal)
export const listDeadlines = (signal?: AbortSignal) => get<Schema['DeadlineRuleList']>('/public/deadlines', {}, signal)
export const computeDue = (rule: string, from: string, signal?: AbortSignal) =>
  get<DueExplanation>(`/public/deadlines/${encodeURIComponent(rule)}/due`, { from }, signal)
