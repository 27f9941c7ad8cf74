// SPDX-License-Identifier: Apache-2.0
import { effectScope, nextTick, ref } from 'vue'
import { expect, it } from 'vitest'
import { ApiProblem } from '@/api/client'
import { useLoad } from './use-load'

const settle = async () => {
  for (let i = 0; i < 5; i += 1) await nextTick()
}

it('keeps the answer of the newest question only', async () => {
  const question = ref('a')
  const waiting: Record<string, (value: string) => void> = {}
  const scope = effectScope()
  const loaded = scope.run(() =>
    useLoad(() => new Promise<string>((resolve) => (waiting[question.value] = resolve)), question),
  )!
  expect(loaded.busy.value).toBe(true)
  question.value = 'b'
  await settle()
  waiting['b']!('second')
  await settle()
  waiting['a']!('first')
  await settle()
  expect(loaded.data.value).toBe('second')
  expect(loaded.busy.value).toBe(false)
  scope.stop()
})

it('shows a refusal and clears it on reload', async () => {
  let fail = true
  const scope = effectScope()
  const loaded = scope.run(() =>
    useLoad(async () => {
      if (fail) throw new ApiProblem('body.unknown', 404, '没有', 't1')
      return 1
    }),
  )!
  await settle()
  expect(loaded.problem.value?.reason).toBe('body.unknown')
  fail = false
  await loaded.reload()
  expect(loaded.problem.value).toBeNull()
  expect(loaded.data.value).toBe(1)
  scope.stop()
})
