// SPDX-License-Identifier: Apache-2.0
/** A lawful change: what the law asks of one (public reason, approval, collective decision, compensation), and what is sent. */
import type { ChangeInput } from '@/api/staff-obligations'
import { parseYuan } from '@/format/yuan'

export const CHANGE_REASONS = ['national_interest', 'public_interest', 'other_statutory'] as const
export interface ChangeDraft {
  effect: 'due' | 'amount' | 'both' | 'cancels'
  reason_type: ChangeInput['reason_type'] | ''
  reason: string
  approval_doc_no: string
  collective_decision_on: string
  decided_on: string
  notified_on: string
  new_due_on: string
  new_amount: string
  compensation: string
  compensation_reason: string
  compensation_due_on: string
}
export type ChangeFaults = Partial<Record<keyof ChangeDraft, 'required' | 'money' | 'day_order' | 'zero_needs_reason'>>

export const emptyChange = (): ChangeDraft => ({
  effect: 'due', reason_type: '', reason: '', approval_doc_no: '', collective_decision_on: '', decided_on: '', notified_on: '',
  new_due_on: '', new_amount: '', compensation: '', compensation_reason: '', compensation_due_on: '',
})
export const setsDue = (draft: ChangeDraft) => draft.effect === 'due' || draft.effect === 'both'
export const setsAmount = (draft: ChangeDraft) => draft.effect === 'amount' || draft.effect === 'both'

export function changeFaults(draft: ChangeDraft): ChangeFaults {
  const faults: ChangeFaults = {}
  for (const name of ['reason_type', 'reason', 'approval_doc_no', 'collective_decision_on', 'decided_on', 'compensation'] as const) {
    if (!draft[name].trim()) faults[name] = 'required'
  }
  if (setsDue(draft) && !draft.new_due_on) faults.new_due_on = 'required'
  if (setsAmount(draft) && parseYuan(draft.new_amount) === null) faults.new_amount = draft.new_amount ? 'money' : 'required'
  if (draft.compensation && parseYuan(draft.compensation) === null) faults.compensation = 'money'
  if (parseYuan(draft.compensation) === 0 && !draft.compensation_reason.trim()) faults.compensation_reason = 'zero_needs_reason'
  if (draft.collective_decision_on && draft.decided_on && draft.decided_on < draft.collective_decision_on) faults.decided_on = 'day_order'
  if (draft.notified_on && draft.decided_on && draft.notified_on < draft.decided_on) faults.notified_on = 'day_order'
  return faults
}

export function changeInput(draft: ChangeDraft): ChangeInput {
  return {
    reason_type: draft.reason_type as ChangeInput['reason_type'], // never empty: see changeFaults
    reason: draft.reason.trim(),
    approval_doc_no: draft.approval_doc_no.trim(),
    collective_decision_on: draft.collective_decision_on,
    decided_on: draft.decided_on,
    ...(draft.notified_on ? { notified_on: draft.notified_on } : {}),
    ...(setsDue(draft) ? { new_due_on: draft.new_due_on } : {}),
    ...(setsAmount(draft) ? { new_amount_fen: parseYuan(draft.new_amount) ?? 0 } : {}),
    ...(draft.effect === 'cancels' ? { cancels: true } : {}),
    compensation: {
      amount_fen: parseYuan(draft.compensation) ?? 0,
      ...(draft.compensation_reason.trim() ? { reason: draft.compensation_reason.trim() } : {}),
      ...(draft.compensation_due_on ? { due_on: draft.compensation_due_on } : {}),
    },
  }
}
