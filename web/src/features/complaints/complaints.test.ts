// SPDX-License-Identifier: Apache-2.0
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ComplaintStanding } from '@/api/complaints'
import { mountAt } from '@/test-mount'
import { CONTENT_MAX, emptyForm, faultsOf, inputOf, lengthOf, TITLE_MAX } from './complaint-form'
import ComplaintNewPage from './ComplaintNewPage.vue'
import FollowPage from './FollowPage.vue'
import { newKey, receiptFault, receiptForm } from './receipt'

const RECEIPT = '7K2QM-9ZD4F-XW3HT-B8R5A'
const certificate = { kind: 'complaint_receipt', tenant: '990101', number: '4f0d', day: '2026-11-28', digest: 'ab', hash: 'sm3', algorithm: 'SM2', signature: 'cd' }
const standing = (change: Partial<ComplaintStanding> = {}): ComplaintStanding => ({ id: '4f0d', filed_on: '2026-11-28', anonymous: true, title: '某件事', content: '经过', state: 'received', closed: false, can_rate: false, messages: [], certificate: certificate as never, ...change })

interface Asked { path: string; method: string; credentials: RequestCredentials | undefined; key: string | undefined; body: Record<string, unknown> }
type Answer = (asked: Asked, times: number) => { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>
function serve(answer: Answer): Asked[] {
  const all: Asked[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const asked: Asked = { path: new URL(String(input), 'http://localhost').pathname.replace('/api/v1/public', ''), method: init?.method ?? 'GET', credentials: init?.credentials, key: (init?.headers as Record<string, string>)['Idempotency-Key'], body: init?.body ? JSON.parse(String(init.body)) : {} }
    all.push(asked)
    const { status = 200, body } = await answer(asked, all.filter((one) => one.path === asked.path && one.method === asked.method).length)
    return new Response(JSON.stringify(body), { status })
  })
  return all
}
const refused = (status: number, reason: string) => ({ status, body: { reason, title: reason } })
const field = (id: string) => document.getElementById(id) as HTMLInputElement
async function type(id: string, text: string) {
  field(id).value = text
  field(id).dispatchEvent(new Event('input'))
  await flushPromises()
}
async function fillAnonymous(wrapper: Awaited<ReturnType<typeof mountAt>>['wrapper']) {
  await wrapper.find('input[value=anonymous]').setValue(true)
  await type('complaint-title', '拖欠两年')
  await type('complaint-content', '经过如下')
}
/** Whatever a browser keeps beyond the page. */
const kept = () => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), history.state, location.href, document.cookie])
let mounted: { unmount: () => void }[] = []
async function mountPage(page: Parameters<typeof mountAt>[0]) {
  const made = await mountAt(page)
  mounted.push(made.wrapper)
  return made
}
afterEach(() => {
  for (const one of mounted) one.unmount()
  mounted = []
  document.body.innerHTML = ''
})

describe('a receipt', () => {
  it('is read as the server reads it, however it was typed', () => {
    for (const typed of [RECEIPT, RECEIPT.toLowerCase(), ` ${RECEIPT.replaceAll('-', ' ')}\n`, '７Ｋ２ＱＭ－９ＺＤ４Ｆ　ＸＷ３ＨＴ－Ｂ８Ｒ５Ａ']) expect(receiptForm(typed), typed).toBe('7K2QM9ZD4FXW3HTB8R5A')
    expect(receiptForm('oOiIlL')).toBe('001111')
  })
  it('that is missing or not whole is not sent', () => {
    expect([receiptFault(' - '), receiptFault('7K2QM'), receiptFault(RECEIPT)]).toEqual(['missing', 'length', null])
  })
  it('follows from a key of at least 128 random bits, another each time', () => {
    const keys = Array.from({ length: 50 }, newKey)
    expect(new Set(keys).size).toBe(50)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{48}$/)
  })
})

