// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { createMemoryHistory } from 'vue-router'
import { defineComponent, h, reactive, ref } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/client'
import { useSettings } from '@/stores/settings'
import { useTabs } from '@/stores/tabs'
import { makeConsoleRouter } from '@/router/console'
import { mountConsole, someone } from '@/test-console'
import { visibleMenu } from './console-menu'
import { onward } from './onward'
import { subjectPath, useSubjectPath } from './subject-path'
import { useDraft } from './use-draft'
import { fieldOf, useForm } from './use-form'
import { useList } from './use-list'
import { useTabState } from './use-tab-state'
import { useEntries } from './use-trail'
import { useUnsaved } from './use-unsaved'

async function within<T>(setup: () => T, at?: string) {
  let made!: T
  const Page = defineComponent({
    setup() {
      made = setup()
      return () => h('i')
    },
  })
  const { wrapper, router } = await mountConsole(Page, at ? { at } : {})
  return { made, wrapper, router }
}
afterEach(() => vi.useRealTimers())

describe('useList', () => {
  const all = Array.from({ length: 450 }, (_, i) => ({ id: `T${i}` }))
  const load = vi.fn(async (params: Record<string, unknown>) => {
    const [page, limit] = [Number(params['page']), Number(params['limit'])]
    return { items: all.slice((page - 1) * limit, page * limit), total: all.length }
  })
  const list = () => useList<'q', { id: string }>({ key: 'things', filters: ['q'], load, id: (row) => row.id, sort: 'due_on' })

  it('loads by the address, and a sorting that is the usual one is not written into it', async () => {
    const { made, router } = await within(list, '/things?q=水&page=2&sort=-due_on')
    expect(load).toHaveBeenLastCalledWith({ q: '水', sort: '-due_on', page: 2, limit: 20 }, expect.anything())
    expect(made.active.value).toBe(1)
    made.on.sort('due_on')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ q: '水' })
    expect(load).toHaveBeenLastCalledWith({ q: '水', sort: 'due_on', page: 1, limit: 20 }, expect.anything())
  })
  it('asks for a personal value without writing it into the address, and drops the ticks with it', async () => {
    const { made, router } = await within(() => useList({ key: 'persons', filters: ['q', 'state'], personal: ['q'], load, id: (row: { id: string }) => row.id }), '/persons?state=open')
    made.on.select({ ids: ['T1'], all: false })
    made.query.draft.q = '王建国'
    await made.query.apply()
    await flushPromises()
    expect(load).toHaveBeenLastCalledWith({ q: '王建国', state: 'open', sort: '', page: 1, limit: 20 }, expect.anything())
    expect([router.currentRoute.value.fullPath, made.active.value, made.selection.value.ids]).toEqual(['/persons?state=open', 2, []])
  })
  it('keeps ticks across pages and drops them with the filter', async () => {
    const { made } = await within(list, '/things')
    made.on.select({ ids: ['T1'], all: false })
    made.on.turn(2)
    await flushPromises()
    expect(made.selection.value.ids).toEqual(['T1'])
    made.query.draft.q = 'x'
    await made.query.apply()
    await flushPromises()
    expect(made.selection.value.ids).toEqual([])
  })
  it('fetches the ids behind "all" page by page, and no more than asked for', async () => {
    const { made } = await within(list, '/things')
    made.on.select({ ids: [], all: true })
    expect(made.count.value).toBe(450)
    await expect(made.chosen(1000)).resolves.toHaveLength(450)
    await expect(made.chosen(100)).resolves.toEqual(all.slice(0, 100).map((one) => one.id))
    made.on.select({ ids: ['T7'], all: false })
    await expect(made.chosen(1000)).resolves.toEqual(['T7'])
  })
  it('remembers columns, density and page size for the account', async () => {
    const { made } = await within(list, '/things')
    made.on.view({ columns: ['a', 'b'], density: 'compact' })
    made.on.turn(1, 50)
    expect(useSettings().table('things')).toEqual({ columns: ['a', 'b'], density: 'compact', limit: 50 })
    expect(made.table.value.view).toEqual({ columns: ['a', 'b'], density: 'compact' })
    made.on.view({ columns: null, density: 'normal' })
    expect(made.table.value.view.columns).toBeNull()
  })
})

