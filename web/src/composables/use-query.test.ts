// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { expect, it } from 'vitest'
import { mountAt } from '@/test-mount'
import { useQuery } from './use-query'

async function listAt(at: string, personal: readonly 'q'[] = []) {
  let query!: ReturnType<typeof useQuery<'q' | 'grade'>>
  const List = defineComponent({
    setup() {
      query = useQuery(['q', 'grade'] as const, 20, personal)
      return () => h('i')
    },
  })
  const { router } = await mountAt(List, { at })
  return { query, router }
}

it('reads the address and writes the form back to it', async () => {
  const { query, router } = await listAt('/990101/bodies?q=水&page=3&limit=50&other=1')
  expect(query.applied.value).toEqual({ q: '水', grade: '' })
  expect([query.page.value, query.limit.value, query.active.value]).toEqual([3, 50, 1])
  query.draft.grade = 'A'
  await query.apply()
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ q: '水', grade: 'A', limit: '50' })
  await query.turn(2)
  expect(router.currentRoute.value.query).toEqual({ q: '水', grade: 'A', page: '2', limit: '50' })
  await query.reset()
  await flushPromises()
  expect(query.applied.value).toEqual({ q: '', grade: '' })
  expect(query.draft.grade).toBe('')
})

it('takes nothing from the address that it does not offer', async () => {
  const { query } = await listAt('/990101/bodies?page=-4&limit=100000&q=a&q=b')
  expect([query.page.value, query.limit.value, query.applied.value.q]).toEqual([1, 20, 'a'])
})

it('keeps personal values out of the address, and takes none from it', async () => {
  const { query, router } = await listAt('/990101/bodies?q=水&page=3', ['q'])
  expect(query.applied.value).toEqual({ q: '', grade: '' })
  Object.assign(query.draft, { q: ' 王建国 ', grade: 'A' })
  await query.apply()
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/990101/bodies?grade=A')
  expect([query.applied.value, query.active.value]).toEqual([{ q: '王建国', grade: 'A' }, 2])
  await query.turn(2)
  expect([router.currentRoute.value.fullPath, query.applied.value.q]).toEqual(['/990101/bodies?grade=A&page=2', '王建国'])
  query.draft.q = ''
  await query.apply()
  expect([router.currentRoute.value.fullPath, query.applied.value.q]).toEqual(['/990101/bodies?grade=A', ''])
})
