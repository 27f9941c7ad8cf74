// SPDX-License-Identifier: Apache-2.0
import type { CaseClockDay } from '@/api/cases'
import { addDays } from '@/format/day'

/** A week of the calendar, Monday first; null outside of the days told. */
export type Week = (CaseClockDay | null)[]

/** Weekday of a civil day, 0 for Monday. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** Each day follows the one before: only then is there a calendar to draw. Months and years tell their marks only. */
export const isUnbroken = (days: readonly CaseClockDay[]): boolean => days.every((one, index) => index === 0 || one.day === addDays(days[index - 1]!.day, 1))

export function weeksOf(days: readonly CaseClockDay[]): Week[] {
  const first = days[0]
  if (!first) return []
  const cells: Week = [...Array<null>(weekdayOf(first.day)).fill(null), ...days]
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
