// SPDX-License-Identifier: Apache-2.0
/** Keys and receipts. Both live in the memory of the page and nowhere else. */

/** Characters of a receipt that count. */
export const RECEIPT_LENGTH = 20
const KEY_BYTES = 24

/** A key of 192 random bits: the receipt follows from it, so nothing that can be guessed will do. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(KEY_BYTES))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A receipt as the server reads it, however it was typed: half width, upper case, no blanks and dashes, O as 0, I and L as 1. */
export function receiptForm(typed: string): string {
  return [...typed.slice(0, 200)]
    .map((c) => (c === '\u3000' ? ' ' : c >= '\uff01' && c <= '\uff5e' ? String.fromCharCode(c.charCodeAt(0) - 0xfee0) : c))
    .join('')
    .replace(/[a-z]/g, (c) => c.toUpperCase())
    .replace(/[- \t\r\n]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}

/** What is wrong with a typed receipt before the server is asked: nothing there, or clearly not a whole one. */
export function receiptFault(typed: string): 'missing' | 'length' | null {
  const form = receiptForm(typed)
  if (!form) return 'missing'
  return form.length === RECEIPT_LENGTH ? null : 'length'
}
