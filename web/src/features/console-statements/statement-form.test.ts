// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Statement, StatementLeaf } from '@/api/staff-statements'
import { countStates, coverageOf, draftFor, shareOf, statementFaults, statementInput } from './statement-form'

const leaf = (code: string, form: StatementLeaf['form'], more: Partial<StatementLeaf> = {}): StatementLeaf => ({ leaf: code, name: { zh: code }, form, forms: [form], ...more })
const place = { body_id: 'B1', leaf: 'A1', period: '2026' }
const proof = [{ title: ' list ' }]

describe('statement', () => {
  it('parts: whole figures and evidence', () => {
    const draft = { ...draftFor(leaf('A1', 'parts', { parts: 2 })), evidence: proof }
    expect(draft.parts).toHaveLength(2)
    draft.parts[0] = { numerator: '48', denominator: '' }
    expect(statementFaults(draft)).toEqual({ 'parts/0/denominator': 'required' })
    draft.parts[0].denominator = '5.5'
    expect(statementFaults(draft)).toEqual({ 'parts/0/denominator': 'whole' })
    draft.parts[0].denominator = '50'
    expect(statementFaults(draft)).toEqual({})
    expect(statementInput(draft, place)).toEqual({ ...place, form: 'parts', parts: [{ numerator: 48, denominator: 50 }], evidence: [{ title: 'list' }] })
    expect(statementFaults({ ...draft, evidence: [] })).toEqual({ evidence: 'evidence' })
  })
  it('counts, flag, code and not applicable send only their own member', () => {
    const counts = { ...draftFor(leaf('D6', 'counts', { classes: ['complaint', 'penalty'] })), evidence: proof }
    expect(Object.keys(statementFaults(counts))).toEqual(['counts/complaint', 'counts/penalty'])
    expect(statementInput({ ...counts, counts: { complaint: '0', penalty: '2' } }, place).counts).toEqual({ complaint: 0, penalty: 2 })
    const flag = { ...draftFor(leaf('F5', 'flag')), evidence: proof }
    expect(statementFaults(flag)).toEqual({ flag: 'required' })
    expect(statementInput({ ...flag, flag: 'no' }, place).flag).toBe(false)
    const code = { ...draftFor(leaf('D7', 'code')), evidence: proof }
    expect(statementFaults(code)).toEqual({ value_code: 'required' })
    const none = { ...draftFor(leaf('F3', 'parts')), form: 'not_applicable' as const }
    expect(statementFaults(none)).toEqual({ reason: 'required' })
    expect(statementInput({ ...none, reason: ' no institutions ' }, place)).toEqual({ ...place, form: 'not_applicable', reason: 'no institutions', evidence: [] })
  })
  it.each([
    ['48', '50', '96%'],
    ['1', '3', '33.33%'],
    ['2', '3', '66.66%'],
    ['3', '2', '150%'],
    ['0', '9', '0%'],
    ['1', '0', null],
    ['', '5', null],
  ])('%s of %s is %s', (part, whole, share) => expect(shareOf(part, whole)).toBe(share))
})

describe('coverage', () => {
  const filed = (code: string, more: Partial<Statement> = {}): Statement => ({ id: code, version: 1, body_id: 'B1', leaf: code, period: '2026', form: 'parts', ...more })
  it('keeps the order of the scheme and counts each state', () => {
    const rows = coverageOf([leaf('A1', 'parts'), leaf('A2', 'parts'), leaf('A3', 'parts'), leaf('A4', 'parts')],
      [filed('A3', { checked_on: '2027-01-02' }), filed('A1'), filed('A2', { returned_on: '2027-01-03' })])
    expect(rows.map((row) => row.state)).toEqual(['filed', 'returned', 'checked', 'missing'])
    expect(countStates(rows)).toEqual({ filed: 1, checked: 1, missing: 1, returned: 1 })
  })
})
