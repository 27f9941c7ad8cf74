// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { merged } from './merge'

it('spreads groups over files and refuses a text given twice', () => {
  expect(merged({ menu: { a: '1' } }, { menu: { b: '2' }, x: '3' })).toEqual({ menu: { a: '1', b: '2' }, x: '3' })
  expect(() => merged({ menu: { a: '1' } }, { menu: { a: '2' } })).toThrow('a')
})
