// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest'
import type { ImportJob } from '@/api/staff-exchange'
import { mountConsole, someone } from '@/test-console'
import ImportCounts from './ImportCounts.vue'
import ImportFaults from './ImportFaults.vue'
import ImportJobView from './ImportJobView.vue'

const job = (more: Partial<ImportJob>): ImportJob => ({ id: 'I1', kind: 'contracts', state: 'done', file_name: 'a.xlsx', account: 'clerk', made_at: '2026-11-28T01:00:00Z', progress: { done: 1 }, dry_run: true, update: false, ...more })

it('names a column by the heading that came with the fault, and asks for nothing more', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  const faults = [{ row: 7, column: 'body', column_name: { zh: '甲方单位', en: 'Body' }, reason: 'import.required', reason_text: '必填' }, { row: 9, reason: 'import.required', reason_text: '必填' }]
  const { wrapper } = await mountConsole(ImportFaults, { props: { job: job({ rejected: 2, faults }) }, me: someone({ actions: ['import_batch.import'] }) })
  expect(wrapper.findAll('tbody tr').map((row) => row.find('td').text())).toEqual(['甲方单位', '—'])
  expect(fetched.mock.calls.filter(([address]) => String(address).includes('/imports/kinds'))).toEqual([])
  fetched.mockRestore()
})

it('accounts for every row read: those kept as they were too', async () => {
  const counts = { read: 10, added: 1, changed: 0, unchanged: 2, kept: 3, rejected: 4 }
  const { wrapper } = await mountConsole(ImportCounts, { props: { job: job(counts) } })
  const shown = Object.fromEntries(wrapper.findAll('[data-count]').map((one) => [one.attributes('data-count'), Number(one.find('dd').text())]))
  expect(shown).toEqual(counts)
})

it.each([
  [['import_batch.read'], 0],
  [['import_batch.read', 'import_batch.import'], 1],
])('offers %j %d way to confirm a checked file', async (actions, count) => {
  const { wrapper } = await mountConsole(ImportJobView, { props: { job: job({ added: 3 }) }, me: someone({ actions }) })
  expect(wrapper.findAll('.button.primary')).toHaveLength(count)
})
