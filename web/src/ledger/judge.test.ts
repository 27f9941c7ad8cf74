// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest'
import { digestOf } from './hash'
import { toHex } from './hex'
import { judgeEarlier, judgeInclusion } from './judge'
import { leafHash, nodeHash } from './merkle'

const digest = digestOf('sm3')!
const [a, b, c] = ['a', 'b', 'c'].map((text) => leafHash(digest, new TextEncoder().encode(text))) as [Uint8Array, Uint8Array, Uint8Array]
const ab = nodeHash(digest, a, b)
const abc = nodeHash(digest, ab, c)
const growth = (proof: Uint8Array[]) => vi.fn(async () => ({ size1: 2, size2: 3, proof: proof.map(toHex) }))

describe('an earlier checkpoint', () => {
  const now = { size: 3, root: toHex(abc) }
  it('is the same, or the beginning of the ledger', async () => {
    const prove = growth([c])
    expect(await judgeEarlier('sm3', now, now, prove)).toBe('same')
    expect(prove).not.toHaveBeenCalled()
    expect(await judgeEarlier('sm3', { size: 2, root: toHex(ab) }, now, prove)).toBe('grown')
    expect(prove).toHaveBeenCalledWith(2, 3)
  })
  it('shows a ledger that was cut or rewritten', async () => {
    expect(await judgeEarlier('sm3', { size: 4, root: toHex(abc) }, now, growth([]))).toBe('rolled_back')
    expect(await judgeEarlier('sm3', { size: 3, root: toHex(ab) }, now, growth([]))).toBe('inconsistent')
    expect(await judgeEarlier('sm3', { size: 2, root: toHex(a) }, now, growth([c]))).toBe('inconsistent')
    expect(await judgeEarlier('sm3', { size: 2, root: toHex(ab) }, now, growth([b]))).toBe('inconsistent')
    expect(await judgeEarlier('sm3', { size: 2, root: 'zz' }, now, growth([c]))).toBe('inconsistent')
  })
})

describe('an entry', () => {
  const answer = { leafIndex: 1, treeSize: 3, leafHash: toHex(b), proof: [toHex(a), toHex(c)] }
  const asked = { index: 1, size: 3, root: toHex(abc) }
  it('is under the signed root', () => {
    expect(judgeInclusion('sm3', answer, asked).ok).toBe(true)
  })
  it('is refused when the server answers for another place or proves another leaf', () => {
    expect(judgeInclusion('sm3', { ...answer, leafIndex: 0 }, asked).ok).toBe(false)
    expect(judgeInclusion('sm3', { ...answer, leafHash: toHex(c) }, asked)).toEqual({ ok: false, fault: 'root' })
    expect(judgeInclusion('sm3', { ...answer, proof: ['xx'] }, asked).ok).toBe(false)
  })
})
