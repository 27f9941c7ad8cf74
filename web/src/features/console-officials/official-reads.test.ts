// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { mountConsole, someone } from '@/test-console'
import OfficialPage from './OfficialPage.vue'
import OfficialReads from './OfficialReads.vue'
import OfficialRecords from './OfficialRecords.vue'

it('tells a read that was refused from one that was not', async () => {
  const read = { at: '2026-11-28T01:00:00Z', account: 'r9', action: 'official.read' }
  const { wrapper } = await mountConsole(OfficialReads, { props: { reads: [{ ...read, outcome: 'ok' }, { ...read, outcome: 'refused' }], busy: false, problem: null } })
  expect(wrapper.findAll('tbody tr').map((row) => row.findAll('.tag').length)).toEqual([0, 1])
})

it.each([
  [['official.read'], ['official-facts', 'official-tenures', 'official-records']],
  [['official.read', 'access.read'], ['official-facts', 'official-tenures', 'official-records', 'official-reads']],
])('with %j an opened file has the parts %j', async (actions, parts) => {
  const file = { id: 'OF1', version: 1, staff_no: 'G1', body_id: 'B1', disputed: false, valid_from: '2020-01-01', tenures: [], records: [], objections: [] }
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(JSON.stringify(file)))
  const { wrapper } = await mountConsole(OfficialPage, { props: { id: 'OF1' }, me: someone({ actions }) })
  await wrapper.find('form input').setValue('核对信息')
  await wrapper.find('form').trigger('submit')
  await flushPromises()
  expect(wrapper.findAll('[role=tab]').map((tab) => tab.attributes('id'))).toEqual(parts)
  fetched.mockRestore()
})

it.each([
  [['official.read'], 0],
  [['official.read', 'file_objection.read'], 1],
])('with %j the records of a file lead to %d objections', async (actions, links) => {
  const record = { id: 'R1', version: 1, code: 'REC-1', cat: 'R-RY-01', polarity: 'negative', standing: 'in_effect' as const, disputed: true, facts: '通报批评' }
  const file = { id: 'OF1', version: 1, staff_no: 'G1', body_id: 'B1', disputed: true, valid_from: '2020-01-01', tenures: [], records: [record], objections: [{ id: 'OJ1', version: 1, official_id: 'OF1', entity: 'record' as const, entity_id: 'R1', text: '已经撤销', filed_on: '2026-11-20', state: 'open' as const }] }
  const { wrapper } = await mountConsole(OfficialRecords, { props: { file }, me: someone({ actions }) })
  expect(wrapper.text()).toContain('通报批评')
  expect(wrapper.findAll('a[href="/console/file-objections/OJ1"]')).toHaveLength(links)
})
