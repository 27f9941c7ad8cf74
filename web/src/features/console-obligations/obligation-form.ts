// SPDX-License-Identifier: Apache-2.0
/** The registration form of a duty as texts, what is missing in it, and what is sent. The server has the last word. */
import type { Evidence } from '@/api/staff'
import type { ObligationInput } from '@/api/staff-obligations'
import { parseYuan } from '@/format/yuan'

export const SOURCE_KINDS = ['contract', 'promise', 'decision', 'minutes', 'notice', 'plan', 'judgment', 'statute'] as const
export const COUNTERPARTIES = ['private', 'state', 'foreign', 'individual', 'deputy', 'public'] as const
export const DOMAINS = ['procurement', 'ppp', 'bidding', 'investment', 'debt', 'township', 'other'] as const
export const AREAS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13'] as const

export interface ObligationDraft {
  code: string
  body: string
  body_name: string
  kind: string
  title: string
  post: string
  source_id: string
  source_kind: string
  source_title: string
  source_doc_no: string
  source_issuer: string
  source_issued_on: string
  counterparty_type: string
  counterparty_name: string
  counterparty_code: string
  counterparty_sme: boolean
  made_on: string
  due_on: string
  done_on: string
  amount: string
  fulfilled: string
  domain: string
  area: string
  evidence: Evidence[]
  note: string
}
/** Members of the form with the key of what is wrong with them. */
export type Faults = Partial<Record<keyof ObligationDraft, 'required' | 'money' | 'day_order' | 'name_needs_type' | 'above_amount'>>

export const emptyDraft = (): ObligationDraft => ({
  code: '', body: '', body_name: '', kind: '', title: '', post: '', source_id: '', source_kind: 'contract', source_title: '', source_doc_no: '',
  source_issuer: '', source_issued_on: '', counterparty_type: '', counterparty_name: '', counterparty_code: '', counterparty_sme: false, made_on: '',
  due_on: '', done_on: '', amount: '', fulfilled: '', domain: '', area: '', evidence: [], note: '',
})

/** What is plainly wrong before anything is sent. */
export function faultsOf(draft: ObligationDraft): Faults {
  const faults: Faults = {}
  for (const name of ['title', 'body', 'kind', 'made_on', 'due_on'] as const) {
    if (!draft[name].trim()) faults[name] = 'required'
  }
  if (!draft.source_id && !draft.source_title.trim()) faults.source_title = 'required'
  if (draft.amount && parseYuan(draft.amount) === null) faults.amount = 'money'
  if (draft.fulfilled && parseYuan(draft.fulfilled) === null) faults.fulfilled = 'money'
  const [amount, fulfilled] = [parseYuan(draft.amount), parseYuan(draft.fulfilled)]
  if (amount !== null && fulfilled !== null && fulfilled > amount) faults.fulfilled = 'above_amount'
  if (draft.made_on && draft.due_on && draft.due_on < draft.made_on) faults.due_on = 'day_order'
  if (draft.made_on && draft.done_on && draft.done_on < draft.made_on) faults.done_on = 'day_order'
  if ((draft.counterparty_name || draft.counterparty_code) && !draft.counterparty_type) faults.counterparty_type = 'name_needs_type'
  return faults
}

const kept = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== '' && value !== null && value !== undefined && value !== false)) as T

export function inputOf(draft: ObligationDraft): ObligationInput {
  const source = draft.source_id || kept({
    kind: draft.source_kind, title: draft.source_title.trim(), doc_no: draft.source_doc_no.trim(), issuer: draft.source_issuer.trim(), issued_on: draft.source_issued_on,
  })
  const counterparty = draft.counterparty_type
    ? kept({ type: draft.counterparty_type, name: draft.counterparty_name.trim(), code: draft.counterparty_code.trim(), sme: draft.counterparty_sme })
    : undefined
  return kept({
    code: draft.code.trim(), body: draft.body, kind: draft.kind, title: draft.title.trim(), post: draft.post, source, counterparty,
    made_on: draft.made_on, due_on: draft.due_on, done_on: draft.done_on, amount_fen: parseYuan(draft.amount), fulfilled_fen: parseYuan(draft.fulfilled),
    domain: draft.domain, area: draft.area, note: draft.note.trim(),
    evidence: draft.evidence.length ? draft.evidence.filter((one) => one.title.trim()).map((one) => kept({ ...one, title: one.title.trim() })) : undefined,
  }) as ObligationInput
}

/** The member of the form that a pointer of a refusal speaks of. */
export function memberOf(pointer: string): keyof ObligationDraft | null {
  const name = pointer.replace(/^\/(body\/)?(?=.)/, '').replace(/^\//, '')
  const table: Record<string, keyof ObligationDraft> = {
    amount_fen: 'amount', fulfilled_fen: 'fulfilled', source: 'source_title', 'source/title': 'source_title', 'source/kind': 'source_kind',
    'source/doc_no': 'source_doc_no', counterparty: 'counterparty_type', 'counterparty/type': 'counterparty_type', 'counterparty/name': 'counterparty_name',
    'counterparty/code': 'counterparty_code', body_id: 'body', post_id: 'post', '': 'body',
  }
  if (table[name]) return table[name]!
  return name in emptyDraft() ? (name as keyof ObligationDraft) : null
}
