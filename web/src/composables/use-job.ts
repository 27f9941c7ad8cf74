// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { ApiProblem } from '@/api/client'

export interface Running {
  id: string
  state: string
}
export const isOver = (state: string): boolean => state !== 'queued' && state !== 'running'

export interface Watched<T> {
  job: ShallowRef<T | null>
  problem: ShallowRef<ApiProblem | null>
  follow: (id: string) => void
  stop: () => void
}

/** Follows a job of the server until it is over: every 0.4 s at first, up to every 3 s. A lost answer is asked for again. */
export function useJob<T extends Running>(load: (id: string) => Promise<T>, ended?: (job: T) => void): Watched<T> {
  const job = shallowRef<T | null>(null) as ShallowRef<T | null>
  const problem = shallowRef<ApiProblem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  function stop(): void {
    round += 1
    clearTimeout(timer)
  }
  function follow(id: string): void {
    stop()
    job.value = null
    void ask(id, round, 400)
  }
  async function ask(id: string, mine: number, wait: number): Promise<void> {
    let again = true
    try {
      const answer = await load(id)
      if (mine !== round) return
      job.value = answer
      problem.value = null
      again = !isOver(answer.state)
      if (!again) ended?.(answer)
    } catch (error) {
      if (mine !== round) return
      problem.value = error instanceof ApiProblem ? error : new ApiProblem('client.answer', 0, '', '')
      again = problem.value.status === 0 || problem.value.status >= 500
    }
    if (again) timer = setTimeout(() => void ask(id, mine, Math.min(3000, wait * 1.4)), wait)
  }
  onScopeDispose(stop)
  return { job, problem, follow, stop }
}

/** Whole percent of a job; null while the whole is not known. */
export function percentOf(progress: { done: number; of?: number } | undefined): number | null {
  if (!progress?.of) return null
  return Math.max(0, Math.min(100, Math.floor((100 * progress.done) / progress.of)))
}
