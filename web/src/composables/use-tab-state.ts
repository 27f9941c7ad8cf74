// SPDX-License-Identifier: Apache-2.0
import { computed, toValue, type MaybeRefOrGetter, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * A choice within a page (which part is in front) that stands in its address: kept by the tab, by reload and by a shared link.
 * `allowed` may depend on rights; what is not in it is the first one.
 */
export function useTabState<T extends string>(name: string, allowed: MaybeRefOrGetter<readonly T[]>): WritableComputedRef<T> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get() {
      const asked = route.query[name]
      const parts = toValue(allowed)
      return parts.find((one) => one === asked) ?? parts[0]!
    },
    set(next) {
      const query = { ...route.query }
      if (next === toValue(allowed)[0]) delete query[name]
      else query[name] = next
      void router.replace({ path: route.path, query, hash: route.hash })
    },
  })
}
