// SPDX-License-Identifier: Apache-2.0
import { watch } from 'vue'
import type { Router } from 'vue-router'
import { useSession } from '@/stores/session'
import { useSettings } from '@/stores/settings'
import { useTabs } from '@/stores/tabs'
import { useTodoCounts } from '@/stores/todo-counts'

/** When the session is over nothing of it stays in memory; the place is kept so that signing in again leads back. */
export function forgetWhenEnded(router: Router): void {
  const session = useSession()
  watch(
    () => session.me,
    (now, before) => {
      if (now || !before) return
      for (const store of [useTabs(), useSettings(), useTodoCounts()]) store.clear()
      const { meta, fullPath } = router.currentRoute.value
      const place = fullPath === '/' ? {} : { to: fullPath }
      if (!meta.open || meta.title === 'console_page.password_due') void router.replace({ name: 'login', query: session.left ? {} : { ...place, ended: '1' } })
    },
    { flush: 'sync' },
  )
}
