// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CaseDetail, FormFieldSpec, OpenStep, Procedure } from '@/api/cases'
import { ApiProblem } from '@/api/client'
import { subjectPath } from '@/composables/subject-path'
import { useTabs } from '@/stores/tabs'
import { mountConsole, someone } from '@/test-console'
import CaseForm from './CaseForm.vue'
import CaseOpenPage from './CaseOpenPage.vue'
import CasePage from './CasePage.vue'
import CasesPage from './CasesPage.vue'

// The pager is Element Plus with its style sheets, which the test runner cannot load.
vi.mock('@/components/ListPager.vue', () => ({ default: { render: () => null } }))

const name = (zh: string) => ({ zh, en: `en ${zh}` })
const spec = (field: string, type: FormFieldSpec['type'], more: Partial<FormFieldSpec> = {}): FormFieldSpec => ({ field, name: name(`字段${field}`), type, required: true, ...more })
const options = [{ value: 'a', name: name('甲') }, { value: 'b', name: name('乙') }]
const step = (id: string, change: Partial<OpenStep> = {}): OpenStep => ({ id, name: name(`步骤${id}`), from: ['received'], to: 'accepted', action: 'x.act', at: 'handler', form: [], source: ['S-4.3b'], clock: 'start', by_time: false, note_asked: false, known: {}, ...change })
const procedure = (change: Partial<Procedure> = {}): Procedure => ({ id: 'any', name: name('任意程序'), code_prefix: 'RY', source: ['S-4.3b'], subject: '', subject_required: false, confidential: false, person: false, opening: { state: 'received', form: [spec('title', 'text', { max: 20 })] }, states: [{ id: 'received', name: name('已收件'), final: false }, { id: 'accepted', name: name('已受理'), final: false }], steps: [], ...change })
const detail = (change: Partial<CaseDetail> = {}): CaseDetail => ({ id: 'CS1', version: 3, code: 'RY-2026-0001', procedure: 'any', procedure_name: name('任意程序'), state: 'received', state_name: name('已收件'), title: '某件事', opened_on: '2026-11-20', entered_on: '2026-11-20', due_on: '2026-12-01', due_provisional: false, left_days: 2, light: 'blue', paused: false, flags: [], mine: true, children: [], fields: [], steps: [{ step: 'open', to: 'received', to_name: name('已收件'), by: { account: 'office', name: '赵敏' }, on: '2026-11-20', fields: [], late: false }], may: [step('accept')], ...change })
const ACTIONS = ['case.read', 'case.open', 'case.act', 'attachment.add']

type Answer = (url: URL, init: RequestInit | undefined) => unknown
function serve(answer: Answer) {
  const asked: { path: string; query: URLSearchParams; method: string; body: Record<string, unknown> }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(String(input), 'http://localhost')
    asked.push({ path: url.pathname.replace('/api/v1', ''), query: url.searchParams, method: init?.method ?? 'GET', body: init?.body ? JSON.parse(String(init.body)) : {} })
    const body = url.pathname.includes('/public/') ? { items: [], total: 0 } : answer(url, init)
    return body instanceof ApiProblem ? new Response(JSON.stringify({ reason: body.reason, title: body.title, errors: body.fields, basis: body.basis }), { status: body.status }) : new Response(JSON.stringify(body))
  })
  return asked
}
const steps = (asked: ReturnType<typeof serve>) => asked.filter((one) => one.path.endsWith('/steps')).map((one) => one.body)
const forCase = (answer: (init: RequestInit | undefined, reads: number) => unknown, first = detail()): Answer => {
  let reads = 0
  return (url, init) => {
    if (url.pathname.includes('/procedures/')) return procedure()
    if (url.pathname.endsWith('/cases/CS1')) return (reads += 1) === 1 ? first : answer(undefined, reads)
    return url.pathname.endsWith('/steps') ? answer(init, reads) : {}
  }
}
const me = someone({ actions: ACTIONS })
afterEach(() => (document.body.innerHTML = ''))
const byId = (id: string) => document.getElementById(id) as HTMLInputElement | null
const click = async (selector: string) => {
  document.querySelector<HTMLElement>(selector)!.click()
  await flushPromises()
}

