// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { digestOf, type Digest } from './hash'
import { fromHex, toHex } from './hex'
import { checkConsistency, checkInclusion, leafHash, nodeHash } from './merkle'

const sha256 = digestOf('sha256')!
const sm3 = digestOf('sm3')!
const text = (value: string) => new TextEncoder().encode(value)

// The reference definitions of RFC 9162 section 2.1, recursive, to be compared with the verifier's loops.
function mth(digest: Digest, leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return digest(new Uint8Array(0))
  if (leaves.length === 1) return leafHash(digest, leaves[0]!)
  const k = splitPoint(leaves.length)
  return nodeHash(digest, mth(digest, leaves.slice(0, k)), mth(digest, leaves.slice(k)))
}
function splitPoint(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}
function path(digest: Digest, m: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return []
  const k = splitPoint(leaves.length)
  return m < k
    ? [...path(digest, m, leaves.slice(0, k)), mth(digest, leaves.slice(k))]
    : [...path(digest, m - k, leaves.slice(k)), mth(digest, leaves.slice(0, k))]
}
function subproof(digest: Digest, m: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [mth(digest, leaves)]
  const k = splitPoint(leaves.length)
  return m <= k
    ? [...subproof(digest, m, leaves.slice(0, k), whole), mth(digest, leaves.slice(k))]
    : [...subproof(digest, m - k, leaves.slice(k), false), mth(digest, leaves.slice(0, k))]
}
const leavesOf = (count: number) => Array.from({ length: count }, (_, i) => text(`entry ${i}`))

describe('hashes', () => {
  it('gives the published SM3 and SHA-256 digests of "abc"', () => {
    expect(toHex(sm3(text('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(toHex(sha256(text('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(digestOf('md5')).toBeNull()
  })
})

describe('roots of the certificate transparency vectors', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  it.each(roots.map((root, i) => [i + 1, root]))('size %i', (size, root) => {
    const leaves = inputs.slice(0, Number(size)).map((hex) => fromHex(hex)!)
    expect(toHex(mth(sha256, leaves))).toBe(root)
    leaves.forEach((leaf, index) => {
      const proof = path(sha256, index, leaves)
      const verdict = checkInclusion(sha256, index, leaves.length, leafHash(sha256, leaf), proof, fromHex(String(root))!)
      expect(verdict.ok).toBe(true)
    })
  })
})

describe.each([['sha256', sha256, 40], ['sm3', sm3, 17]] as const)('proofs with %s', (_name, digest, max) => {
  it('accepts every inclusion proof and refuses it for a neighbour, another root or a changed hash', () => {
    for (let size = 1; size <= max; size += 1) {
      const leaves = leavesOf(size)
      const root = mth(digest, leaves)
      for (let index = 0; index < size; index += 1) {
        const proof = path(digest, index, leaves)
        const leaf = leafHash(digest, leaves[index]!)
        expect(checkInclusion(digest, index, size, leaf, proof, root).ok).toBe(true)
        expect(checkInclusion(digest, index, size, leafHash(digest, text('other')), proof, root)).toEqual({
          ok: false,
          fault: 'root',
        })
        expect(checkInclusion(digest, index, size, leaf, [...proof, root], root)).toEqual({ ok: false, fault: 'length' })
        if (index > 0) expect(checkInclusion(digest, index - 1, size, leaf, proof, root).ok).toBe(false)
      }
    }
  })

  it('accepts every consistency proof and refuses wrong roots and lengths', () => {
    for (let to = 1; to <= max; to += 1) {
      const leaves = leavesOf(to)
      const rootTo = mth(digest, leaves)
      for (let from = 1; from <= to; from += 1) {
        const rootFrom = mth(digest, leaves.slice(0, from))
        const proof = subproof(digest, from, leaves, true)
        expect(checkConsistency(digest, from, to, rootFrom, rootTo, proof).ok).toBe(true)
        if (from === to) continue
        const other = mth(digest, leavesOf(to + 1))
        expect(checkConsistency(digest, from, to, rootFrom, other, proof)).toEqual({ ok: false, fault: 'root' })
        expect(checkConsistency(digest, from, to, other, rootTo, proof).ok).toBe(false)
        expect(checkConsistency(digest, from, to, rootFrom, rootTo, [...proof, other])).toEqual({
          ok: false,
          fault: 'length',
        })
        expect(checkConsistency(digest, from, to, rootFrom, rootTo, [])).toEqual({ ok: false, fault: 'length' })
      }
    }
  })
})

describe('positions', () => {
  const hash = sha256(text('x'))
  it('refuses sizes and indexes that are not positions', () => {
    expect(checkInclusion(sha256, 0, 0, hash, [], hash)).toEqual({ ok: false, fault: 'size' })
    expect(checkInclusion(sha256, 1, 1, hash, [], hash)).toEqual({ ok: false, fault: 'index' })
    expect(checkInclusion(sha256, -1, 1, hash, [], hash)).toEqual({ ok: false, fault: 'index' })
    expect(checkInclusion(sha256, 0.5, 1, hash, [], hash)).toEqual({ ok: false, fault: 'index' })
    expect(checkInclusion(sha256, 0, 2 ** 53, hash, [], hash)).toEqual({ ok: false, fault: 'size' })
    expect(checkConsistency(sha256, 3, 2, hash, hash, [])).toEqual({ ok: false, fault: 'order' })
    expect(checkConsistency(sha256, 0, 2, hash, hash, [])).toEqual({ ok: false, fault: 'size' })
  })
  it('walks positions above 32 bits', () => {
    // A tree of 2^40 + 1 leaves: the last leaf's only sibling is the perfect subtree to its left.
    const left = sha256(text('left'))
    const root = nodeHash(sha256, left, hash)
    expect(checkInclusion(sha256, 2 ** 40, 2 ** 40 + 1, hash, [left], root).ok).toBe(true)
    expect(checkConsistency(sha256, 2 ** 40, 2 ** 40 + 1, left, root, [hash]).ok).toBe(true)
  })
})
