// SPDX-License-Identifier: Apache-2.0
/** What an earlier checkpoint (kept by this browser, printed, or from a file) says about the ledger of today. */
import { digestOf, type HashName } from './hash'
import { fromHex } from './hex'
import { checkConsistency, checkInclusion } from './merkle'

export interface Seen {
  size: number
  root: string
}
export interface ProofOfGrowth {
  size1: number
  size2: number
  proof: string[]
}
/** same: nothing was added · grown: only added to · rolled_back: the ledger is now shorter · inconsistent: history differs. */
export type Verdict = 'same' | 'grown' | 'rolled_back' | 'inconsistent'

const hashes = (list: string[]) => {
  const bytes = list.map((hex) => fromHex(hex, 32))
  return bytes.every((one) => one !== null) ? (bytes as Uint8Array[]) : null
}

/** `prove` is asked for a proof only when the earlier tree is smaller. Roots are the reader's own and the signed one. */
export async function judgeEarlier(
  hash: HashName,
  earlier: Seen,
  now: Seen,
  prove: (from: number, to: number) => Promise<ProofOfGrowth>,
): Promise<Verdict> {
  if (earlier.size > now.size) return 'rolled_back'
  if (earlier.size === now.size) return earlier.root.toLowerCase() === now.root.toLowerCase() ? 'same' : 'inconsistent'
  if (earlier.size === 0) return 'grown'
  const answer = await prove(earlier.size, now.size)
  const proof = hashes(answer.proof)
  const from = fromHex(earlier.root, 32)
  const to = fromHex(now.root, 32)
  if (!proof || !from || !to) return 'inconsistent'
  return checkConsistency(digestOf(hash)!, earlier.size, now.size, from, to, proof).ok ? 'grown' : 'inconsistent'
}

/** Whether the leaf stands at `index` under the signed root; the steps are the hashes on the way up, in hex order. */
export function judgeInclusion(
  hash: HashName,
  answer: { leafIndex: number; treeSize: number; leafHash: string; proof: string[] },
  asked: { index: number; size: number; root: string },
) {
  const proof = hashes(answer.proof)
  const leaf = fromHex(answer.leafHash, 32)
  const root = fromHex(asked.root, 32)
  if (answer.leafIndex !== asked.index || answer.treeSize !== asked.size || !proof || !leaf || !root) {
    return { ok: false as const, fault: 'index' as const }
  }
  return checkInclusion(digestOf(hash)!, asked.index, asked.size, leaf, proof, root)
}
