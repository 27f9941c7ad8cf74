// SPDX-License-Identifier: Apache-2.0
/** A statement as texts of a form, what is missing in it, what is sent; and which leaves of a period are still missing. */
import type { Evidence } from '@/api/staff'
import type { Statement, StatementForm, StatementInput, StatementLeaf, StatementState } from '@/api/staff-statements'

export interface StatementDraft {
  form: StatementForm
  parts: { numerator: string; denominator: string }[]
  counts: Record<string, string>
  flag: '' | 'yes' | 'no'
  value_code: string
  reason: string
  evidence: Evidence[]
}
export type StatementFaults = Record<string, 'required' | 'whole' | 'evidence'>
const PARTS_MAX = 5

export function draftFor(leaf: StatementLeaf, statement?: Statement): StatementDraft {
  const wanted = Math.max(1, Math.min(PARTS_MAX, leaf.parts ?? statement?.parts?.length ?? 1))
  return {
    form: statement?.form ?? leaf.form,
    parts: Array.from({ length: wanted }, (_, i) => {
      const part = statement?.parts?.[i]
      return { numerator: part ? String(part.numerator) : '', denominator: part ? String(part.denominator) : '' }
    }),
    counts: Object.fromEntries((leaf.classes ?? Object.keys(statement?.counts ?? {})).map((name) => [name, String(statement?.counts?.[name] ?? '')])),
    flag: statement?.flag === undefined ? '' : statement.flag ? 'yes' : 'no',
    value_code: statement?.value_code ?? '',
    reason: statement?.reason ?? '',
    evidence: (statement?.evidence ?? []).map((one) => ({ ...one })),
  }
}

const whole = (text: string) => /^\d{1,15}$/.test(text.trim())

/** Keys: `parts/0/numerator`, `counts/<class>`, `flag`, `value_code`, `reason`, `evidence`. */
export function statementFaults(draft: StatementDraft): StatementFaults {
  const faults: StatementFaults = {}
  const number = (key: string, text: string) => {
    if (!text.trim()) faults[key] = 'required'
    else if (!whole(text)) faults[key] = 'whole'
  }
  if (draft.form === 'parts') {
    draft.parts.forEach((part, i) => {
      if (i > 0 && !part.numerator.trim() && !part.denominator.trim()) return
      number(`parts/${i}/numerator`, part.numerator)
      number(`parts/${i}/denominator`, part.denominator)
    })
  }
  if (draft.form === 'counts') for (const [name, text] of Object.entries(draft.counts)) number(`counts/${name}`, text)
  if (draft.form === 'flag' && !draft.flag) faults['flag'] = 'required'
  if (draft.form === 'code' && !draft.value_code.trim()) faults['value_code'] = 'required'
  if (draft.form === 'not_applicable' && !draft.reason.trim()) faults['reason'] = 'required'
  if (draft.form !== 'not_applicable' && !draft.evidence.some((one) => one.title.trim())) faults['evidence'] = 'evidence'
  return faults
}

export function statementInput(draft: StatementDraft, place: { body_id: string; leaf: string; period: string }): StatementInput {
  const evidence = draft.evidence
    .filter((one) => one.title.trim())
    .map((one) => Object.fromEntries(Object.entries({ ...one, title: one.title.trim() }).filter(([, value]) => value)) as unknown as Evidence)
  const input: StatementInput = { ...place, form: draft.form, evidence }
  if (draft.form === 'parts') {
    input.parts = draft.parts
      .filter((part) => part.numerator.trim() && part.denominator.trim())
      .map((part) => ({ numerator: Number(part.numerator), denominator: Number(part.denominator) }))
  }
  if (draft.form === 'counts') input.counts = Object.fromEntries(Object.entries(draft.counts).map(([name, text]) => [name, Number(text)]))
  if (draft.form === 'flag') input.flag = draft.flag === 'yes'
  if (draft.form === 'code') input.value_code = draft.value_code.trim()
  if (draft.form === 'not_applicable') input.reason = draft.reason.trim()
  return input
}

/** 48 of 50 → "96%" with at most two places, cut and not rounded up; null when there is nothing to divide by. */
export function shareOf(numerator: string, denominator: string): string | null {
  if (!whole(numerator) || !whole(denominator) || BigInt(denominator.trim()) === 0n) return null
  const e2 = (BigInt(numerator.trim()) * 10_000n) / BigInt(denominator.trim())
  const text = `${e2 / 100n}.${String(e2 % 100n).padStart(2, '0')}`.replace(/\.?0+$/, '')
  return `${text}%`
}

export function stateOf(statement: Statement | undefined): StatementState {
  if (!statement) return 'missing'
  if (statement.checked_on) return 'checked'
  return statement.returned_on ? 'returned' : 'filed'
}

export interface Coverage {
  leaf: StatementLeaf
  statement: Statement | undefined
  state: StatementState
}
/** Each leaf of the scheme with the newest statement of one body, in the scheme's order. */
export function coverageOf(leaves: StatementLeaf[], statements: Statement[]): Coverage[] {
  const filed = new Map(statements.map((one) => [one.leaf, one]))
  return leaves.map((leaf) => ({ leaf, statement: filed.get(leaf.leaf), state: stateOf(filed.get(leaf.leaf)) }))
}
export function countStates(rows: Coverage[]): Record<StatementState, number> {
  const counts = { filed: 0, checked: 0, missing: 0, returned: 0 }
  for (const row of rows) counts[row.state] += 1
  return counts
}
