// SPDX-License-Identifier: Apache-2.0
import { tryNonces, type Search } from './search'

type Told = { tried: number } | { nonce: string }
/** Nonces between two breaths of the page where there is no worker. */
const STEP = 1024
const stopped = () => new DOMException('stopped', 'AbortError')

/** The nonce, found in a worker; where a browser has none or refuses it, in slices on the page. Ends with AbortError when stopped. */
export function solve(search: Search, onTried: (tried: number) => void, signal: AbortSignal): Promise<string> {
  if (signal.aborted) return Promise.reject(stopped())
  let worker: Worker
  try {
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  } catch {
    return solveHere(search, onTried, signal)
  }
  return new Promise((resolve, reject) => {
    const end = () => worker.terminate()
    signal.addEventListener('abort', () => (end(), reject(stopped())), { once: true })
    worker.onerror = () => {
      end()
      solveHere(search, onTried, signal).then(resolve, reject)
    }
    worker.onmessage = (event: MessageEvent<Told>) => {
      if ('tried' in event.data) return onTried(event.data.tried)
      end()
      resolve(event.data.nonce)
    }
    worker.postMessage(search)
  })
}

export async function solveHere(search: Search, onTried: (tried: number) => void, signal: AbortSignal): Promise<string> {
  for (let from = 0; ; from += STEP) {
    if (signal.aborted) throw stopped()
    const nonce = tryNonces(search, from, STEP)
    if (nonce !== null) return nonce
    onTried(from + STEP)
    await new Promise((resolve) => setTimeout(resolve))
  }
}
