// SPDX-License-Identifier: Apache-2.0
import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A choice within a page (which part is in front) that stands in its address: kept by the tab, by reload and by a shared link. */
export function useTabState<T extends string>(name: string, allowed: readonly T[]): WritableComputedRef<T> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get() {
      const asked = route.query[name]
      return allowed.find((one) => one === asked) ?? allowed[0]!
    },
    set(next) {
      const query = { ...route.query }
      if (next === allowed[0]) delete query[name]
      else query[name] = next
      void router.replace({ path: route.path, query, hash: route.hash })
    },
  })
}
