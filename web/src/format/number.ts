// SPDX-License-Identifier: Apache-2.0
/** Money, scores and counts, exactly: integers are cut as texts, no binary fraction is involved. */
import type { Locale } from './day'

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ',')

/** An integer of 1/10^places as a decimal text: (7321, 2) → "73.21". */
export function scaled(value: number, places: number): string {
  const negative = value < 0 ? '-' : ''
  const digits = String(Math.abs(value)).padStart(places + 1, '0')
  if (places === 0) return negative + grouped(digits)
  return `${negative}${grouped(digits.slice(0, -places))}.${digits.slice(-places)}`
}

/** "73.2100" → "73.21", "6.0000" → "6". */
const trimmed = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** Total score from hundredths: always two places. */
export const formatTotal = (hundredths: number) => scaled(hundredths, 2)
/** Leaf score from 1e-4: as many places as it has, at most four. */
export const formatPoints = (e4: number) => trimmed(scaled(e4, 4))
/** The same with all four places, for columns of scores. */
export const formatScore = (e4: number) => scaled(e4, 4)
/** A ratio in 1e-4 as a percentage: 9286 → "92.86%". */
export const formatRatio = (e4: number) => `${trimmed(scaled(e4, 2))}%`
export const formatCount = (value: number) => scaled(value, 0)

/** An exact number from the server ("12", "1234567.5", "188/299") with its thousands apart. */
export function formatExact(text: string): string {
  if (/^[^/]+\/[^/]+$/.test(text)) return text.split('/').map(formatExact).join(' / ')
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  return match ? `${match[1]}${grouped(match[2]!)}${match[3] ?? ''}` : text
}

/** Fen in full: "46,000.00 元" / "CNY 46,000.00". */
export function formatMoney(fen: number, locale: Locale): string {
  const yuan = scaled(fen, 2)
  return locale === 'en' ? `CNY ${yuan}` : `${yuan} 元`
}

/** Fen for lists: under ten thousand yuan in full, above in 万元 (en: million) with two places, half up. */
export function formatMoneyShort(fen: number, locale: Locale): string {
  if (locale === 'en') {
    if (Math.abs(fen) < 100_000_000) return formatMoney(fen, locale)
    return `CNY ${scaled(roundHalfUp(fen, 1_000_000), 2)} M`
  }
  if (Math.abs(fen) < 1_000_000) return formatMoney(fen, locale)
  return `${scaled(roundHalfUp(fen, 10_000), 2)} 万元`
}

/** Integer division with halves away from zero; exact for safe integers. */
function roundHalfUp(value: number, divisor: number): number {
  const [magnitude, by] = [BigInt(Math.abs(value)), BigInt(divisor)]
  const rounded = Number((magnitude * 2n + by) / (by * 2n))
  return value < 0 ? -rounded : rounded
}
