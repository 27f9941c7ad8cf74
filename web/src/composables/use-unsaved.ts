// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { useTabs } from '@/stores/tabs'

/**
 * Marks the tab of this page as holding what is not saved. Going to another tab loses nothing; closing the tab, signing out
 * and leaving the site ask first.
 */
export function useUnsaved(dirty: Readonly<Ref<boolean>>): void {
  const tabs = useTabs()
  const key = useRoute().path
  watch(dirty, (now) => tabs.setDirty(key, now), { immediate: true })
  onScopeDispose(() => tabs.setDirty(key, false))
}
