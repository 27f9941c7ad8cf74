// SPDX-License-Identifier: Apache-2.0
import { computed, reactive, shallowRef, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export const PAGE_SIZES = [10, 20, 50, 100] as const

/**
 * The state of a list kept in the URL, so that back, reload and a shared link show the same list.
 *
 * `draft` is what the form shows; `applied` what the URL says; `apply` writes the draft (page 1), `reset` empties it.
 * What is asked for by a key of `personal` (names, numbers of persons) lives in memory only: an address is kept in the browser's
 * history and among the account's tabs, and can be read over a shoulder.
 */
export function useQuery<K extends string>(keys: readonly K[], defaultLimit = 20, personal: readonly K[] = []) {
  const route = useRoute()
  const router = useRouter()
  const read = (key: string) => {
    const value = route.query[key]
    return (Array.isArray(value) ? value[0] : value) ?? ''
  }
  const inMemory = shallowRef<Partial<Record<string, string>>>({})
  const isPersonal = (key: string) => (personal as readonly string[]).includes(key)
  const applied = computed(() => Object.fromEntries(keys.map((key) => [key, isPersonal(key) ? (inMemory.value[key] ?? '') : read(key)])) as Record<K, string>)
  const draft = reactive({ ...applied.value }) as Record<K, string>
  watch(applied, (now) => Object.assign(draft, now))

  const page: ComputedRef<number> = computed(() => Math.max(1, Number.parseInt(read('page'), 10) || 1))
  const limit: ComputedRef<number> = computed(() => {
    const wanted = Number.parseInt(read('limit'), 10)
    return (PAGE_SIZES as readonly number[]).includes(wanted) ? wanted : defaultLimit
  })

  /** How many filters are set. */
  const active = computed(() => Object.values<string>(applied.value).filter(Boolean).length)

  function go(values: Record<string, string>, nextPage: number, nextLimit: number) {
    const query: Record<string, string> = {}
    const kept: Record<string, string> = {}
    for (const [key, value] of Object.entries(values)) {
      if (value.trim()) (isPersonal(key) ? kept : query)[key] = value.trim()
    }
    inMemory.value = kept
    if (nextPage > 1) query['page'] = String(nextPage)
    if (nextLimit !== defaultLimit) query['limit'] = String(nextLimit)
    return router.push({ query, hash: route.hash })
  }
  return {
    draft,
    applied,
    page,
    limit,
    active,
    apply: () => go(draft, 1, limit.value),
    reset: () => go({}, 1, limit.value),
    set: (key: K, value: string) => go({ ...applied.value, [key]: value }, 1, limit.value),
    turn: (nextPage: number, nextLimit = limit.value) => go(applied.value, nextPage, nextLimit),
  }
}