describe('useForm', () => {
  const form = (send: (values: { name: string }) => Promise<string>) =>
    useForm({ initial: () => ({ name: '' }), idPrefix: 'f-', check: (now): Record<string, string> => (now.name ? {} : { name: 'empty' }), send })

  it('sends nothing while something is wrong here', async () => {
    const send = vi.fn(async () => 'ok')
    const { made } = await within(() => form(send))
    await expect(made.submit()).resolves.toBeUndefined()
    expect([made.errors.value, send.mock.calls.length]).toEqual([{ name: 'empty' }, 0])
    made.values.name = 'x'
    expect(made.dirty.value).toBe(true)
    await expect(made.submit()).resolves.toBe('ok')
    expect([made.errors.value, made.dirty.value]).toEqual([{}, false])
  })
  it('puts the words of the server at their field and stays unsaved', async () => {
    const { made } = await within(() => form(() => Promise.reject(new ApiProblem('x.y', 400, 'T', '', [{ pointer: '/body/name', reason: 'r', title: '重名' }]))))
    made.values.name = 'x'
    await made.submit()
    expect([made.errors.value, made.dirty.value, made.problem.value?.reason]).toEqual([{ name: '重名' }, true, 'x.y'])
    made.reset()
    expect([made.errors.value, made.values.name, made.dirty.value]).toEqual([{}, '', false])
  })
  it('counts what was typed while it was sending as unsaved, and sends once', async () => {
    let answer!: (text: string) => void
    const send = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)))
    const { made } = await within(() => form(send))
    made.values.name = 'x'
    const first = made.submit()
    made.values.name = 'xy'
    await expect(made.submit()).resolves.toBeUndefined()
    answer('ok')
    await expect(first).resolves.toBe('ok')
    expect([send.mock.calls.length, made.dirty.value]).toEqual([1, true])
  })
  it('reads pointers with and without the body', () => {
    expect(['/body/name', '/name', '#/scope/ref'].map(fieldOf)).toEqual(['name', 'name', 'scope.ref'])
  })
})

describe('useUnsaved and useTabState', () => {
  it('marks the own tab, and clears it with the page', async () => {
    const dirty = ref(false)
    const { wrapper } = await within(() => useUnsaved(dirty), '/things/1')
    const tabs = useTabs()
    dirty.value = true
    await flushPromises()
    expect([...tabs.dirty]).toEqual(['/things/1'])
    wrapper.unmount()
    expect(tabs.anyDirty).toBe(false)
  })
  it('never puts a part in front that is not offered to this account', async () => {
    const parts = ref<readonly ('a' | 'b')[]>(['a'])
    const { made } = await within(() => useTabState('part', parts), '/things?part=b')
    expect(made.value).toBe('a')
    parts.value = ['a', 'b']
    expect(made.value).toBe('b')
  })
  it('keeps the part in front in the address and takes only known ones', async () => {
    const { made, router } = await within(() => useTabState('part', ['a', 'b'] as const), '/things?part=z&q=1')
    expect(made.value).toBe('a')
    made.value = 'b'
    await flushPromises()
    expect([made.value, router.currentRoute.value.query]).toEqual(['b', { part: 'b', q: '1' }])
    made.value = 'a'
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ q: '1' })
  })
})

describe('useDraft', () => {
  it('keeps what was typed, offers it again, and forgets it when it is sent', async () => {
    const server = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}', { status: 200 }))
    const values = reactive({ title: '' })
    const { made } = await within(() => useDraft('thing.new', values, () => values.title !== ''))
    expect(made.found.value).toBe(false)
    values.title = '堤防'
    await expect(made.store()).resolves.toBe(true)
    expect(server).toHaveBeenCalled()
    expect(useSettings().values.drafts['thing.new']?.values).toEqual({ title: '堤防' })
    values.title = ''
    made.restore()
    expect(values.title).toBe('堤防')
    made.discard()
    expect(useSettings().values.drafts).toEqual({})
  })
})

