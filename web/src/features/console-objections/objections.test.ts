// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/client'
import { getFileObjection, type FileObjection } from '@/api/staff-objections'
import { useTabs } from '@/stores/tabs'
import { mountConsole, someone } from '@/test-console'
import { fetchLimits } from './limits'
import ObjectionPage from './ObjectionPage.vue'
import ObjectionsPage from './ObjectionsPage.vue'

// The pager is Element Plus with its style sheets, which the test runner cannot load.
vi.mock('@/components/ListPager.vue', () => ({ default: { render: () => null } }))

const objection = (id: string, change: Partial<FileObjection> = {}): FileObjection => ({ id, version: 3, official_id: 'OF1', official: { id: 'OF1', staff_no: 'GB-000001', name: '张*' }, entity: 'tenure', entity_id: 'T1', text: '任职日期有误', filed_on: '2026-11-20', state: 'open', ...change })
const todo = { id: 'TD1', version: 1, kind: 'file_objection', title: 'OJ1', subject: { type: 'file_objection', id: 'OJ1' }, opened_on: '2026-11-20', due_on: '2026-12-11', remaining_working_days: 9, provisional: false, light: 'green', state: 'open' }
const ANSWERS = ['file_objection.read', 'file_objection.answer']

type Answer = (url: URL, init: RequestInit | undefined) => unknown
/** A server of one function; what it was asked. */
function serve(answer: Answer) {
  const asked: { url: URL; init: RequestInit | undefined }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(String(input), 'http://localhost')
    asked.push({ url, init })
    const body = answer(url, init)
    return body instanceof ApiProblem ? new Response(JSON.stringify({ reason: body.reason, title: body.title }), { status: body.status }) : new Response(JSON.stringify(body))
  })
  return asked
}
/** The rows of a server: one by its id, or a page of a state. */
const listed = (all: FileObjection[]): Answer => (url) => {
  const id = /\/file-objections\/([^/]+)$/.exec(url.pathname)?.[1]
  if (id) return all.find((one) => one.id === id) ?? new ApiProblem('file_objection.unknown', 404, '', '')
  const rows = all.filter((one) => one.state === url.searchParams.get('state'))
  const [page, limit] = [Number(url.searchParams.get('page')), Number(url.searchParams.get('limit'))]
  return { items: rows.slice((page - 1) * limit, page * limit), total: rows.length }
}
afterEach(() => vi.restoreAllMocks())

describe('one objection', () => {
  it('is asked for by its id', async () => {
    const asked = serve(() => objection('OJ/4'))
    await expect(getFileObjection('OJ/4')).resolves.toMatchObject({ id: 'OJ/4' })
    expect(asked.map(({ url }) => url.pathname)).toEqual(['/api/v1/file-objections/OJ%2F4'])
  })
  it('that is not there is told as unknown', async () => {
    serve(listed([]))
    await expect(getFileObjection('OJ1')).rejects.toMatchObject({ reason: 'file_objection.unknown', status: 404 })
  })
})

describe('limits', () => {
  it('are those of the to-dos, by what they are about', async () => {
    const asked = serve(() => ({ items: [todo], total: 1 }))
    await mountConsole({ template: '<i />' }, { me: someone({ actions: ['todo.read'] }) })
    expect((await fetchLimits()).get('OJ1')).toMatchObject({ due_on: '2026-12-11', light: 'green' })
    expect(asked[0]!.url.search).toBe('?tab=todo&kind=file_objection&limit=200')
  })
  it('are not asked for where the account has no to-dos', async () => {
    const asked = serve(() => ({}))
    await mountConsole({ template: '<i />' }, { me: someone({ actions: ['file_objection.read'] }) })
    expect(await fetchLimits()).toHaveLength(0)
    expect(asked).toEqual([])
  })
})