describe('the form of a procedure', () => {
  const all: FormFieldSpec[] = [spec('text', 'text'), spec('long', 'long_text'), spec('day', 'day'), spec('money', 'money'), spec('count', 'count'), spec('few', 'choice', { options }), spec('many', 'choice', { options: [...'cdefg'].map((value) => ({ value, name: name(value) })).concat(options) }), spec('flag', 'flag'), spec('body', 'body'), spec('official', 'official'), spec('clauses', 'clauses'), spec('list', 'list'), spec('papers', 'documents')]
  const mountForm = (form: FormFieldSpec[], more: Record<string, unknown> = {}) => mountConsole(CaseForm, { me, props: { form, idPrefix: 'f-', errors: {}, modelValue: {}, ...more } })
  it('draws each type as its own control, with its name and a star', async () => {
    serve(() => ({ items: [], total: 0 }))
    const { wrapper } = await mountForm(all)
    const tag = (field: string) => { const one = byId(`f-${field}`); return one && `${one.tagName.toLowerCase()} ${one.getAttribute('type') ?? one.getAttribute('inputmode') ?? ''}`.trim() }
    expect(Object.fromEntries(all.map((one) => [one.field, tag(one.field)]))).toEqual({ text: 'input', long: 'textarea', day: 'input date', money: 'input decimal', count: 'input numeric', few: 'input radio', many: 'select', flag: 'input radio', body: 'button button', official: 'input', clauses: 'input search', list: 'textarea', papers: null })
    expect(wrapper.findAll('.star')).toHaveLength(all.length - 1)
    expect(wrapper.text()).toContain('字段money')
  })
  it('offers the files of a case once it has one', async () => {
    serve(() => ({ items: [{ id: 'AT-1', version: 1, name: '合同.pdf', size_bytes: 10, warnings: [] }], total: 1 }))
    const { wrapper } = await mountForm([spec('papers', 'documents', { max: 3 })], { caseId: 'CS1' })
    expect(byId('f-papers')?.tagName).toBe('FIELDSET')
    expect(wrapper.text()).not.toContain('合同.pdf') // without the right to read files
    document.body.innerHTML = ''
    const { wrapper: reader } = await mountConsole(CaseForm, { me: someone({ actions: ['attachment.read'] }), props: { form: [spec('papers', 'documents', { max: 3 })], idPrefix: 'f-', errors: {}, modelValue: { papers: [] }, caseId: 'CS1' } })
    await reader.find('input[type=checkbox]').setValue(true)
    expect([reader.text().includes('合同.pdf'), reader.find('input[type=file]').exists()]).toEqual([true, false])
    expect(reader.props('modelValue')).toEqual({ papers: ['AT-1'] })
  })
  it('shows a field when its condition holds and hides it again', async () => {
    serve(() => ({}))
    const draft = { kind: '', why: '' }
    const { wrapper } = await mountForm([spec('kind', 'choice', { options }), spec('why', 'long_text', { when_field: 'kind', when_values: ['b'] })], { modelValue: draft, 'onUpdate:modelValue': () => undefined })
    expect(byId('f-why')).toBeNull()
    await wrapper.setProps({ modelValue: { kind: 'b', why: '' } })
    expect(byId('f-why')).not.toBeNull()
    await wrapper.setProps({ modelValue: { kind: 'a', why: 'kept' } })
    expect(byId('f-why')).toBeNull()
  })
  it('says what is wrong at the field, and no longer once it is changed', async () => {
    serve(() => ({}))
    const { wrapper } = await mountForm([spec('text', 'text')], { errors: { text: '太长' } })
    expect(byId('f-text')?.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById('f-text-error')?.textContent).toContain('太长')
    await wrapper.find('input').setValue('短')
    expect(document.getElementById('f-text-error')).toBeNull()
  })
})

