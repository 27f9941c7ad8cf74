// SPDX-License-Identifier: Apache-2.0
/** Yuan as officials type it and fen as the server counts it, exactly: no binary fraction is involved. */

/** "12,345.6" or "12345.60" → 1234560; null when it is no amount with at most two places below 10^13 yuan. */
export function parseYuan(text: string): number | null {
  const bare = text.trim().replace(/[,，\s]/g, '')
  const match = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(bare)
  if (!match) return null
  const fen = BigInt(match[1]!) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'))
  return fen <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(fen) : null
}

/** 1234560 → "12345.60"; empty for none: what stands in an input. */
export function yuanText(fen: number | null | undefined): string {
  if (fen == null) return ''
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