describe('the form', () => {
  const full = () => ({ ...emptyForm(), identity: 'named' as const, title: '标题', content: '内容', contact: { name: '林一', phone: '1', email: '', address: '' } })
  it('says what is missing, and at its limits what is too long', () => {
    expect(faultsOf(emptyForm())).toEqual({ identity: 'identity', title: 'title', content: 'content' })
    expect(faultsOf(full())).toEqual({})
    expect(faultsOf({ ...full(), contact: { ...full().contact, name: ' ', phone: '' } })).toEqual({ 'contact.name': 'name', 'contact.phone': 'way' })
    expect(faultsOf({ ...full(), title: '字'.repeat(TITLE_MAX), content: '字'.repeat(CONTENT_MAX) })).toEqual({})
    expect(faultsOf({ ...full(), title: '字'.repeat(TITLE_MAX + 1), content: '字'.repeat(CONTENT_MAX + 1) })).toEqual({ title: 'too_long', content: 'too_long' })
    expect(lengthOf(' 𠮷野 ')).toBe(2)
  })
  it('sends no contact with an anonymous complaint, whatever was typed before', () => {
    expect(inputOf({ ...full(), identity: 'anonymous', focus: 'harm_people', body: { id: 'B1', name: '甲' } })).toEqual({ title: '标题', content: '内容', body: 'B1', focus: 'harm_people', anonymous: true })
    expect(inputOf(full())).toEqual({ title: '标题', content: '内容', contact: { name: '林一', phone: '1' } })
  })
})

describe('filing', () => {
  it('says what is wrong until it is put right, and sends nothing before', async () => {
    const asked = serve(() => ({ body: { items: [], total: 0 } }))
    const { wrapper } = await mountPage(ComplaintNewPage)
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(document.activeElement?.id).toBe('complaint-identity')
    expect(field('complaint-title').getAttribute('aria-invalid')).toBe('true')
    await type('complaint-title', '拖欠两年')
    expect(field('complaint-title').getAttribute('aria-invalid')).toBeNull()
    expect(wrapper.find('#complaint-identity-error').exists()).toBe(true)
    await wrapper.find('input[value=named]').setValue(true)
    expect(wrapper.find('#complaint-identity-error').exists()).toBe(false)
    expect(asked.filter((one) => one.path === '/complaints')).toEqual([])
  })
  it('brings the proof that is asked for, under the same key, without cookies; the receipt is told and kept nowhere', async () => {
    const asked = serve(({ path, body }) => {
      if (path === '/complaints/challenge') return { body: { challenge: 'c.1', bits: 4, algorithm: 'SHA-256', seconds: 3600 } }
      return body['proof'] ? { status: 201, body: { id: '4f0d', receipt: RECEIPT, anonymous: true, certificate } } : refused(429, 'complaint.proof_needed')
    })
    const { wrapper } = await mountPage(ComplaintNewPage)
    await fillAnonymous(wrapper)
    await wrapper.find('form').trigger('submit')
    await vi.waitFor(() => expect(wrapper.find('[data-receipt]').exists()).toBe(true))
    const sent = asked.filter((one) => one.path === '/complaints')
    expect(sent).toHaveLength(2)
    expect(sent[0]!.key).toMatch(/^[0-9a-f]{48}$/)
    expect(sent[1]!.key).toBe(sent[0]!.key)
    expect(sent[1]!.body).toMatchObject({ title: '拖欠两年', anonymous: true, proof: { challenge: 'c.1' } })
    expect(asked.every((one) => one.credentials === 'omit')).toBe(true)
    expect(wrapper.find('[data-receipt]').text()).toBe(RECEIPT)
    for (const secret of [RECEIPT, '拖欠两年', sent[0]!.key!]) expect(kept()).not.toContain(secret)
    wrapper.unmount()
    expect(document.body.textContent).not.toContain(RECEIPT)
  })
  it('happens once however often the button is pressed, and again under the same key after a broken line', async () => {
    let go: () => void = () => undefined
    const asked = serve(async (_one, times) => {
      if (times === 1) {
        await new Promise<void>((resolve) => (go = resolve))
        return refused(503, 'complaint.not_ready')
      }
      return times === 2 ? refused(503, 'complaint.not_ready') : { status: 201, body: { id: '4f0d', receipt: RECEIPT, anonymous: true, certificate } }
    })
    const { wrapper } = await mountPage(ComplaintNewPage)
    await fillAnonymous(wrapper)
    for (let i = 0; i < 3; i += 1) await wrapper.find('form').trigger('submit')
    expect(asked).toHaveLength(1)
    go()
    await flushPromises()
    expect(wrapper.find('.problem').exists()).toBe(true)
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    await type('complaint-title', '另一件事')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(asked.map((one) => one.key === asked[0]!.key)).toEqual([true, true, false])
  })
  it('asks before the receipt is left behind, until it is noted', async () => {
    serve(() => ({ status: 201, body: { id: '4f0d', receipt: RECEIPT, anonymous: true, certificate } }))
    const { wrapper } = await mountPage(ComplaintNewPage)
    const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(leaves()).toBe(true)
    await fillAnonymous(wrapper)
    expect(leaves()).toBe(false)
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(leaves()).toBe(false)
    await wrapper.find('.noted input').setValue(true)
    expect(leaves()).toBe(true)
    await wrapper.findAll('.receipt-card .button.primary').at(-1)!.trigger('click')
    expect(wrapper.text()).not.toContain(RECEIPT)
    expect(field('complaint-title').value).toBe('')
    wrapper.unmount()
    expect(leaves()).toBe(true)
  })
})

