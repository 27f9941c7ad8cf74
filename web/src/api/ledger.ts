// SPDX-License-Identifier: Apache-2.0
import { get, type Schema } from './client'

export type Checkpoint = Schema['Checkpoint']
export type InclusionProof = Schema['InclusionProof']
export type ConsistencyProof = Schema['ConsistencyProof']

export const fetchCheckpoint = (signal?: AbortSignal) => get<Checkpoint>('/public/ledger/checkpoint', {}, signal)
/** Refusals: `proof.index`, `proof.size`. */
export const fetchInclusion = (index: number, size: number) =>
  get<InclusionProof>('/public/ledger/inclusion', { index, size })
/** Refusals: `proof.order`, `proof.size`. */
export const fetchConsistency = (from: number, to: number) =>
  get<ConsistencyProof>('/public/ledger/consistency', { from, to })
