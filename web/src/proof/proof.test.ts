// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isOwnWorker } from '@/trusted-types'
import { leadingZeroBits, likelihood, tryNonces, type Search } from './search'
import { solve, solveHere } from './solve'

const search = (bits: number): Search => ({ challenge: '1795400000.abc', bound: 'K'.repeat(20), bits })
/** By another implementation than the one under test. */
const bitsOf = ({ challenge, bound }: Search, nonce: string): number => {
  const hash = createHash('sha256').update(`${challenge}.${bound}.${nonce}`).digest()
  return [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('').indexOf('1')
}
afterEach(() => vi.unstubAllGlobals())

describe('a proof of work', () => {
  it('counts the zero bits at the front', () => {
    const rows: [number[], number][] = [[[0x80], 0], [[0x40], 1], [[0x01], 7], [[0x00, 0x80], 8], [[0x00, 0x00, 0x1f], 19], [[0, 0], 16]]
    for (const [bytes, bits] of rows) expect(leadingZeroBits(new Uint8Array(bytes)), String(bytes)).toBe(bits)
  })
  it('is the first nonce that does, as SHA-256 elsewhere has it', () => {
    for (const bits of [0, 1, 5, 9]) {
      const nonce = tryNonces(search(bits), 0, 100_000)!
      expect(bitsOf(search(bits), nonce)).toBeGreaterThanOrEqual(bits)
      for (let before = 0; before < Number(nonce); before += 1) expect(bitsOf(search(bits), String(before))).toBeLessThan(bits)
    }
  })
  it('goes on where it stopped, and says when there is none', () => {
    const nonce = Number(tryNonces(search(8), 0, 100_000))
    expect(tryNonces(search(8), 0, nonce)).toBeNull()
    expect(tryNonces(search(8), nonce, 1)).toBe(String(nonce))
  })
  it('is bound to what it is for', () => {
    const nonce = tryNonces(search(12), 0, 200_000)!
    expect(bitsOf({ ...search(12), bound: 'another' }, nonce)).toBeLessThan(12)
  })
  it('tells how likely it is to be over, never more than surely', () => {
    expect(likelihood(0, 18)).toBe(0)
    expect(likelihood(2 ** 18, 18)).toBeCloseTo(0.632, 3)
    expect(likelihood(2 ** 30, 18)).toBeLessThanOrEqual(1)
  })
})

describe('solving', () => {
  it('runs on the page where there is no worker, and can be stopped', async () => {
    vi.stubGlobal('Worker', class { constructor() { throw new TypeError('refused') } })
    const nonce = await solve(search(11), () => undefined, new AbortController().signal)
    expect(bitsOf(search(11), nonce)).toBeGreaterThanOrEqual(11)
    const stop = new AbortController()
    const told: number[] = []
    const endless = solveHere(search(256), (tried) => { told.push(tried); if (told.length === 2) stop.abort() }, stop.signal)
    await expect(endless).rejects.toThrow('stopped')
    expect(told).toEqual([1024, 2048])
  })
  it('hands the search to a worker, passes on what it tells, and ends it', async () => {
    const made: { sent: unknown[]; ended: number; url: string }[] = []
    vi.stubGlobal('Worker', class {
      onmessage: ((event: { data: unknown }) => void) | null = null
      onerror: (() => void) | null = null
      mine = { sent: [] as unknown[], ended: 0, url: '' }
      constructor(url: URL) { this.mine.url = String(url); made.push(this.mine) }
      postMessage(data: unknown) { this.mine.sent.push(data); queueMicrotask(() => { this.onmessage?.({ data: { tried: 4096 } }); this.onmessage?.({ data: { nonce: '7' } }) }) }
      terminate() { this.mine.ended += 1 }
    })
    const told: number[] = []
    expect(await solve(search(3), (tried) => told.push(tried), new AbortController().signal)).toBe('7')
    expect(told).toEqual([4096])
    expect(made).toHaveLength(1)
    expect(made[0]!.sent).toEqual([search(3)])
    expect(made[0]!.ended).toBe(1)
  })
  it('does the work itself when the worker breaks', async () => {
    vi.stubGlobal('Worker', class {
      onmessage = null
      onerror: (() => void) | null = null
      postMessage() { queueMicrotask(() => this.onerror?.()) }
      terminate() {}
    })
    expect(await solve(search(4), () => undefined, new AbortController().signal)).toBe(tryNonces(search(4), 0, 1000))
  })
})

describe('the worker', () => {
  it('tells how far it is and then the nonce', async () => {
    const told: unknown[] = []
    vi.stubGlobal('self', { postMessage: (one: unknown) => told.push(one) } as unknown as Window)
    await import('./worker')
    const { onmessage } = self as unknown as { onmessage: (event: { data: Search }) => void }
    onmessage({ data: search(13) })
    const nonce = (told.at(-1) as { nonce: string }).nonce
    expect(bitsOf(search(13), nonce)).toBeGreaterThanOrEqual(13)
    expect(told.slice(0, -1)).toEqual(Array.from({ length: Math.floor(Number(nonce) / 4096) }, (_, i) => ({ tried: (i + 1) * 4096 })))
  })
  it('comes from our own files only', () => {
    for (const good of ['/assets/worker-Bd5rZUwp.js', '/src/proof/worker.ts']) expect(isOwnWorker(good), good).toBe(true)
    for (const bad of ['https://example.invalid/assets/worker-1.js', '/assets/portal-1.js', 'data:text/javascript,1', 'blob:http://localhost/1', '/api/v1/worker.js', '/assets/../worker.js']) expect(isOwnWorker(bad), bad).toBe(false)
  })
})
