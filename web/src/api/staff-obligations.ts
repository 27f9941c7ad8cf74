// SPDX-License-Identifier: Apache-2.0
/** Duties as staff keeps them: list, file, registration, milestones, payments, evidence, lawful changes, batches. */
import { get, post, put, type Params, type Schema } from './client'
import type { BatchLine, Evidence, Made, OfficialRef, PostRef, StaffList } from './staff'

export type StaffObligation = Omit<Schema['StaffObligation'], 'body'> & {
  body: { id?: string; code: string; name: string }
}
export type ObligationInput = Schema['ObligationInput']
/** What may be corrected of a registered duty; null takes a member away. Its terms change by a lawful change only. */
export type ObligationChange = Omit<Schema['ObligationChangeInput'], 'version'>
export interface Milestone {
  id: string
  version: number
  code?: string
  no: number
  type: string
  title: string
  due_on: string
  done_on?: string
  amount_fen?: number
  fulfilled_fen?: number
  evidence?: Evidence[]
}
export interface Payment {
  id: string
  paid_on: string
  amount_fen: number
  milestone_id?: string
  voucher_no?: string
}
export interface LawfulChange {
  id: string
  reason_type: string
  reason: string
  approval_doc_no: string
  decided_on: string
  collective_decision_on?: string
  new_due_on?: string
  new_amount_fen?: number
  cancels?: boolean
  compensation?: { amount_fen: number; reason?: string; agreed_on?: string; due_on?: string; paid_on?: string }
}
export interface FileEvent {
  on?: string
  at?: string
  kind: string
  title?: string
  action?: string
  account?: string
  entity?: string
  id?: string
}
export interface ObligationFile {
  obligation: StaffObligation
  source?: { id?: string; code?: string; kind?: string; title: string; doc_no?: string; issuer?: string; issued_on?: string }
  post?: PostRef | null
  holders?: { official: OfficialRef; from_on: string; to_on?: string }[]
  milestones?: Milestone[]
  payments?: Payment[]
  changes?: LawfulChange[]
  findings?: { id: string; kind: string; organ: string; doc_no: string; decided_on: string; facts?: string; revoked_on?: string }[]
  timeline?: FileEvent[]
  remaining_working_days?: number
  provisional?: boolean
}
export interface ChangeInput {
  reason_type: string
  reason: string
  approval_doc_no: string
  decided_on: string
  collective_decision_on: string
  notified_on?: string
  new_due_on?: string
  new_amount_fen?: number
  cancels?: boolean
  compensation: { amount_fen: number; reason?: string; agreed_on?: string; due_on?: string }
}
export type BatchAct = 'evidence' | 'done' | 'void'
export type BatchInput = { ids: string[]; act: BatchAct } & Record<string, unknown>
/** The server takes no more in one batch. */
export const BATCH_MAX = 200

const path = (id: string) => `/obligations/${encodeURIComponent(id)}`

export const listStaffObligations = (params: Params, signal?: AbortSignal) =>
  get<StaffList<StaffObligation>>('/obligations', params, signal)
/** Refusals: `obligation.unknown`. */
export const fetchObligationFile = (id: string, signal?: AbortSignal) => get<ObligationFile>(`${path(id)}/file`, {}, signal)
export const registerObligation = (input: ObligationInput) => post<Made>('/obligations', input)
/** Refusals: `store.version`. */
export const changeObligation = (id: string, input: ObligationChange, version: number) => put<Made>(path(id), input, version)
export const addMilestone = (id: string, input: Record<string, unknown>) => post<Made>(`${path(id)}/milestones`, input)
export const changeMilestone = (id: string, input: Record<string, unknown>, version: number) =>
  put<Made>(`/milestones/${encodeURIComponent(id)}`, input, version)
export const addPayment = (id: string, input: Record<string, unknown>) => post<Made>(`${path(id)}/payments`, input)
export const addEvidence = (id: string, input: Evidence) => post<Made>(`${path(id)}/evidence`, input)
/** Refusals: `change.*`: what the law asks of a change. */
export const addChange = (id: string, input: ChangeInput) => post<Made>(`${path(id)}/changes`, input)
export const batchObligations = (input: BatchInput) => post<{ items: BatchLine[] }>('/obligations/batch', input)