describe('a query', () => {
  const ask = async (answer: Answer) => {
    const asked = serve(answer)
    const { wrapper } = await mountPage(FollowPage)
    await type('follow-receipt', RECEIPT.toLowerCase())
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    return { wrapper, asked }
  }
  it('sends the receipt in the body, shows where it stands, and forgets it', async () => {
    const { wrapper, asked } = await ask(() => ({ body: standing({ state: 'verifying', state_name: { zh: '正在核实', en: 'Being verified' }, reply: '答复在此' }) }))
    expect(asked[0]).toMatchObject({ path: '/complaints/lookup', method: 'POST', credentials: 'omit', body: { receipt: '7K2QM9ZD4FXW3HTB8R5A' } })
    expect(wrapper.find('.phases .now').text()).toContain('受理核实')
    expect(wrapper.text()).toContain('答复在此')
    expect(kept()).not.toMatch(/7K2QM/i)
    await wrapper.find('.card-head button').trigger('click')
    expect(field('follow-receipt').value).toBe('')
  })
  it('tells a wrong receipt in plain words, and does not ask the server about half of one', async () => {
    const { wrapper, asked } = await ask(() => refused(404, 'complaint.receipt_unknown'))
    expect(wrapper.text()).toContain('没有字母 I、L、O、U')
    await type('follow-receipt', '7K2QM')
    await wrapper.find('form').trigger('submit')
    expect(asked).toHaveLength(1)
    expect(field('follow-receipt').getAttribute('aria-invalid')).toBe('true')
  })
  it('shows an end of another kind by its own name, without stages', async () => {
    const { wrapper } = await ask(() => ({ body: standing({ state: 'refused', state_name: { zh: '不予受理', en: 'Refused' }, closed: true }) }))
    expect(wrapper.find('.phases').exists()).toBe(false)
    expect(wrapper.find('.state').text()).toBe('不予受理')
    expect(wrapper.find('#follow-message').exists()).toBe(false)
  })
  it('writes a message once under one key when the answer got lost, and the next under another', async () => {
    const { wrapper, asked } = await ask(({ path }, times) => (path.endsWith('/messages') ? (times === 1 ? refused(503, 'store.busy') : { status: 201, body: { number: times } }) : { body: standing() }))
    for (const text of ['补充一', '补充一', '补充二']) {
      await type('follow-message', text)
      await wrapper.find('form:has(#follow-message)').trigger('submit')
      await flushPromises()
    }
    const keys = asked.filter((one) => one.path.endsWith('/messages')).map((one) => one.key)
    expect(keys[0]).toMatch(/^[0-9a-f]{48}$/)
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })
  it('rates with one of three words, and thanks', async () => {
    const { wrapper, asked } = await ask(({ path }) => ({ body: path.endsWith('/rating') ? { accepted: true } : standing({ state: 'callback', can_rate: true }) }))
    const rating = wrapper.find('form:has(#follow-note)')
    await rating.trigger('submit')
    expect(asked).toHaveLength(1)
    await wrapper.find('input[value=dissatisfied]').setValue(true)
    await type('follow-note', '没有解决')
    await rating.trigger('submit')
    await flushPromises()
    expect(asked.find((one) => one.path.endsWith('/rating'))!.body).toEqual({ receipt: '7K2QM9ZD4FXW3HTB8R5A', satisfaction: 'dissatisfied', note: '没有解决' })
    expect(wrapper.text()).toContain('评价已收到')
  })
})