describe('opening a case', () => {
  const openPage = () => mountConsole(CaseOpenPage, { at: '/cases/new/any', me, props: { procedure: 'any' } })
  it('asks for what is needed before anything is sent, then sends typed values as their types ask', async () => {
    const asked = serve((_, init) => (init?.method === 'POST' ? new ApiProblem('case.field_option', 400, '不是可选的值', '', [{ pointer: '/body/fields/kind', reason: 'case.field_option', title: '不是可选的值' }]) : procedure({ opening: { state: 'received', form: [spec('title', 'text'), spec('paid', 'money'), spec('kind', 'choice', { options })] } })))
    const { wrapper } = await openPage()
    await wrapper.find('form.form').trigger('submit')
    await flushPromises()
    expect(wrapper.findAll('.error')).toHaveLength(3)
    expect(asked.some((one) => one.method === 'POST')).toBe(false)
    await wrapper.find('[id="case-fields.title"]').setValue(' 标题 ')
    await wrapper.find('[id="case-fields.paid"]').setValue('12.50')
    await wrapper.find('[id="case-fields.kind"]').setValue(true)
    expect(useTabs().dirty.size).toBe(1)
    await wrapper.find('form.form').trigger('submit')
    await flushPromises()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ procedure: 'any', title: '标题', fields: { title: '标题', paid: 1250, kind: 'a' } })
    expect(document.getElementById('case-fields.kind-error')?.textContent).toContain('不是可选的值')
  })
  it('gives a confidential case no name that could be read elsewhere', async () => {
    const asked = serve((_, init) => (init?.method === 'POST' ? { id: 'CS9', code: 'RY-9', version: 1 } : procedure({ confidential: true })))
    const { wrapper, router } = await openPage()
    await wrapper.find('[id="case-fields.title"]').setValue('标题')
    await wrapper.find('form.form').trigger('submit')
    await flushPromises()
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ procedure: 'any', fields: { title: '标题' } })
    expect(router.currentRoute.value.path).toBe('/cases/CS9')
  })
  it('wants a subject where the procedure does, and takes one from the address', async () => {
    serve(() => procedure({ subject: 'record', subject_required: true, opening: { state: 'received', form: [] } }))
    const { wrapper } = await openPage()
    await wrapper.find('form.form').trigger('submit')
    await flushPromises()
    expect(byId('case-subject-error')).not.toBeNull()
    document.body.innerHTML = ''
    await mountConsole(CaseOpenPage, { at: '/cases/new/any?subject=REC-0009', me, props: { procedure: 'any' } })
    expect(byId('case-subject')?.value).toBe('REC-0009')
  })
})

