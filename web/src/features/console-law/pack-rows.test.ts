// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { rowsOf } from './pack-rows'

describe('rows of the law pack', () => {
  it('takes years, plain ids and rows with names', () => {
    expect(rowsOf([2026])[0]).toEqual({ id: '2026', name: undefined, source: [], facts: [] })
    expect(rowsOf(['contract'])[0]!.id).toBe('contract')
    expect(rowsOf([{ id: 'R1', name: { zh: 'x', en: 'y' }, scope: 'tenant', actions: 35, never_with: ['R16', 'R17'], source: ['S-1.2'], other: 1 }])[0]).toEqual({
      id: 'R1', name: { zh: 'x', en: 'y' }, source: ['S-1.2'],
      facts: [{ key: 'scope', value: 'tenant' }, { key: 'actions', value: '35' }, { key: 'never_with', value: 'R16, R17' }],
    })
    expect(rowsOf([{ code: 'R-XZ-01', title: 'name' }])[0]).toMatchObject({ id: 'R-XZ-01', name: { zh: 'name' } })
  })
  it('leaves out facts without a value', () => expect(rowsOf([{ id: 'x', group: '', never_with: [] }])[0]!.facts).toEqual([]))
})
