// SPDX-License-Identifier: Apache-2.0
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ApiProblem } from '@/api/client'

export interface Action<A extends unknown[], T> {
  /** The answer, or undefined when it was refused or is under way already. */
  run: (...args: A) => Promise<T | undefined>
  busy: Ref<boolean>
  result: ShallowRef<T | null>
  problem: ShallowRef<ApiProblem | null>
  clear: () => void
}

/** One act of the user: not twice at once, its refusal kept for the page to show. */
export function useAction<A extends unknown[], T>(act: (...args: A) => Promise<T>): Action<A, T> {
  const busy = ref(false)
  const result = shallowRef<T | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  async function run(...args: A): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = null
    try {
      const answer = await act(...args)
      result.value = answer
      return answer
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return undefined
      problem.value = error instanceof ApiProblem ? error : new ApiProblem('client.answer', 0, '', '')
      return undefined
    } finally {
      busy.value = false
    }
  }
  function clear(): void {
    result.value = null
    problem.value = null
  }
  return { run, busy, result, problem, clear }
}