describe('ObjectionsPage', () => {
  it.each([
    ['/file-objections', 'OJ1', 1],
    ['/file-objections?state=answered', 'OJ2', 0],
    ['/file-objections?state=other', 'OJ1', 1],
  ])('at %s lists %s, with %d lights', async (at, id, lights) => {
    serve((url, init) => (url.pathname.endsWith('/todos') ? { items: [todo], total: 1 } : listed([objection('OJ1'), objection('OJ2', { state: 'answered' })])(url, init)))
    const { wrapper } = await mountConsole(ObjectionsPage, { at, me: someone({ actions: [...ANSWERS, 'todo.read'] }) })
    await flushPromises()
    expect(wrapper.findAll('tbody th a').map((link) => link.attributes('href'))).toEqual([`/console/file-objections/${id}`])
    expect(wrapper.findAll('.light')).toHaveLength(lights)
  })
})

describe('ObjectionPage', () => {
  const mounted = (me: Parameters<typeof someone>[0]) => mountConsole(ObjectionPage, { props: { id: 'OJ1' }, at: '/file-objections/OJ1', me: someone(me) })

  it('sends the answer with the version that was read, and marks the tab while it is not sent', async () => {
    const all = [objection('OJ1')]
    const asked = serve((url, init) => {
      if (init?.method !== 'POST') return listed(all)(url, init)
      all[0] = objection('OJ1', { version: 4, state: 'answered', answer: '已核对更正', answered_on: '2026-11-28', answered_by: 'r8' })
      return all[0]
    })
    const { wrapper } = await mounted({ actions: ANSWERS })
    await wrapper.find('#objection-answer').setValue(' 不 ')
    expect(useTabs().anyDirty).toBe(true)
    await wrapper.find('form').trigger('submit')
    expect(wrapper.find('#objection-answer').attributes('aria-invalid')).toBe('true')
    await wrapper.find('#objection-answer').setValue(' 已核对更正 ')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    const sent = asked.find(({ init }) => init?.method === 'POST')!
    expect([sent.url.pathname, JSON.parse(String(sent.init!.body))]).toEqual(['/api/v1/file-objections/OJ1/answer', { answer: '已核对更正', version: 3 }])
    expect(wrapper.find('form').exists()).toBe(false)
    expect(wrapper.text()).toContain('已核对更正')
    expect(useTabs().anyDirty).toBe(false)
  })
  it('keeps what was typed when the server refuses, and says why', async () => {
    serve((url, init) => (init?.method === 'POST' ? new ApiProblem('file_objection.text_personal', 400, '不得写身份证号', '') : listed([objection('OJ1')])(url, init)))
    const { wrapper } = await mounted({ actions: ANSWERS })
    await wrapper.find('#objection-answer').setValue('电话 13800001234')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(wrapper.find('[role=alert] code').text()).toBe('file_objection.text_personal')
    expect((wrapper.find('#objection-answer').element as HTMLTextAreaElement).value).toBe('电话 13800001234')
  })
  it('shows what somebody else answered meanwhile', async () => {
    const all = [objection('OJ1')]
    serve((url, init) => {
      if (init?.method !== 'POST') return listed(all)(url, init)
      all[0] = objection('OJ1', { version: 4, state: 'answered', answer: '另一人的答复' })
      return new ApiProblem('file_objection.answered', 409, '该异议已经答复', '')
    })
    const { wrapper } = await mounted({ actions: ANSWERS })
    await wrapper.find('#objection-answer').setValue('已核对更正')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(wrapper.find('form').exists()).toBe(false)
    expect(wrapper.text()).toContain('另一人的答复')
  })
  it.each([
    ['who may only read', { actions: ['file_objection.read'] }],
    ['the person concerned', { actions: ANSWERS, user: { ...someone().user, official_id: 'OF1' } }],
  ])('offers no form to %s', async (_who, me) => {
    const asked = serve(listed([objection('OJ1')]))
    const { wrapper } = await mounted(me)
    expect(wrapper.text()).toContain('任职日期有误')
    expect(wrapper.find('form').exists()).toBe(false)
    expect(asked.every(({ url }) => url.pathname === '/api/v1/file-objections/OJ1')).toBe(true)
  })
})
