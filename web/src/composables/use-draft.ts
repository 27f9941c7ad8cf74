// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, ref, watch } from 'vue'
import { useSettings } from '@/stores/settings'

const AUTOSAVE_MS = 15_000

/**
 * Keeps what was typed into a form with the account's settings, so that it survives the end of a session and a change of
 * desk. `values` is the reactive form; `key` names it ("obligation.new"). Secrets never go through here.
 */
export function useDraft<T extends object>(key: string, values: T, dirty: () => boolean) {
  const settings = useSettings()
  const savedAt = ref(settings.values.drafts[key]?.at ?? '')
  const found = ref(settings.values.drafts[key] !== undefined)
  let timer: ReturnType<typeof setTimeout> | undefined

  function keep(): void {
    clearTimeout(timer)
    timer = undefined
    const at = new Date().toISOString()
    settings.values.drafts[key] = { at, values: JSON.parse(JSON.stringify(values)) as Record<string, unknown> }
    savedAt.value = at
    settings.save()
  }
  /** 暂存: at once, and told whether the server has it. */
  async function store(): Promise<boolean> {
    keep()
    return settings.flush()
  }
  function restore(): void {
    Object.assign(values, settings.values.drafts[key]?.values ?? {})
    found.value = false
  }
  function discard(): void {
    clearTimeout(timer)
    timer = undefined
    found.value = false
    savedAt.value = ''
    if (!(key in settings.values.drafts)) return
    delete settings.values.drafts[key]
    settings.save()
  }
  watch(
    () => values,
    () => {
      if (dirty() && !found.value) timer ??= setTimeout(keep, AUTOSAVE_MS)
    },
    { deep: true },
  )
  onScopeDispose(() => {
    if (timer !== undefined && dirty()) keep()
    clearTimeout(timer)
  })
  return { found: computed(() => found.value), savedAt: computed(() => savedAt.value), failed: computed(() => settings.failed), store, restore, discard }
}
