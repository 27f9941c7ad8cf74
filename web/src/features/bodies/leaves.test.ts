// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { LeafScore, Score } from '@/api/evaluations'
import { mountAt } from '@/test-mount'
import LeafTable from './LeafTable.vue'

const leaf = (over: Partial<LeafScore>): LeafScore => ({
  id: 'D1', name: '合同协议按期履约率', weight_e4: 60000, effective_weight_e4: 81818, score_e4: 57273, lost_e4: 24545,
  not_applicable: false, numerator: '91', denominator: '100', ratio_e4: 9100, rows_total: 3,
  rows: [
    { type: 'milestone', id: 'm1', title: '首期交付', obligation: 'o1', kept: true, numerator: '1', denominator: '1' },
    { type: 'milestone', id: 'm2', title: '尾款', obligation: 'o2', kept: false, numerator: '0', denominator: '1' },
  ],
  ...over,
})
const score = {
  evaluation: { id: 'E1' }, body: 'B1',
  groups: [{ id: 'D', name: '守信践诺', weight_e4: 0, effective_weight_e4: 0, score_e4: 0, percent_e2: 0, leaves: [leaf({}), leaf({ id: 'D5', name: 'PPP', lost_e4: 0, not_applicable: true, rows: [], rows_total: 0, reason: 'score.not_applicable' })] }],
} as unknown as Score

it('opens a leaf to its fraction and rows, those that cost points first, each leading to its duty', async () => {
  const { wrapper } = await mountAt(LeafTable, { props: { score } })
  expect(wrapper.text()).toContain('5.7273')
  expect(wrapper.text()).toContain('−2.4545')
  const button = wrapper.find('button[data-leaf=D1]')
  expect(button.attributes('aria-expanded')).toBe('false')
  await button.trigger('click')
  expect(button.attributes('aria-expanded')).toBe('true')
  const detail = wrapper.find('#leaf-D1')
  expect(detail.text()).toContain('91')
  expect(detail.text()).toContain('91%')
  const links = detail.findAll('a.row-link')
  expect(links.map((link) => link.attributes('href'))).toEqual(['/990101/obligations/o2', '/990101/obligations/o1'])
  expect(detail.findAll('.tag.lost')).toHaveLength(1)
})

it('fetches the remaining rows when asked', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(
    new Response(JSON.stringify({ items: [{ type: 'milestone', id: 'm1', title: '首期交付' }, { type: 'milestone', id: 'm3', title: '验收' }], total: 3 })),
  )
  const { wrapper } = await mountAt(LeafTable, { props: { score } })
  await wrapper.find('button[data-leaf=D1]').trigger('click')
  await wrapper.find('#leaf-D1 button').trigger('click')
  await flushPromises()
  expect(String(fetched.mock.calls[0]![0])).toContain('/public/evaluations/E1/bodies/B1/leaves/D1/rows')
  expect(wrapper.findAll('#leaf-D1 tbody tr')).toHaveLength(3)
})

it('says why a leaf does not apply, and hides what lost nothing on request', async () => {
  const { wrapper } = await mountAt(LeafTable, { props: { score } })
  await wrapper.find('button[data-leaf=D5]').trigger('click')
  expect(wrapper.find('#leaf-D5').text()).toContain('不适用')
  await wrapper.find('input[type=checkbox]').setValue(true)
  expect(wrapper.find('button[data-leaf=D5]').exists()).toBe(false)
  expect(wrapper.find('button[data-leaf=D1]').exists()).toBe(true)
})
