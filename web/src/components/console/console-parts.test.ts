// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { TreeNode } from '@/api/body-tree'
import { mountConsole } from '@/test-console'
import DataTable from './DataTable.vue'
import FileDrop from './FileDrop.vue'
import QrCode from './QrCode.vue'
import QueryBar from './QueryBar.vue'
import ResultList from './ResultList.vue'
import SubjectPicker from './SubjectPicker.vue'
import { nextSort, shownColumns, sortOf } from './table'
import { flatten } from './tree'

// The pager is Element Plus with its style sheets, which the test runner cannot load.
vi.mock('@/components/ListPager.vue', () => ({ default: { render: () => null } }))

const columns = [{ key: 'name', title: '名称', sortable: true }, { key: 'a', title: 'A' }, { key: 'b', title: 'B', always: true }, { key: 'c', title: 'C', optional: true }]

describe('columns', () => {
  it('are as the page has them until the account chooses', () => {
    expect(shownColumns(columns, null).map((one) => one.key)).toEqual(['name', 'a', 'b'])
    expect(shownColumns(columns, ['c', 'gone', 'b']).map((one) => one.key)).toEqual(['name', 'c', 'b'])
    expect(shownColumns(columns, []).map((one) => one.key)).toEqual(['name', 'b'])
    expect(shownColumns(columns, ['a', 'name']).map((one) => one.key)[0]).toBe('name')
  })
  it('sort up, down, as usual', () => {
    expect([nextSort('', 'a'), nextSort('a', 'a'), nextSort('-a', 'a'), nextSort('b', 'a')]).toEqual(['a', '-a', '', 'a'])
    expect([sortOf('a', 'a'), sortOf('-a', 'a'), sortOf('b', 'a')]).toEqual(['ascending', 'descending', 'none'])
  })
})

describe('DataTable', () => {
  const rows = [{ id: '1', name: '甲', b: 'x' }, { id: '2', name: '乙', b: '' }]
  const props = { label: '清单', columns, rows, rowId: (row: { id: string }) => row.id, total: 42, loaded: true, page: 2, limit: 20, sort: '', busy: false, problem: null, view: { columns: null, density: 'normal' }, selection: { ids: ['9'], all: false }, selectable: true }
  it('numbers rows over all pages and keeps ticks of other pages', async () => {
    const { wrapper } = await mountConsole(DataTable as never, { props })
    expect(wrapper.findAll('tbody .serial').map((cell) => cell.text())).toEqual(['21', '22'])
    await wrapper.find('tbody input').trigger('change')
    expect(wrapper.emitted('select')?.at(-1)).toEqual([{ ids: ['9', '1'], all: false }])
    await wrapper.find('thead input').trigger('change')
    expect(wrapper.emitted('select')?.at(-1)).toEqual([{ ids: ['9', '1', '2'], all: false }])
    expect(wrapper.text()).toContain('—')
  })
  it('offers all that the filter finds beside this page', async () => {
    const { wrapper } = await mountConsole(DataTable as never, { props })
    await wrapper.find('.picked .button.quiet').trigger('click')
    expect(wrapper.emitted('select')?.at(-1)).toEqual([{ ids: [], all: true }])
    await wrapper.setProps({ selection: { ids: [], all: true } })
    expect(wrapper.findAll<HTMLInputElement>('tbody input').every((box) => box.element.checked)).toBe(true)
    await wrapper.find('tbody input').trigger('change')
    expect(wrapper.emitted('select')?.at(-1)).toEqual([{ ids: ['2'], all: false }])
  })
  it('asks for another order by its heading', async () => {
    const { wrapper } = await mountConsole(DataTable as never, { props: { ...props, sort: 'name' } })
    expect(wrapper.find('th.first').attributes('aria-sort')).toBe('ascending')
    await wrapper.find('.sorter').trigger('click')
    expect(wrapper.emitted('sort')).toEqual([['-name']])
  })
})

