// SPDX-License-Identifier: Apache-2.0
/** The two hashes a ledger may use. WebCrypto is not used: it has no SM3 and is absent on plain-http intranets. */
import { sha256 } from '@noble/hashes/sha2.js'
import { sm3 } from 'sm-crypto'
import { fromHex } from './hex'

export type HashName = 'sm3' | 'sha256'
export type Digest = (content: Uint8Array) => Uint8Array

/** The digest function of a name; null for a name that is not known. */
export function digestOf(name: string): Digest | null {
  if (name === 'sha256') return (content) => sha256(content)
  if (name === 'sm3') return (content) => fromHex(sm3(Array.from(content)), 32)!
  return null
}
