// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest'
import { ApiProblem, get, post, setApiLanguage, withQuery } from './client'

const answer = (status: number, body: unknown) =>
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  )

describe('client', () => {
  it('leaves empty values out of the query and encodes Chinese', () => {
    expect(withQuery('/x', { q: '财政', page: 2, grade: '', tenant: undefined })).toBe('/x?q=%E8%B4%A2%E6%94%BF&page=2')
    expect(withQuery('/x')).toBe('/x')
  })
  it('asks in the language of the page', async () => {
    const fetched = answer(200, { ok: true })
    setApiLanguage('en')
    await expect(get('/x', { a: 1 })).resolves.toEqual({ ok: true })
    expect(fetched.mock.calls[0]![0]).toBe('/api/v1/x?a=1')
    expect((fetched.mock.calls[0]![1]!.headers as Record<string, string>)['Accept-Language']).toBe('en')
  })
  it('turns a problem document into an ApiProblem', async () => {
    answer(404, { type: 't', title: '没有这个单位', status: 404, reason: 'body.unknown', trace: 'abc' })
    const problem = await get('/x').catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({ reason: 'body.unknown', status: 404, title: '没有这个单位', trace: 'abc' })
  })
  it('names answers that are no problem documents, and a missing network', async () => {
    answer(502, '<html>')
    await expect(get('/x')).rejects.toMatchObject({ reason: 'client.answer', status: 502 })
    answer(200, 'not json')
    await expect(get('/x')).rejects.toMatchObject({ reason: 'client.answer' })
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('down'))
    await expect(post('/x', {})).rejects.toMatchObject({ reason: 'client.network', status: 0 })
  })
})
