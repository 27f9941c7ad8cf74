// SPDX-License-Identifier: Apache-2.0
/** What handlers of complaints do: their own key, what a complainant filed, and the answer to it. */
import { get, post, type Schema } from './client'

export type HandlerKey = Schema['HandlerKey']
export type HandlerKeyStanding = Schema['HandlerKeyStanding']
export type HandlerKeyMade = Schema['HandlerKeyMade']
export type FilingOpened = Schema['FilingOpened']
export const READ_FILING = 'complaint.read_filing'
export const PASSPHRASE_MIN = 12
export const PASSPHRASE_MAX = 200

export const fetchHandlerKey = (signal?: AbortSignal) => get<HandlerKeyStanding>('/me/handler-key', {}, signal)
/** Shares are told here once. Refusals: `handler_key.exists`, `handler_key.passphrase_length`, `handler_key.shares`. */
export const makeHandlerKey = (input: Schema['HandlerKeyInput']) => post<HandlerKeyMade>('/me/handler-key', input)
/** Refusals: `handler_key.share_form`, `handler_key.shares_wrong`. */
export const recoverHandlerKey = (input: Schema['HandlerKeyRecovery']) => post<HandlerKeyMade>('/me/handler-key/recover', input)
/** Refusals: `handler_key.passphrase_wrong`, `complaint.unknown`. */
export const readFiling = (caseId: string, passphrase: string) => post<FilingOpened>(`/cases/${encodeURIComponent(caseId)}/filing`, passphrase ? { passphrase } : {})
export const answerComplainant = (caseId: string, text: string) => post<Schema['MessageNumber']>(`/cases/${encodeURIComponent(caseId)}/messages`, { text })
