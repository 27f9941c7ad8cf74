// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { bodyFaults, bodyInput, changeFaultsOf, changeOf, emptyBody, emptyBodyChange, isUscc } from './body-form'

const good = () => ({ ...emptyBody(), scheme: 'none', code: 'X1', name: 'Office', division_code: '990101', valid_from: '2019-03-01' })

describe('body form', () => {
  it.each([
    ['91350100M000100Y43', true],
    ['91350100M000100Y44', false],
    ['91350100M000100Y4', false],
    ['91350100I000100Y43', false],
  ])('%s is a credit code: %s', (code, right) => expect(isUscc(code)).toBe(right))
  it.each([
    [{}, {}],
    [{ code: '' }, { code: 'required' }],
    [{ scheme: 'uscc' }, { code: 'uscc' }],
    [{ division_code: '99010' }, { division_code: 'division' }],
    [{ division_code: '990101001' }, {}],
    [{ valid_to: '2019-02-28' }, { valid_to: 'day_order' }],
  ])('%j gives %j', (change, faults) => expect(bodyFaults({ ...good(), ...change })).toEqual(faults))
  it('sends no empty member, and keeps a no', () => {
    expect(bodyInput({ ...good(), parent_id: 'P', parent_name: 'Parent' })).toEqual({
      scheme: 'none', code: 'X1', name: 'Office', class: 'DEPT', division_code: '990101', parent_id: 'P', valid_from: '2019-03-01',
      has_penalty_power: false, has_institutions: false, has_debt: false,
    })
  })
  it.each([
    [{ what: 'name' as const }, ['basis', 'from', 'name']],
    [{ what: 'place' as const, division_code: '9901' }, ['basis', 'division_code', 'from']],
    [{ what: 'place' as const, from: '2026-01-01', basis: 'x', parent_id: 'P' }, []],
    [{ what: 'successor' as const, from: '2026-01-01', basis: 'x' }, ['successor_id']],
  ])('a change %j wants %j', (part, wrong) => expect(Object.keys(changeFaultsOf({ ...emptyBodyChange(), ...part })).sort()).toEqual(wrong))
  it('a change sends what it changes and nothing else', () => {
    expect(changeOf({ ...emptyBodyChange(), name: ' New ', parent_id: 'P', from: '2026-01-01', basis: 'a\n\n b ' })).toEqual({ name: 'New', from: '2026-01-01', basis: ['a', 'b'] })
  })
})
