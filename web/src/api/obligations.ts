// SPDX-License-Identifier: Apache-2.0
import { get, type Params, type Schema } from './client'

export type ObligationItem = Schema['ObligationItem']
export type ObligationDetail = Schema['ObligationDetail']
export type ObligationPart = Schema['ObligationPart']
export type Light = Schema['Light']
export type Outcome = Schema['OutcomeCode']

export const listObligations = (params: Params, signal?: AbortSignal) =>
  get<Schema['ObligationList']>('/public/obligations', params, signal)
export const summariseObligations = (params: { tenant?: string; body?: string }, signal?: AbortSignal) =>
  get<Schema['ObligationSummary']>('/public/obligations/summary', params, signal)
/** Refusals: `obligation.unknown`. */
export const fetchObligation = (id: string, signal?: AbortSignal) =>
  get<ObligationDetail>(`/public/obligations/${encodeURIComponent(id)}`, {}, signal)
