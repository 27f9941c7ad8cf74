// SPDX-License-Identifier: Apache-2.0
/** Accounts, what they may do, and the tokens of programs. */
import { get, post, put, type Params, type Schema } from './client'
import type { ScopeKind } from './session'
import type { StaffList } from './staff'

export const ACCOUNT_STATES = ['active', 'disabled', 'closed'] as const
export type AccountState = Account['state']
export type Grant = Schema['Grant']
export type Account = Schema['Account']
export type Role = Schema['RoleList']['items'][number]
export type Token = Schema['Token']
export type OneTime = Schema['AccountMade']

const at = (id: string, rest = '') => `/accounts/${encodeURIComponent(id)}${rest}`

export const listAccounts = (params: Params, signal?: AbortSignal) => get<StaffList<Account>>('/accounts', params, signal)
/** Refusals: `account.unknown`. */
export const fetchAccount = (id: string, signal?: AbortSignal) => get<Account>(at(id), {}, signal)
export const createAccount = (account: { username: string; name: string; body_id?: string; locale?: 'zh' | 'en' }) =>
  post<OneTime>('/accounts', account)
export const changeAccount = (id: string, account: { name: string; body_id?: string; official_id?: string; state: AccountState }, version: number) =>
  put<Account>(at(id), { ...account, version }, version)
/** Refusals: `account.roles_exclusive`, `account.own_grants`, `account.beyond_scope`. */
export const changeGrants = (id: string, grants: { role: string; scope: { kind: ScopeKind; ref?: string } }[], version: number) =>
  put<Account>(at(id, '/grants'), { grants, version }, version)
export const resetPassword = (id: string) => post<{ initial_password: string }>(at(id, '/password-reset'))
export const endSessionsOf = (id: string) => post<void>(at(id, '/sessions/end'))
export const resetTotp = (id: string) => post<void>(at(id, '/totp/reset'))
export const listRoles = (signal?: AbortSignal) => get<{ items: Role[] }>('/roles', {}, signal)
export const listTokens = (signal?: AbortSignal) => get<StaffList<Token>>('/tokens', {}, signal)
export const makeToken = (token: { account: string; roles: string[]; expires_on: string }) =>
  post<Token & { token: string }>('/tokens', token)
export const revokeToken = (code: string) => post<void | object>(`/tokens/${encodeURIComponent(code)}/revoke`)
