// SPDX-License-Identifier: Apache-2.0
import { computed, type ComputedRef } from 'vue'
import { useSession } from '@/stores/session'

/** True while the account may do one of these actions. Hides what cannot be done; the server decides. */
export function useCan(...any: readonly string[]): ComputedRef<boolean> {
  const session = useSession()
  return computed(() => session.can(...any))
}
