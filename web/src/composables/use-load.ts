// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'
import { ApiProblem } from '@/api/client'

export interface Loaded<T> {
  data: ShallowRef<T | null>
  problem: ShallowRef<ApiProblem | null>
  busy: ShallowRef<boolean>
  reload: () => Promise<void>
}

/** Loads now and whenever `source` changes; an answer overtaken by a newer question is dropped. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, source?: WatchSource<unknown>): Loaded<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  const busy = shallowRef(false)
  let current: AbortController | null = null

  async function reload(): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    busy.value = true
    problem.value = null
    try {
      const answer = await load(mine.signal)
      if (current === mine) data.value = answer
    } catch (error) {
      if (current !== mine || mine.signal.aborted) return
      data.value = null
      problem.value = error instanceof ApiProblem ? error : new ApiProblem('client.answer', 0, '', '')
    } finally {
      if (current === mine) busy.value = false
    }
  }

  if (source) watch(source, reload, { immediate: true })
  else void reload()
  onScopeDispose(() => current?.abort())
  return { data, problem, busy, reload }
}
