// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, ref, type Ref } from 'vue'
import { ApiProblem } from '@/api/client'
import { fetchChallenge, type WorkProof } from '@/api/complaints'
import { likelihood } from '@/proof/search'
import { solve } from '@/proof/solve'

const ASKS = ['complaint.proof_needed', 'complaint.proof_wrong']
/** A challenge may grow old while a slow machine works on it: once more, then the refusal is shown. */
const TRIES_MAX = 2

export interface Work {
  /** How likely the proof is to be done by now, 0..1; null when none is asked for. */
  working: Ref<number | null>
  /** Sends; when the server is busy and asks for work, does it and sends again. `bound` names what the proof is for. */
  withWork: <T>(bound: string, send: (proof: WorkProof | undefined, signal: AbortSignal) => Promise<T>) => Promise<T>
}

/** Requests that may cost a proof of work. Whatever is under way ends with the page. */
export function useWork(): Work {
  const working = ref<number | null>(null)
  const ending = new AbortController()
  onScopeDispose(() => ending.abort())

  async function prove(bound: string): Promise<WorkProof> {
    working.value = 0
    const { challenge, bits } = await fetchChallenge(ending.signal)
    const nonce = await solve({ challenge, bound, bits }, (tried) => (working.value = likelihood(tried, bits)), ending.signal)
    return { challenge, nonce }
  }
  async function withWork<T>(bound: string, send: (proof: WorkProof | undefined, signal: AbortSignal) => Promise<T>): Promise<T> {
    let proof: WorkProof | undefined
    try {
      for (let tries = 0; ; tries += 1) {
        try {
          return await send(proof, ending.signal)
        } catch (error) {
          if (tries >= TRIES_MAX || !(error instanceof ApiProblem) || !ASKS.includes(error.reason)) throw error
        }
        proof = await prove(bound)
      }
    } finally {
      working.value = null
    }
  }
  return { working, withWork }
}
