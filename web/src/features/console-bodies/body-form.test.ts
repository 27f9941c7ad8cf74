// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { bodyFaults, bodyInput, draftOfBody, emptyBody, isUscc } from './body-form'

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
  it('comes back from what the server gave', () => {
    const body = { id: 'B', version: 2, scheme: 'none', code: 'X1', name: 'Office', class: 'TOWN', division_code: '990101', valid_from: '2019-03-01', has_debt: true }
    expect(bodyInput(draftOfBody(body))).toMatchObject({ class: 'TOWN', has_debt: true })
  })
})
