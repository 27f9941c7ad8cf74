// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest'
import { mountConsole, someone } from '@/test-console'
import BodyFacts from './BodyFacts.vue'
import BodyPage from './BodyPage.vue'

const body = { id: 'B1', version: 1, code: 'B1', scheme: 'none', name: '示范局', class: 'DEPT', division_code: '990101', valid_from: '2020-01-01' }
afterEach(() => vi.restoreAllMocks())

it.each([
  [['body.read'], ['body-facts']],
  [['body.read', 'obligation.read'], ['body-facts', 'body-duties']],
  [['body.read', 'post.read', 'tenure.read', 'obligation.read', 'journal.read'], ['body-facts', 'body-posts', 'body-tenures', 'body-duties', 'body-journal']],
])('with %j it offers %j, and asks for nothing else', async (actions, parts) => {
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(JSON.stringify(actions.length === 1 ? body : { ...body, items: [], total: 0 })))
  const { wrapper } = await mountConsole(BodyPage, { props: { id: 'B1' }, at: '/bodies/B1?part=posts', me: someone({ actions }) })
  expect(wrapper.findAll('[role=tab]').map((tab) => tab.attributes('id'))).toEqual(parts)
  expect(asked.mock.calls.some(([address]) => String(address).includes('/posts'))).toBe(actions.includes('post.read'))
})

it('leads to the body that came after: the answer has its id only', async () => {
  const { wrapper } = await mountConsole(BodyFacts, { props: { body: { ...body, valid_to: '2026-01-01', successor_id: 'B2' } } })
  expect(wrapper.find('[data-fact=successor] a').attributes('href')).toBe('/console/bodies/B2')
})
