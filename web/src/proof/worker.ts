// SPDX-License-Identifier: Apache-2.0
/** Looks for a nonce beside the page, which stays usable. Takes one Search; tells {tried} now and then, {nonce} at the end. */
import { tryNonces, type Search } from './search'

/** Nonces between two words to the page: some 50 ms on a slow telephone. */
const STEP = 4096

self.onmessage = (event: MessageEvent<Search>) => {
  for (let from = 0; ; from += STEP) {
    const nonce = tryNonces(event.data, from, STEP)
    if (nonce !== null) {
      self.postMessage({ nonce })
      return
    }
    self.postMessage({ tried: from + STEP })
  }
}
