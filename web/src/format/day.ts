// SPDX-License-Identifier: Apache-2.0
/** Civil days and instants as readers of each language write them. Days are Asia/Shanghai; nothing here reads a clock. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export type Locale = 'zh-CN' | 'en'

/** "2026-11-22" → "2026年11月22日" or "22 Nov 2026"; anything else is given back as it is. */
export function formatDay(day: string | null | undefined, locale: Locale): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '')
  if (!match) return day ?? ''
  const [, year, month, date] = match
  if (locale === 'en') return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`
  return `${year}年${Number(month)}月${Number(date)}日`
}

/** Without the year: "2026-11-22" → "11月22日" or "22 Nov". */
export function formatDayOfYear(day: string, locale: Locale): string {
  const match = /^\d{4}-(\d{2})-(\d{2})$/.exec(day)
  if (!match) return day
  const [month, date] = [Number(match[1]), Number(match[2])]
  return locale === 'en' ? `${date} ${MONTHS[month - 1]}` : `${month}月${date}日`
}

/** "2026-03" → "2026年3月" or "Mar 2026". */
export function formatMonth(month: string, locale: Locale): string {
  const match = /^(\d{4})-(\d{2})$/.exec(month)
  if (!match) return month
  const [, year, number] = match
  return locale === 'en' ? `${MONTHS[Number(number) - 1]} ${year}` : `${year}年${Number(number)}月`
}

/** A UTC instant as a civil day and minute of Asia/Shanghai (fixed UTC+8). */
export function formatInstant(instant: string | null | undefined, locale: Locale): string {
  const utc = Date.parse(instant ?? '')
  if (Number.isNaN(utc)) return instant ?? ''
  const local = new Date(utc + 8 * 3600_000).toISOString()
  return `${formatDay(local.slice(0, 10), locale)} ${local.slice(11, 16)}`
}

/** The civil day `days` after `day`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** First and last day of a month "2026-02". */
export function monthRange(month: string): [string, string] {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return [`${month}-01`, `${month}-${String(last).padStart(2, '0')}`]
}
