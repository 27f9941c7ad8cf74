// SPDX-License-Identifier: Apache-2.0
/**
 * The reader's own check of RFC 9162 proofs: small enough to be read in a few minutes, and it trusts nothing the server
 * says but the hashes it is asked to connect. Positions are BigInt because JavaScript's bit operators stop at 32 bits.
 */
import type { Digest } from './hash'
import { sameBytes } from './hex'

/** Why a proof does not hold. `root` means: well formed, but it leads to another root. */
export type ProofFault = 'index' | 'size' | 'order' | 'length' | 'root'
export type ProofVerdict = { ok: true; steps: Uint8Array[] } | { ok: false; fault: ProofFault }

const SIZE_MAX = Number.MAX_SAFE_INTEGER

const validSize = (size: number) => Number.isSafeInteger(size) && size > 0 && size <= SIZE_MAX

/** H(0x01 ‖ left ‖ right). Source: RFC 9162 section 2.1.1. */
export function nodeHash(digest: Digest, left: Uint8Array, right: Uint8Array): Uint8Array {
  const content = new Uint8Array(1 + left.length + right.length)
  content[0] = 1
  content.set(left, 1)
  content.set(right, 1 + left.length)
  return digest(content)
}

/** H(0x00 ‖ content). Source: RFC 9162 section 2.1.1. */
export function leafHash(digest: Digest, content: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(1 + content.length)
  prefixed.set(content, 1)
  return digest(prefixed)
}

/** Whether the leaf stands at `index` of the tree of `size` leaves with this root. Source: RFC 9162 section 2.1.3.2. */
export function checkInclusion(
  digest: Digest,
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: Uint8Array[],
  root: Uint8Array,
): ProofVerdict {
  if (!validSize(size)) return { ok: false, fault: 'size' }
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return { ok: false, fault: 'index' }
  let fn = BigInt(index)
  let sn = BigInt(size - 1)
  let reached = leaf
  const steps = [leaf]
  for (const hash of proof) {
    if (sn === 0n) return { ok: false, fault: 'length' }
    if ((fn & 1n) === 1n || fn === sn) {
      reached = nodeHash(digest, hash, reached)
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      reached = nodeHash(digest, reached, hash)
    }
    steps.push(reached)
    fn >>= 1n
    sn >>= 1n
  }
  if (sn !== 0n) return { ok: false, fault: 'length' }
  return sameBytes(reached, root) ? { ok: true, steps } : { ok: false, fault: 'root' }
}

/** Whether the tree of `from` leaves is the beginning of the tree of `to` leaves. Source: RFC 9162 section 2.1.4.2. */
export function checkConsistency(
  digest: Digest,
  from: number,
  to: number,
  rootFrom: Uint8Array,
  rootTo: Uint8Array,
  proof: Uint8Array[],
): ProofVerdict {
  if (!validSize(from) || !validSize(to)) return { ok: false, fault: 'size' }
  if (from > to) return { ok: false, fault: 'order' }
  if (from === to) {
    if (proof.length !== 0) return { ok: false, fault: 'length' }
    return sameBytes(rootFrom, rootTo) ? { ok: true, steps: [rootTo] } : { ok: false, fault: 'root' }
  }
  if (proof.length === 0) return { ok: false, fault: 'length' }
  const isPowerOfTwo = (BigInt(from) & (BigInt(from) - 1n)) === 0n
  const path = isPowerOfTwo ? [rootFrom, ...proof] : proof
  let fn = BigInt(from - 1)
  let sn = BigInt(to - 1)
  while ((fn & 1n) === 1n) {
    fn >>= 1n
    sn >>= 1n
  }
  let old = path[0]!
  let grown = path[0]!
  const steps = [grown]
  for (const hash of path.slice(1)) {
    if (sn === 0n) return { ok: false, fault: 'length' }
    if ((fn & 1n) === 1n || fn === sn) {
      old = nodeHash(digest, hash, old)
      grown = nodeHash(digest, hash, grown)
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      grown = nodeHash(digest, grown, hash)
    }
    steps.push(grown)
    fn >>= 1n
    sn >>= 1n
  }
  if (sn !== 0n) return { ok: false, fault: 'length' }
  const holds = sameBytes(old, rootFrom) && sameBytes(grown, rootTo)
  return holds ? { ok: true, steps } : { ok: false, fault: 'root' }
}