describe('SubjectPicker', () => {
  const node = (id: string, children = 0): TreeNode => ({ id, code: id, name: `单位${id}`, children })
  it('asks for children only when a branch opens, and says when the search must find the rest', async () => {
    const load = vi.fn(async (params: { parent?: string }) => (params.parent ? { items: [node('G-1')], total: 2 } : { items: [node('G', 2)], total: 1 }))
    const { wrapper } = await mountConsole(SubjectPicker, { props: { load, modelValue: '', label: '单位' } })
    expect(load).toHaveBeenCalledTimes(1)
    await wrapper.find('[role=tree]').trigger('keydown', { key: 'ArrowRight' })
    await flushPromises()
    expect(wrapper.findAll('[role=treeitem]').map((item) => item.attributes('aria-level'))).toEqual(['1', '2'])
    expect(wrapper.text()).toContain('还有 1 个')
    await wrapper.findAll('[role=treeitem]')[1]!.trigger('click')
    expect(wrapper.emitted('update:modelValue')).toEqual([['G-1']])
    await wrapper.find('[role=tree]').trigger('keydown', { key: 'ArrowLeft' })
    await wrapper.find('[role=tree]').trigger('keydown', { key: 'ArrowLeft' })
    await flushPromises()
    expect(load).toHaveBeenCalledTimes(2)
  })
  it('keeps rows of closed branches away', () => {
    const branches = new Map([['', { items: [node('A', 1), node('B')], total: 2 }], ['A', { items: [node('A1')], total: 1 }]])
    expect(flatten(branches, new Set()).map((row) => row.node.id)).toEqual(['A', 'B'])
    expect(flatten(branches, new Set(['A'])).map((row) => [row.node.id, row.level])).toEqual([['A', 1], ['A1', 2], ['B', 1]])
  })
})

describe('small parts', () => {
  it('FileDrop refuses wrong endings, sizes and empty files before anything is sent', async () => {
    const { wrapper } = await mountConsole(FileDrop, { props: { label: '文件', endings: ['xlsx', 'csv'], maxBytes: 10 } })
    const give = async (name: string, text: string) => {
      await wrapper.find('.drop').trigger('drop', { dataTransfer: { files: [new File([text], name)] } })
      return wrapper.emitted('file')?.length ?? 0
    }
    expect(await give('a.exe', 'x')).toBe(0)
    expect(await give('a.csv', '')).toBe(0)
    expect(await give('a.csv', 'x'.repeat(11))).toBe(0)
    expect(wrapper.find('[role=alert]').exists()).toBe(true)
    expect(await give('合同.XLSX', 'x')).toBe(1)
    expect(wrapper.find('[role=alert]').exists()).toBe(false)
  })
  it('ResultList puts refusals first, in words', async () => {
    const { wrapper } = await mountConsole(ResultList, { props: { items: [{ id: '1', ok: true }, { id: '2', ok: false, reason: 'access.denied' }], labels: { '2': '乙' } } })
    await vi.waitUntil(() => wrapper.find('li.bad').text().includes('权限'))
    expect(wrapper.find('li').text()).toContain('乙')
  })
  it('QueryBar searches by Enter, shows the rarer fields when asked, and has no such button without them', async () => {
    const { wrapper } = await mountConsole(QueryBar, { props: { label: '筛选', active: 2 }, slots: { default: '<input class="usual" />', more: '<input class="rare" />' } })
    expect([wrapper.find('.usual').exists(), wrapper.find('.rare').exists(), wrapper.find('.fold').text().includes('2')]).toEqual([true, false, true])
    await wrapper.find('.actions .button:nth-child(3)').trigger('click')
    expect(wrapper.find('.rare').exists()).toBe(true)
    await wrapper.find('form.query').trigger('submit')
    await wrapper.find('.actions .button:nth-child(2)').trigger('click')
    expect([wrapper.emitted('apply')?.length, wrapper.emitted('reset')?.length]).toEqual([1, 1])
    const { wrapper: plain } = await mountConsole(QueryBar, { props: { label: '筛选' } })
    expect(plain.findAll('.actions .button')).toHaveLength(2)
  })
  it('QrCode draws its modules as one path', async () => {
    const { wrapper } = await mountConsole(QrCode, { props: { text: 'otpauth://totp/x?secret=ABC', label: '二维码' } })
    expect(wrapper.find('path').attributes('d')!.match(/M/g)!.length).toBeGreaterThan(150)
  })
})
