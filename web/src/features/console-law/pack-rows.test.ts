// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { rowsOf } from './pack-rows'

describe('rows of the law pack', () => {
  it('takes years and rows with names', () => {
    expect(rowsOf([2026])[0]).toEqual({ id: '2026', name: undefined, source: [], facts: [] })
    expect(rowsOf([{ id: 'R1', name: { zh: 'x', en: 'y' }, scope: 'tenant', actions: 35, never_with: ['R16', 'R17'], source: ['S-1.2'] }])[0]).toEqual({
      id: 'R1', name: { zh: 'x', en: 'y' }, source: ['S-1.2'],
      facts: [{ key: 'scope', value: 'tenant' }, { key: 'actions', value: '35' }, { key: 'never_with', value: 'R16, R17' }],
    })
  })
  it('leaves out facts without a value', () => expect(rowsOf([{ id: 'x', name: { zh: 'x', en: 'y' }, group: '', never_with: [] }])[0]!.facts).toEqual([]))
})
