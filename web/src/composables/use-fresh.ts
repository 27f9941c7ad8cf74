// SPDX-License-Identifier: Apache-2.0
import { onActivated } from 'vue'

/** Asks again when a kept page comes back to the front: another page may have changed what it shows. */
export function useFresh(reload: () => unknown): void {
  let first = true
  onActivated(() => {
    if (!first) void reload()
    first = false
  })
}
