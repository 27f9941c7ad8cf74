// SPDX-License-Identifier: Apache-2.0
/** Who is signed in, and what belongs to the own account only. */
import { get, post, put, putOnLeaving, remove, type Schema } from './client'

export type ScopeKind = Schema['GrantScope']['kind']
export type Names = Schema['BothLanguages']
export type Me = Schema['Me']
export interface Credentials {
  username: string
  password: string
  totp?: string
  recovery_code?: string
}
export interface Provider {
  id: string
  name: string
}
export type WebSession = Schema['SessionList']['items'][number]

/** Refusals: `session.refused`, `session.totp_needed`, `session.too_many`. */
export const signIn = (credentials: Credentials) => post<Me>('/session', credentials)
export const signOut = () => remove<void>('/session')
/** Refusals: `access.sign_in`. */
export const fetchMe = () => get<Me>('/me')
export const fetchProviders = (signal?: AbortSignal) => get<{ items: Provider[] }>('/session/providers', {}, signal)
/** Where a sign-in by another provider begins; a page load, not a call. */
export const providerStart = (id: string, returnTo: string) =>
  `/api/v1/session/oidc/${encodeURIComponent(id)}?return_to=${encodeURIComponent(returnTo)}`

export interface Proof {
  password: string
  totp?: string
}
/** Refusals: `session.refused`, `session.totp_needed`, `session.too_many`. The session gets a new id, hence a new token. */
export const reauthenticate = (proof: Proof) => post<Me>('/me/reauthenticate', proof)
/** Refusals: `password.*`. Other sessions end, this one gets a new id. */
export const changePassword = (current: string, next: string) => post<void>('/me/password', { current, next })
export const beginTotp = () => post<{ secret: string; uri: string }>('/me/totp')
export const confirmTotp = (code: string) => post<{ recovery_codes: string[] }>('/me/totp/confirm', { code })
/** Refusals: `session.refused`, `session.totp_needed`, `session.totp_missing`. */
export const removeTotp = (proof: Proof) => post<void>('/me/totp/remove', proof)
export const fetchSessions = (signal?: AbortSignal) => get<{ items: WebSession[] }>('/me/sessions', {}, signal)
export const endSession = (id: string) => remove<void>(`/me/sessions/${encodeURIComponent(id)}`)
export const fetchSettings = () => get<{ settings: Record<string, unknown> }>('/me/settings')
export const saveSettings = (settings: object) => putOnLeaving<void | object>('/me/settings', { settings })

export interface NoticeChannels {
  email?: string
  /** `secret` signs what is sent; told once, when the address is new. */
  webhook?: { url: string; secret?: string }
}
export const fetchChannels = (signal?: AbortSignal) => get<NoticeChannels>('/me/notice-channels', {}, signal)
export const saveChannels = (channels: NoticeChannels) => put<NoticeChannels>('/me/notice-channels', channels)
