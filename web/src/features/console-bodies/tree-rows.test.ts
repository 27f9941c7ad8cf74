// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { TreeNode } from '@/api/staff-subjects'
import { isMore, moveFor, rowsOf, type Branch } from './tree-rows'

const node = (id: string, children = 0): TreeNode => ({ id, code: id, name: id, class: 'DEPT', division_code: '990101', children })
const loaded = new Map<string, Branch>([
  ['', { items: [node('gov', 3), node('party')], total: 2 }],
  ['gov', { items: [node('edu', 1), node('fin')], total: 3 }],
  ['edu', { items: [node('school')], total: 1 }],
])
const names = (open: string[]) => rowsOf(loaded, new Set(open)).map((row) => (isMore(row) ? `+${row.left}` : `${row.level}${row.node.id}`))

describe('rowsOf', () => {
  it('shows what is open, parents first, and what is left to load', () => {
    expect(names([])).toEqual(['1gov', '1party'])
    expect(names(['gov'])).toEqual(['1gov', '2edu', '2fin', '+1', '1party'])
    expect(names(['gov', 'edu'])).toEqual(['1gov', '2edu', '3school', '2fin', '+1', '1party'])
    expect(names(['edu'])).toEqual(['1gov', '1party'])
  })
  it('ends in a circle', () => {
    const circle = new Map<string, Branch>([['', { items: [node('a', 1)], total: 1 }], ['a', { items: [node('a', 1)], total: 1 }]])
    expect(rowsOf(circle, new Set(['a'])).length).toBeLessThan(20)
  })
  it('holds 3,000 nodes in one pass', () => {
    const many = new Map<string, Branch>([['', { items: Array.from({ length: 3000 }, (_, i) => node(`n${i}`)), total: 3000 }]])
    expect(rowsOf(many, new Set())).toHaveLength(3000)
  })
})

describe('moveFor', () => {
  const rows = rowsOf(loaded, new Set(['gov']))
  it.each([
    ['ArrowDown', 0, { to: 1 }],
    ['ArrowDown', 4, null],
    ['ArrowUp', 0, null],
    ['Home', 3, { to: 0 }],
    ['End', 0, { to: 4 }],
    ['ArrowRight', 0, { to: 1 }],
    ['ArrowRight', 1, { open: 'edu' }],
    ['ArrowRight', 2, null],
    ['ArrowLeft', 0, { close: 'gov' }],
    ['ArrowLeft', 2, { to: 0 }],
    ['ArrowLeft', 3, { to: 0 }],
    ['ArrowLeft', 4, null],
    ['Enter', 2, { choose: 2 }],
    ['x', 0, null],
  ])('%s at %d', (key, index, move) => expect(moveFor(key, rows, index)).toEqual(move))
})
