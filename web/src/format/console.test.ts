// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { dutyLight } from './duty-light'
import { readableValue } from './entries'
import { parseYuan, yuanText } from './yuan'

describe('yuan', () => {
  it.each([
    ['0', 0],
    ['12,345.6', 1_234_560],
    [' 12 345.60 ', 1_234_560],
    ['0.07', 7],
    ['1，000', 100_000],
    ['90071992547409.91', null],
    ['1.234', null],
    ['-5', null],
    ['1e3', null],
    ['', null],
  ])('reads %j as %j', (text, fen) => expect(parseYuan(text)).toBe(fen))
  it('comes back as it was typed', () => {
    for (const fen of [0, 7, 70, 1_234_560, 9_007_199_254_740_991]) expect(yuanText(fen)).toMatch(/^\d+\.\d{2}$/)
    expect(parseYuan(yuanText(1_234_567))).toBe(1_234_567)
    expect(yuanText(null)).toBe('')
  })
})

describe('light of a duty', () => {
  it.each([
    [{ light: 'due_soon', outcome: 'pending' }, 'due_soon'],
    [{ light: 'red', outcome: 'overdue' }, 'overdue'],
    [{ light: 'red', outcome: 'broken' }, 'broken'],
    [{ light: 'yellow', outcome: 'pending' }, 'due_soon'],
    [{ light: 'green', outcome: 'pending' }, 'pending'],
    [{ light: 'grey', outcome: 'pending', due_provisional: true }, 'provisional'],
    [{ outcome: 'kept_late', light: 'grey' }, 'kept_late'],
    [{ done_on: '2026-01-01' }, 'kept'],
    [{}, 'pending'],
  ])('%j is %s', (duty, light) => expect(dutyLight(duty)).toBe(light))
})

describe('values of the journal', () => {
  const words = { yes: 'yes', no: 'no', none: '-', sealed: 'sealed' }
  it.each([
    ['amount_fen', 123_456, 'CNY 1,234.56'],
    ['rating', 80, '80'],
    ['due_on', '2026-11-22', '22 Nov 2026'],
    ['made_at', '2026-11-22T16:30:00.000Z', '23 Nov 2026 00:30'],
    ['acting', true, 'yes'],
    ['note', null, '-'],
    ['basis', [], '-'],
    ['name', { sealed: 'x', commit: 'ab' }, 'sealed'],
    ['counterparty', { type: 'private', sme: false }, 'type: private; sme: no'],
    ['basis', ['S-6.4d', 'S-1.2'], 'S-6.4d; S-1.2'],
  ])('%s %j reads %s', (field, value, text) => expect(readableValue(field, value, 'en', words)).toBe(text))
  it('is bounded in depth and length', () => {
    const deep = { a: { b: { c: { d: 1 } } } }
    expect(readableValue('x', deep, 'en', words)).toContain('…')
    expect(readableValue('x', Array(50).fill('a'), 'en', words)).toMatch(/\(50\)$/)
  })
})
