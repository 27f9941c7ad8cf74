// SPDX-License-Identifier: Apache-2.0
/** The correction of a registered duty: only what differs is sent, and what was emptied is taken away. */
import type { ObligationChange, StaffObligation } from '@/api/staff-obligations'
import { parseYuan, yuanText } from '@/format/yuan'

export const emptyEdit = () => ({ title: '', post: '', done_on: '', accepted_on: '', fulfilled: '', void_on: '', void_reason: '', note: '' })
export type ObligationEdit = ReturnType<typeof emptyEdit>
type Duty = Pick<StaffObligation, 'title' | 'post_id' | 'done_on' | 'accepted_on' | 'fulfilled_fen' | 'amount_fen' | 'made_on' | 'void_on' | 'void_reason' | 'note'>

export const editOf = (duty: Duty): ObligationEdit => ({
  title: duty.title,
  post: duty.post_id ?? '',
  done_on: duty.done_on ?? '',
  accepted_on: duty.accepted_on ?? '',
  fulfilled: yuanText(duty.fulfilled_fen),
  void_on: duty.void_on ?? '',
  void_reason: duty.void_reason ?? '',
  note: duty.note ?? '',
})

export function editFaults(draft: ObligationEdit, duty: Duty | undefined): Partial<Record<keyof ObligationEdit, 'required' | 'money' | 'above_amount' | 'day_order'>> {
  const faults: Partial<Record<keyof ObligationEdit, 'required' | 'money' | 'above_amount' | 'day_order'>> = {}
  if (!draft.title.trim()) faults.title = 'required'
  const fulfilled = parseYuan(draft.fulfilled)
  if (draft.fulfilled && fulfilled === null) faults.fulfilled = 'money'
  if (fulfilled !== null && duty?.amount_fen !== undefined && fulfilled > duty.amount_fen) faults.fulfilled = 'above_amount'
  if (draft.done_on && duty && draft.done_on < duty.made_on) faults.done_on = 'day_order'
  if (draft.void_on && !draft.void_reason.trim()) faults.void_reason = 'required'
  if (draft.void_reason.trim() && !draft.void_on) faults.void_on = 'required'
  return faults
}

export function editInput(draft: ObligationEdit, duty: Duty): ObligationChange {
  const before = editOf(duty)
  const differs = (name: keyof ObligationEdit) => draft[name].trim() !== before[name]
  const input: ObligationChange = {}
  if (differs('title')) input.title = draft.title.trim()
  if (differs('post')) input.post_id = draft.post || null
  for (const name of ['done_on', 'accepted_on', 'void_on', 'void_reason', 'note'] as const) if (differs(name)) input[name] = draft[name].trim() || null
  if (differs('fulfilled')) input.fulfilled_fen = parseYuan(draft.fulfilled)
  return input
}
