// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fileName, get, post, put, remove, setCsrf, setSessionHooks } from './client'

const hooks = { ended: vi.fn(), prove: vi.fn(async () => false), renew: vi.fn(async () => false) }
const answers = (...list: [number, unknown][]) => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  for (const [status, body] of list) {
    fetched.mockResolvedValueOnce(new Response(status === 204 ? null : JSON.stringify(body), { status }))
  }
  return fetched
}
const refusal = (reason: string) => ({ reason, title: reason, trace: 't' })
const sent = (fetched: ReturnType<typeof answers>, call: number) => fetched.mock.calls[call]![1] as RequestInit & { headers: Record<string, string> }

beforeEach(() => {
  Object.values(hooks).forEach((hook) => hook.mockClear())
  setSessionHooks(hooks)
  setCsrf('token-1')
})
afterEach(() => setCsrf(''))

describe('calls of a signed-in page', () => {
  it('carry the token against forged requests when they change something, and only then', async () => {
    const fetched = answers([200, {}], [200, {}], [204, null])
    await get('/x')
    await put('/x', { a: 1 }, 7)
    await expect(remove('/x')).resolves.toBeUndefined()
    expect(sent(fetched, 0).headers['X-CSRF-Token']).toBeUndefined()
    expect(sent(fetched, 1).headers).toMatchObject({ 'X-CSRF-Token': 'token-1', 'If-Match': '"7"', 'Content-Type': 'application/json' })
    expect(sent(fetched, 2).headers['X-CSRF-Token']).toBe('token-1')
  })
  it('tell when the session is over, but not when a sign-in is refused', async () => {
    answers([401, refusal('access.sign_in')], [401, refusal('session.refused')], [401, refusal('session.totp_needed')])
    await expect(get('/x')).rejects.toMatchObject({ reason: 'access.sign_in' })
    expect(hooks.ended).toHaveBeenCalledTimes(1)
    await expect(post('/session', {})).rejects.toMatchObject({ reason: 'session.refused' })
    await expect(post('/session', {})).rejects.toMatchObject({ reason: 'session.totp_needed' })
    expect(hooks.ended).toHaveBeenCalledTimes(1)
  })
  it('are sent once more after the password was proved, with the new token', async () => {
    hooks.prove.mockImplementationOnce(async () => {
      setCsrf('token-2')
      return true
    })
    const fetched = answers([403, refusal('session.reauthenticate')], [200, { done: true }])
    await expect(post('/x', {})).resolves.toEqual({ done: true })
    expect(sent(fetched, 1).headers['X-CSRF-Token']).toBe('token-2')
  })
  it('are not sent a third time, nor a second time without proof', async () => {
    hooks.prove.mockResolvedValueOnce(true)
    const fetched = answers([403, refusal('session.reauthenticate')], [403, refusal('session.reauthenticate')], [403, refusal('session.reauthenticate')])
    await expect(post('/x', {})).rejects.toMatchObject({ reason: 'session.reauthenticate' })
    expect(fetched).toHaveBeenCalledTimes(2)
    await expect(post('/x', {})).rejects.toMatchObject({ reason: 'session.reauthenticate' })
    expect(fetched).toHaveBeenCalledTimes(3)
  })
  it('renew an outdated token once', async () => {
    hooks.renew.mockResolvedValueOnce(true)
    answers([403, refusal('session.forged')], [200, { done: true }])
    await expect(post('/x', {})).resolves.toEqual({ done: true })
  })
})

it.each([
  [`attachment; filename="x.xlsx"; filename*=UTF-8''%E5%90%88%E5%90%8C.xlsx`, '合同.xlsx'],
  ['attachment; filename="plain.csv"', 'plain.csv'],
  [`attachment; filename="plain.csv"; filename*=UTF-8''%E5%90`, 'plain.csv'],
  ['', ''],
])('the name of a file: %s', (disposition, name) => expect(fileName(disposition)).toBe(name))
