// SPDX-License-Identifier: Apache-2.0
/** Values of the journal as a reader can take them in: amounts, days, yes and no, lists, what is sealed. */
import { formatDay, formatInstant, type Locale } from './day'
import { formatMoney } from './number'

export interface EntryWords {
  yes: string
  no: string
  none: string
  sealed: string
}

const isSealed = (value: object) => 'sealed' in value && 'commit' in value

/** One line per value; a nested thing is written as "member: value" pieces. */
export function readableValue(field: string, value: unknown, locale: Locale, words: EntryWords, depth = 0): string {
  if (value === undefined || value === null || value === '') return words.none
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return /_fen$/.test(field) ? formatMoney(value, locale) : String(value)
  if (typeof value === 'string') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDay(value, locale)
    return /^\d{4}-\d{2}-\d{2}T/.test(value) ? formatInstant(value, locale) : value
  }
  if (depth >= 3) return '…'
  const separator = locale === 'en' ? '; ' : '；'
  if (Array.isArray(value)) {
    const shown = value.slice(0, 20).map((one) => readableValue(field, one, locale, words, depth + 1))
    return (shown.join(separator) || words.none) + (value.length > 20 ? ` … (${value.length})` : '')
  }
  if (isSealed(value as object)) return words.sealed
  const colon = locale === 'en' ? ': ' : '：'
  return Object.entries(value as Record<string, unknown>)
    .map(([name, part]) => `${name}${colon}${readableValue(name, part, locale, words, depth + 1)}`)
    .join(separator)
}
