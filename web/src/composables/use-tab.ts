// SPDX-License-Identifier: Apache-2.0
import { watch, type WatchSource } from 'vue'
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router'
import { useTabs } from '@/stores/tabs'

/** The tab this page stands in. Call it in `setup` of a page or of a part of it. */
export function useTab() {
  const tabs = useTabs()
  const router = useRouter()
  const key = useRoute().path
  return {
    key,
    /** Names the tab after what is shown, e.g. the number of a contract. */
    entitle: (title: WatchSource<string | null | undefined>) =>
      watch(title, (now) => now && tabs.entitle(key, now), { immediate: true }),
    /** Leaves a finished form: its tab closes and `to` opens. */
    async leaveFor(to: RouteLocationRaw): Promise<void> {
      tabs.setDirty(key, false)
      await router.push(to)
      tabs.close(key)
    },
    async close(): Promise<void> {
      const next = tabs.close(key)
      if (next) await router.push(next)
    },
  }
}
