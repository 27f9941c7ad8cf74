// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { CaseClockDay } from '@/api/cases'
import { addDays } from '@/format/day'
import { isUnbroken, weekdayOf, weeksOf } from './clock-days'

const from = (day: string, count: number): CaseClockDay[] => Array.from({ length: count }, (_, i) => ({ day: addDays(day, i), counted: true, reason: 'counted', ordinal: i + 1 }))
describe('the calendar of a limit', () => {
  it('begins its weeks on Monday', () => {
    expect([weekdayOf('2026-11-30'), weekdayOf('2026-11-29')]).toEqual([0, 6])
  })
  it('puts each day under its weekday, with blanks around', () => {
    const weeks = weeksOf(from('2026-11-25', 7)) // a Wednesday
    expect(weeks.map((week) => week.map((one) => one?.day.slice(8) ?? ''))).toEqual([['', '', '25', '26', '27', '28', '29'], ['30', '01', '', '', '', '', '']])
    expect(weeksOf([])).toEqual([])
    expect(weeksOf(from('2026-11-30', 7))).toHaveLength(1)
  })
  it('is drawn only when no day is missing between', () => {
    expect(isUnbroken(from('2026-12-30', 4))).toBe(true)
    expect(isUnbroken([...from('2026-11-25', 1), ...from('2026-12-25', 1)])).toBe(false)
  })
})
