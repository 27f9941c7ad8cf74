// SPDX-License-Identifier: Apache-2.0
/** Duties as staff keeps them: list, file, registration, milestones, payments, evidence, lawful changes, batches. */
import { get, post, put, type Params, type Schema } from './client'
import type { Evidence, StaffList } from './staff'

export type StaffObligation = Schema['StaffObligation']
export type ObligationInput = Schema['ObligationInput']
/** What may be corrected of a registered duty; null takes a member away. Its terms change by a lawful change only. */
export type ObligationChange = Omit<Schema['ObligationChangeInput'], 'version'>
export type Milestone = Schema['Milestone']
export type Payment = Schema['StaffPayment']
export type LawfulChange = Schema['LawfulChange']
/** With what the contract leaves open: the paper it rests on, the post, what an event is about. */
export type ObligationFile = Omit<Schema['ObligationFile'], 'source' | 'post' | 'timeline'> & {
  source?: { id?: string; code?: string; kind?: string; title: string; doc_no?: string; issuer?: string; issued_on?: string }
  post?: { id: string; title: string } | null
  timeline: (Schema['ObligationFile']['timeline'][number] & { entity?: string })[]
}
export type ChangeInput = Schema['LawfulChangeInput']
export type BatchInput = Schema['ObligationBatch']
export type BatchAct = BatchInput['act']
/** The server takes no more in one batch. */
export const BATCH_MAX = 200

const path = (id: string) => `/obligations/${encodeURIComponent(id)}`

export const listStaffObligations = (params: Params, signal?: AbortSignal) =>
  get<StaffList<StaffObligation>>('/obligations', params, signal)
/** Refusals: `obligation.unknown`. */
export const fetchObligationFile = (id: string, signal?: AbortSignal) => get<ObligationFile>(`${path(id)}/file`, {}, signal)
export const registerObligation = (input: ObligationInput) => post<Schema['Registered']>('/obligations', input)
/** Refusals: `store.version`. */
export const changeObligation = (id: string, input: ObligationChange, version: number) => put<Schema['Edited']>(path(id), input, version)
export const addMilestone = (id: string, input: Schema['MilestoneInput']) => post<Schema['Edited']>(`${path(id)}/milestones`, input)
export const changeMilestone = (id: string, input: Schema['MilestoneChangeInput'], version: number) =>
  put<Schema['Edited']>(`/milestones/${encodeURIComponent(id)}`, input, version)
export const addPayment = (id: string, input: Schema['PaymentInput']) => post<Schema['Edited']>(`${path(id)}/payments`, input)
export const addEvidence = (id: string, input: Evidence) => post<Schema['Edited']>(`${path(id)}/evidence`, input)
/** Refusals: `change.*`: what the law asks of a change. */
export const addChange = (id: string, input: ChangeInput) => post<Schema['Edited']>(`${path(id)}/changes`, input)
export const batchObligations = (input: BatchInput) => post<Schema['EachDone']>('/obligations/batch', input)
