// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { ApiProblem } from '@/api/client'
import { percentOf, useJob } from './use-job'

describe('useJob', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('asks until the job is over and tells once', async () => {
    const states = ['queued', 'running', 'running', 'done']
    const ended = vi.fn()
    const scope = effectScope()
    const load = vi.fn(async (id: string) => ({ id, state: states.shift()! }))
    const watched = scope.run(() => useJob(load, ended))!
    watched.follow('J1')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(load).toHaveBeenCalledTimes(4)
    expect(watched.job.value?.state).toBe('done')
    expect(ended).toHaveBeenCalledTimes(1)
    scope.stop()
  })
  it('goes on after a lost answer, ends at a refusal, and stops with its page', async () => {
    const answers = [new ApiProblem('client.network', 0, '', ''), null, new ApiProblem('import.unknown', 404, '', '')]
    const load = vi.fn(async (id: string) => {
      const next = answers.shift()
      if (next) throw next
      return { id, state: 'running' }
    })
    const scope = effectScope()
    const watched = scope.run(() => useJob(load))!
    watched.follow('J2')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(load).toHaveBeenCalledTimes(3)
    expect(watched.problem.value?.reason).toBe('import.unknown')
    scope.stop()
    const other = effectScope()
    const always = vi.fn(async (id: string) => ({ id, state: 'running' }))
    other.run(() => useJob(always))!.follow('J3')
    await vi.advanceTimersByTimeAsync(1000)
    const before = always.mock.calls.length
    other.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(always).toHaveBeenCalledTimes(before)
  })
  it.each([
    [undefined, null],
    [{ done: 5 }, null],
    [{ done: 0, of: 0 }, null],
    [{ done: 1, of: 3 }, 33],
    [{ done: 9, of: 3 }, 100],
  ])('percent of %j is %j', (progress, percent) => expect(percentOf(progress)).toBe(percent))
})
