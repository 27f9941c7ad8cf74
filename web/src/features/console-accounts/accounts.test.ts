// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Account, Role } from '@/api/accounts'
import { mountConsole } from '@/test-console'
import AccountStateTag from './AccountStateTag.vue'
import { bare, clashes, sameGrant, scopeKinds } from './grants'
import { byEntity } from './roles'

const role = (id: string, scope: string, never_with: string[] = []): Role => ({ id, name: { zh: id, en: id }, scope, actions: [], never_with })
const R16 = role('R16', 'system', ['R17', 'R18'])
const R18 = role('R18', 'system', ['R16', 'R17'])
const R2 = role('R2', 'tenant')

it('names exclusive roles whichever of the two says so', () => {
  expect(clashes(R18, [{ role: 'R16', scope: { kind: 'system' } }], [R16, R18])).toEqual(['R16'])
  expect(clashes(R2, [{ role: 'R9', scope: { kind: 'tenant' } }], [R2, role('R9', 'tenant', ['R2'])])).toEqual(['R9'])
  expect(clashes(R16, [{ role: 'R16', scope: { kind: 'system' } }], [R16])).toEqual([])
})
it('offers the reaches that the server takes', () => {
  expect([R2, R16, role('x', 'self'), role('x', 'body'), role('x', 'public')].map(scopeKinds)).toEqual([['tenant', 'division', 'body'], ['system'], ['self'], ['body', 'division'], []])
  expect(scopeKinds(undefined)).toEqual([])
})
it('sends no names, and tells grants apart by role and reach', () => {
  expect(bare([{ role: 'R5', scope: { kind: 'body', ref: 'B1', name: '水利局' } }, { role: 'R2', scope: { kind: 'tenant' } }])).toEqual([{ role: 'R5', scope: { kind: 'body', ref: 'B1' } }, { role: 'R2', scope: { kind: 'tenant' } }])
  expect(sameGrant({ role: 'R5', scope: { kind: 'body', ref: 'B1' } }, { role: 'R5', scope: { kind: 'body', ref: 'B2' } })).toBe(false)
})
it.each([
  [{}, 'good'],
  [{ state: 'disabled' }, 'off'],
  [{ locked_until: '2026-11-28T10:00:00Z' }, 'wait'],
  [{ locked_until: '2026-11-28T10:00:00Z', tampered: true }, 'bad'],
] as const)('an account that is %j is shown as %s', async (change, tone) => {
  const account: Account = { id: 'A1', version: 1, username: 'a', name: 'A', state: 'active', grants: [], made_on: '2026-01-01', totp_enrolled: false, password_one_time: false, tampered: false, ...change }
  const { wrapper } = await mountConsole(AccountStateTag, { props: { account } })
  expect(wrapper.find('.state-tag').classes()).toContain(tone)
})
it('groups actions by what they act on', () => {
  expect(byEntity(['body.read', 'post.add', 'body.change'])).toEqual([['body', ['read', 'change']], ['post', ['add']]])
})
