// SPDX-License-Identifier: Apache-2.0
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { post } from '@/api/client'
import { someone } from '@/test-console'
import { useSession } from './session'

beforeEach(() => setActivePinia(createPinia()))
const answer = (...list: [number, unknown][]) => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  for (const [status, body] of list) fetched.mockResolvedValueOnce(new Response(status === 204 ? null : JSON.stringify(body), { status }))
  return fetched
}
const refusal = (reason: string) => ({ reason, title: '', trace: '' })

it('asks once who is signed in; nobody is an answer, a fault is not', async () => {
  const session = useSession()
  const fetched = answer([503, refusal('server.busy')], [401, refusal('access.sign_in')])
  await session.load()
  expect([session.known, session.problem?.reason]).toEqual([false, 'server.busy'])
  await session.load()
  await session.load()
  expect([session.known, session.me, fetched.mock.calls.length]).toEqual([true, null, 2])
})

it('allows what one of the actions allows, and everything that needs none', () => {
  const session = useSession()
  session.me = someone({ actions: ['todo.read'] })
  expect([session.can(), session.can('todo.read'), session.can('a.b', 'todo.read'), session.can('a.b')]).toEqual([true, true, true, false])
})

it('asks for the password once for all acts that wait, and lets all go on', async () => {
  const session = useSession()
  session.me = someone()
  answer([403, refusal('session.reauthenticate')], [403, refusal('session.reauthenticate')], [200, someone({ csrf: 'token-2' })], [200, { n: 1 }], [200, { n: 2 }])
  const acts = [post('/a', {}), post('/b', {})]
  await vi.waitUntil(() => session.proving !== null)
  await session.giveProof({ password: 'x' })
  await expect(Promise.all(acts)).resolves.toHaveLength(2)
  expect(session.proving).toBeNull()
})

it('refuses the act when the question is closed, and when the session ends meanwhile', async () => {
  const session = useSession()
  session.me = someone()
  answer([403, refusal('session.reauthenticate')], [403, refusal('session.reauthenticate')])
  const act = post('/a', {}).catch((error: unknown) => error)
  await vi.waitUntil(() => session.proving !== null)
  session.proving!.done(false)
  expect(await act).toMatchObject({ reason: 'session.reauthenticate' })
  const second = post('/b', {}).catch((error: unknown) => error)
  await vi.waitUntil(() => session.proving !== null)
  session.forget()
  expect(await second).toMatchObject({ reason: 'session.reauthenticate' })
  expect(session.me).toBeNull()
})

it('starts afresh when another window signed in somebody else', async () => {
  const session = useSession()
  session.me = someone()
  answer([200, someone({ csrf: 'token-9' })], [200, someone({ user: { id: 'A2', username: 'other', locale: 'zh', name: '' } })])
  await expect(session.renew()).resolves.toBe(true)
  expect(session.me?.csrf).toBe('token-9')
  await expect(session.renew()).resolves.toBe(false)
  expect(session.me).toBeNull()
})
