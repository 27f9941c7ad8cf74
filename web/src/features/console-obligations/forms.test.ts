// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { changeFaults, changeInput, emptyChange } from './change-form'
import { editFaults, editInput, editOf } from './obligation-edit'
import { emptyDraft, faultsOf, inputOf, memberOf } from './obligation-form'

const good = () => ({
  ...emptyDraft(), body: 'B1', kind: 'contract', title: ' Bridge ', source_title: 'Contract 7', made_on: '2026-01-05', due_on: '2026-12-31', amount: '1,000.50',
})

describe('registration', () => {
  it('names what is missing, and nothing when all is there', () => {
    expect(Object.keys(faultsOf(emptyDraft())).sort()).toEqual(['body', 'due_on', 'kind', 'made_on', 'source_title', 'title'])
    expect(faultsOf(good())).toEqual({})
  })
  it.each([
    [{ amount: '1.234' }, { amount: 'money' }],
    [{ fulfilled: '2000' }, { fulfilled: 'above_amount' }],
    [{ due_on: '2026-01-04' }, { due_on: 'day_order' }],
    [{ due_on: '2026-01-05' }, {}],
    [{ done_on: '2026-01-04' }, { done_on: 'day_order' }],
    [{ counterparty_name: 'A' }, { counterparty_type: 'name_needs_type' }],
    [{ source_title: '', source_id: 'S1' }, {}],
  ])('%j gives %j', (change, faults) => expect(faultsOf({ ...good(), ...change })).toEqual(faults))
  it('sends what was filled in and nothing else', () => {
    expect(inputOf(good())).toEqual({
      body: 'B1', kind: 'contract', title: 'Bridge', source: { kind: 'contract', title: 'Contract 7' }, made_on: '2026-01-05', due_on: '2026-12-31', amount_fen: 100_050,
    })
    const full = inputOf({ ...good(), source_id: 'S1', counterparty_type: 'private', counterparty_sme: true, evidence: [{ title: ' Minutes ', on: '' }, { title: ' ' }] })
    expect(full.source).toBe('S1')
    expect(full.counterparty).toEqual({ type: 'private', sme: true })
    expect(full.evidence).toEqual([{ title: 'Minutes' }])
  })
  it('a zero amount is an amount', () => expect(inputOf({ ...good(), amount: '0' }).amount_fen).toBe(0))
  it.each([
    ['/body/due_on', 'due_on'],
    ['/due_on', 'due_on'],
    ['/body', 'body'],
    ['/amount_fen', 'amount'],
    ['/source/title', 'source_title'],
    ['/counterparty/name', 'counterparty_name'],
    ['/nothing', null],
  ])('a refusal at %s is shown at %s', (pointer, member) => expect(memberOf(pointer)).toBe(member))
})

describe('lawful change', () => {
  const change = () => ({
    ...emptyChange(), reason_type: 'public_interest' as const, reason: 'flood', approval_doc_no: 'No. 3', collective_decision_on: '2026-05-01', decided_on: '2026-05-02',
    new_due_on: '2027-01-01', compensation: '100',
  })
  it('asks for all that the law asks for', () => {
    expect(Object.keys(changeFaults(emptyChange())).sort()).toEqual(
      ['approval_doc_no', 'collective_decision_on', 'compensation', 'decided_on', 'new_due_on', 'reason', 'reason_type'])
    expect(changeFaults(change())).toEqual({})
  })
  it.each([
    [{ compensation: '0' }, { compensation_reason: 'zero_needs_reason' }],
    [{ compensation: '0', compensation_reason: 'none asked' }, {}],
    [{ decided_on: '2026-04-30' }, { decided_on: 'day_order' }],
    [{ notified_on: '2026-05-01' }, { notified_on: 'day_order' }],
    [{ effect: 'amount' as const }, { new_amount: 'required' }],
    [{ effect: 'both' as const, new_amount: 'x' }, { new_amount: 'money' }],
    [{ effect: 'cancels' as const, new_due_on: '' }, {}],
  ])('%j gives %j', (part, faults) => expect(changeFaults({ ...change(), ...part })).toEqual(faults))
  it('sends only the terms it sets', () => {
    expect(changeInput(change())).toMatchObject({ new_due_on: '2027-01-01', compensation: { amount_fen: 10_000 } })
    const ended = changeInput({ ...change(), effect: 'cancels' })
    expect(ended.cancels).toBe(true)
    expect(ended.new_due_on).toBeUndefined()
  })
})

describe('correction', () => {
  const duty = { title: 'Bridge', post_id: 'P1', made_on: '2026-01-05', amount_fen: 100_000, fulfilled_fen: 5000, note: 'old' }
  it('sends what differs, and null for what was emptied', () => {
    expect(editInput(editOf(duty), duty)).toEqual({})
    expect(editInput({ ...editOf(duty), title: ' Bridge 2 ', post: '', note: '', fulfilled: '60', done_on: '2026-02-01' }, duty)).toEqual({
      title: 'Bridge 2', post_id: null, note: null, fulfilled_fen: 6000, done_on: '2026-02-01',
    })
    expect(editInput({ ...editOf(duty), fulfilled: '' }, duty)).toEqual({ fulfilled_fen: null })
  })
  it.each([
    [{}, {}],
    [{ title: ' ' }, { title: 'required' }],
    [{ fulfilled: '1000.01' }, { fulfilled: 'above_amount' }],
    [{ done_on: '2026-01-04' }, { done_on: 'day_order' }],
    [{ void_on: '2026-02-01' }, { void_reason: 'required' }],
    [{ void_reason: 'wrong' }, { void_on: 'required' }],
  ])('%j gives %j', (part, faults) => expect(editFaults({ ...editOf(duty), ...part }, duty)).toEqual(faults))
})