describe('a step', () => {
  const page = () => mountConsole(CasePage, { at: '/cases/CS1', me, props: { id: 'CS1' } })
  it('offers what the answer says and nothing else', async () => {
    serve(forCase(() => ({}), detail({ may: [step('accept'), step('refuse')] })))
    const { wrapper } = await page()
    expect(wrapper.findAll('.acts button').map((one) => one.text())).toEqual(['步骤accept', '步骤refuse'])
    document.body.innerHTML = ''
    serve(forCase(() => ({}), detail({ may: [] })))
    const { wrapper: none } = await page()
    expect(none.find('.acts').exists()).toBe(false)
  })
  it('asks before it is done, and sends the version that was read', async () => {
    const asked = serve(forCase((init, reads) => (init ? { id: 'CS1', version: 4, state: 'accepted', made: [] } : detail({ version: reads, state: 'accepted', state_name: name('已受理'), may: [] }))))
    const { wrapper } = await page()
    await wrapper.find('.acts button').trigger('click')
    await wrapper.find('.phrases button').trigger('click')
    await wrapper.find('form.stack').trigger('submit')
    await flushPromises()
    expect(steps(asked)).toHaveLength(0)
    await click('dialog footer .primary')
    expect(steps(asked)).toEqual([{ step: 'accept', version: 3, note: '同意。', fields: {} }])
    expect(wrapper.find('.notice[role=status]').text()).toContain('步骤accept')
    expect(wrapper.find('.standing').text()).toContain('已受理')
    expect(useTabs().dirty.size).toBe(0)
  })
  it('wants an opinion where the procedure does', async () => {
    const asked = serve(forCase(() => ({}), detail({ may: [step('refuse', { note_asked: true })] })))
    const { wrapper } = await page()
    await wrapper.find('.acts button').trigger('click')
    await wrapper.find('form.stack').trigger('submit')
    await flushPromises()
    expect([byId('step-note-error') !== null, document.querySelector('dialog') === null, steps(asked).length]).toEqual([true, true, 0])
  })
  it('tells that somebody else was faster, reads again and keeps what was typed while the step is still there', async () => {
    const asked = serve(forCase((init) => (init ? new ApiProblem('store.version', 412, '内容已被他人修改', '') : detail({ version: 4 }))))
    const { wrapper } = await page()
    await wrapper.find('.acts button').trigger('click')
    await wrapper.find('#step-note').setValue('我的意见')
    await wrapper.find('form.stack').trigger('submit')
    await flushPromises()
    await click('dialog footer .primary')
    expect(wrapper.find('p.notice.warn[role=alert]').text()).toContain('他人已先办理')
    expect((wrapper.find('#step-note').element as HTMLTextAreaElement).value).toBe('我的意见')
    await wrapper.find('form.stack').trigger('submit')
    await flushPromises()
    await click('dialog footer .primary')
    expect(steps(asked).map((one) => one['version'])).toEqual([3, 4])
  })
  it('shows the sentence of a guard with the articles of the step', async () => {
    serve(forCase((init) => (init ? new ApiProblem('case.same_person', 409, '须由另一人办理', '') : detail())))
    const { wrapper } = await page()
    await wrapper.find('.acts button').trigger('click')
    await wrapper.find('form.stack').trigger('submit')
    await flushPromises()
    await click('dialog footer .primary')
    expect(wrapper.find('form .problem').text()).toContain('须由另一人办理')
    expect(wrapper.find('form a[href="/about#S-4.3b"]').exists()).toBe(true)
    document.body.innerHTML = ''
    serve(forCase((init) => (init ? new ApiProblem('case.defence_still_runs', 409, '陈述申辩期未满', '', [], ['SRC-XZCFF art. 45']) : detail())))
    const { wrapper: named } = await page()
    await named.find('.acts button').trigger('click')
    await named.find('form.stack').trigger('submit')
    await flushPromises()
    await click('dialog footer .primary')
    expect(named.findAll('form .clauses a').map((one) => one.attributes('href'))).toEqual(['/sources/SRC-XZCFF'])
  })
  it('shows what was entered in the order of the forms', async () => {
    const value = (field: string, type: 'text' | 'flag', it_: unknown) => ({ field, name: name(field), type, value: it_ })
    serve(forCase(() => ({}), detail({ fields: [value('aside', 'text', '旁注'), value('empty', 'text', ''), value('no', 'flag', false), value('title', 'text', '标题')] })))
    const { wrapper } = await page()
    expect(wrapper.findAll('[role=tabpanel] dl').at(-1)!.findAll('[data-fact]').map((one) => one.attributes('data-fact'))).toEqual(['title', 'aside', 'no'])
  })
  it('marks what was late in words', async () => {
    const late = { step: 'accept', name: name('受理'), from: 'received', to: 'accepted', from_name: name('已收件'), to_name: name('已受理'), by: { account: 'a' }, on: '2026-11-25', fields: [], due_was: '2026-11-24', late: true }
    serve(forCase(() => ({}), detail({ steps: [...detail().steps, late] })))
    const { wrapper } = await page()
    expect(wrapper.find('aside li').text()).toContain('逾期办理')
    expect(wrapper.findAll('aside li')[1]!.text()).not.toContain('逾期')
    expect(wrapper.findAll('aside li')[1]!.text()).toContain('收件') // opening has no name of its own
  })
})

describe('the list of cases', () => {
  it('asks for running ones first and turns parts into what the server takes', async () => {
    const asked = serve((url) => (url.pathname.endsWith('/procedures') ? { items: [] } : { items: [], total: 0 }))
    await mountConsole(CasesPage, { at: '/cases', me })
    const lists = () => asked.filter((one) => one.path === '/cases').map((one) => Object.fromEntries(one.query))
    expect(lists()[0]).toMatchObject({ open: 'true', sort: 'due_on' })
    expect(lists()[0]).not.toHaveProperty('part')
    document.body.innerHTML = ''
    await mountConsole(CasesPage, { at: '/cases?part=all&focus=true', me })
    expect(lists().at(-1)).toMatchObject({ focus: 'true' })
    expect(lists().at(-1)).not.toHaveProperty('open')
  })
  it('is where to-dos of a case lead', () => expect(subjectPath({ type: 'case_file', id: 'CS 1' })).toBe('/cases/CS%201'))
})
