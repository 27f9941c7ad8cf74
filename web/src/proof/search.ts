// SPDX-License-Identifier: Apache-2.0
/** A proof of work: a nonce such that SHA-256(challenge "." bound "." nonce) begins with so many zero bits. Pure. */
import { sha256 } from '@noble/hashes/sha2.js'

export interface Search {
  challenge: string
  /** What the proof is for: the Idempotency-Key of a complaint, or the receipt as `receiptForm` writes it. */
  bound: string
  bits: number
}

export function leadingZeroBits(digest: Uint8Array): number {
  let bits = 0
  for (const byte of digest) {
    if (byte === 0) bits += 8
    else return bits + Math.clz32(byte) - 24
  }
  return bits
}

/** The first nonce of `count` from `from` on that does, or null. What comes before the nonce is hashed once. */
export function tryNonces(search: Search, from: number, count: number): string | null {
  const bytes = new TextEncoder()
  const start = sha256.create().update(bytes.encode(`${search.challenge}.${search.bound}.`))
  for (let nonce = from; nonce < from + count; nonce += 1) {
    const digest = start.clone().update(bytes.encode(String(nonce))).digest()
    if (leadingZeroBits(digest) >= search.bits) return String(nonce)
  }
  return null
}

/** How likely it is to be done after so many tries: what a bar of progress can honestly show. */
export const likelihood = (tried: number, bits: number): number => 1 - Math.exp(-tried / 2 ** bits)