describe('useEntries', () => {
  it('adds older entries, and none of another filter', async () => {
    const waiting: ((body: object) => void)[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation(() => new Promise((resolve) => waiting.push((body) => resolve(new Response(JSON.stringify(body))))))
    const answer = async (seq: number, next?: string) => {
      waiting.shift()!({ items: [{ seq }], next })
      await flushPromises()
    }
    const account = ref('a')
    let made!: ReturnType<typeof useEntries>
    const Page = defineComponent({ setup: () => ((made = useEntries(() => ({ account: account.value }), 1)), () => h('i')) })
    await mountConsole(Page, { me: someone({ actions: ['journal.read'] }) })
    await answer(9, 'c')
    const first = made.more()
    await answer(8, 'd')
    await first
    expect([made.entries.value?.map((one) => one.seq), made.hasMore.value]).toEqual([[9, 8], true])
    const late = made.more()
    account.value = 'b'
    await flushPromises()
    await answer(7)
    await late
    await answer(5)
    expect([made.entries.value?.map((one) => one.seq), made.hasMore.value]).toEqual([[5], false])
    vi.restoreAllMocks()
  })
})

describe('menu and ways', () => {
  const menu = [
    { key: 'work', items: [{ key: 'todos', to: '/todos', icon: '', actions: [] }] },
    { key: 'system', items: [{ key: 'tokens', to: '/tokens', icon: '', actions: ['account.grant'] }] },
  ]
  const text = (key: string) => ({ work: '我的工作', todos: '待办事项', system: '系统管理', tokens: '接口令牌' })[key] ?? key
  it('shows only what may be done, and finds by entry or group', () => {
    const none = (...any: readonly string[]) => any.length === 0
    expect(visibleMenu(menu, none, text, '').map((group) => group.key)).toEqual(['work'])
    expect(visibleMenu(menu, () => true, text, '令牌').map((group) => group.key)).toEqual(['system'])
    expect(visibleMenu(menu, () => true, text, '系统')[0]?.items).toHaveLength(1)
    expect(visibleMenu(menu, () => true, text, '没有')).toEqual([])
  })
  it.each([
    ['/todos?tab=done', '/todos?tab=done'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
    [['/a'], '/'],
  ])('goes on to %s: %s', (asked, want) => expect(onward(asked)).toBe(want))
  it('knows the page of what a to-do is about', () => {
    expect(subjectPath({ type: 'obligation', id: 'OB/1' })).toBe('/obligations/OB%2F1')
    expect(subjectPath({ type: 'todo', id: 'TD1' })).toBe('/todos')
    expect(subjectPath({ type: 'nothing', id: '1' })).toBeNull()
    expect(subjectPath(null)).toBeNull()
  })
  it('has a page of the console for each of them, and leads only where the account may go', async () => {
    const routes = makeConsoleRouter(createMemoryHistory('/console/'))
    for (const type of ['obligation', 'statement', 'handover', 'import_batch', 'body', 'official', 'file_objection', 'account', 'todo']) {
      expect(routes.resolve(subjectPath({ type, id: '1' })!).name, type).not.toBe('missing')
    }
    let ways!: typeof subjectPath
    const Page = defineComponent({ setup: () => ((ways = useSubjectPath()), () => h('i')) })
    const { router } = await mountConsole(Page, { me: someone({ actions: ['body.read'] }) })
    for (const { path, meta } of routes.getRoutes()) if (meta.actions) router.addRoute({ path, meta, component: Page })
    expect([ways({ type: 'body', id: 'B1' }), ways({ type: 'obligation', id: 'OB1' }), ways({ type: 'todo', id: 'TD1' })]).toEqual(['/bodies/B1', null, null])
  })
})
