// SPDX-License-Identifier: Apache-2.0
/** Complaints as whoever files them sees them. The receipt travels in bodies only, never in an address. */
import { getUnnamed, postUnnamed, type Schema } from './client'

export type ComplaintInput = Schema['ComplaintInput']
export type ComplaintTaken = Schema['ComplaintTaken']
export type Certificate = Schema['ComplaintCertificate']
export type ComplaintStanding = Schema['ComplaintStanding']
export type ComplaintMessage = Schema['ComplaintMessage']
export type WorkChallenge = Schema['WorkChallenge']
export type WorkProof = Schema['WorkProof']
export type Satisfaction = Schema['ReceiptRating']['satisfaction']
export const SATISFACTIONS: readonly Satisfaction[] = ['satisfied', 'basically', 'dissatisfied']

const PATH = '/public/complaints'
const withProof = <T extends object>(body: T, proof?: WorkProof): T & { proof?: WorkProof } => (proof ? { ...body, proof } : body)

export const fetchChallenge = (signal?: AbortSignal) => getUnnamed<WorkChallenge>(`${PATH}/challenge`, signal)
/** Refusals: `complaint.proof_needed` (as of the three below), `complaint.no_handlers`, `complaint.key_reused`, `complaint.…_length`. */
export const fileComplaint = (input: ComplaintInput, key: string, proof?: WorkProof, signal?: AbortSignal) =>
  postUnnamed<ComplaintTaken>(PATH, withProof(input, proof), key, signal)
/** Refusals: `complaint.receipt_unknown`. */
export const lookUp = (receipt: string, proof?: WorkProof, signal?: AbortSignal) =>
  postUnnamed<ComplaintStanding>(`${PATH}/lookup`, withProof({ receipt }, proof), undefined, signal)
/** Refusals: `complaint.message_length`, `complaint.too_many_messages`. */
export const writeToOffice = (receipt: string, text: string, key: string, proof?: WorkProof, signal?: AbortSignal) =>
  postUnnamed<Schema['MessageNumber']>(`${PATH}/messages`, withProof({ receipt, text }, proof), key, signal)
/** Refusals: `complaint.not_ratable`. */
export const rate = (receipt: string, satisfaction: Satisfaction, note: string, proof?: WorkProof, signal?: AbortSignal) =>
  postUnnamed<Schema['RatingTaken']>(`${PATH}/rating`, withProof({ receipt, satisfaction, ...(note ? { note } : {}) }, proof), undefined, signal)

/** Whether the server signed this file, and whether it stands in the ledger by now. */
export const verifyFile = (file: unknown) => postUnnamed<Schema['Verdict']>('/public/verify', file)
