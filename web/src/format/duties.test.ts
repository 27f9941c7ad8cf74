// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { dutyParts, keptRatio } from './duties'

const duties = { total: 20, due: 11, pending: 7, due_soon: 2, overdue: 3, broken: 1, kept: 5, kept_late: 2, changed: 1, void: 1 }

it('splits duties into parts that add up', () => {
  const parts = dutyParts(duties)
  expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(duties.total)
  expect(parts.find((part) => part.light === 'pending')?.count).toBe(5)
})

it('counts kept on time among those due', () => {
  expect(keptRatio(duties)).toBe(4545)
  expect(keptRatio({ ...duties, kept: 0, kept_late: 0, overdue: 0, broken: 0 })).toBeNull()
})
