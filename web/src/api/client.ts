// SPDX-License-Identifier: Apache-2.0
/** The only place that calls the server. Answers are JSON; refusals are RFC 9457 problems and become ApiProblem. */
import type { components } from './schema'

export type Schema = components['schemas']
export type Params = Record<string, string | number | boolean | undefined | null>

export const API_BASE = '/api/v1'

/** A refusal of the server, or `client.network` / `client.answer` when there was no proper one. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  constructor(
    readonly reason: string,
    readonly status: number,
    readonly title: string,
    readonly trace: string,
    readonly fields: Schema['FieldError'][] = [],
    /** The articles that ask for it, where the refusal names some. */
    readonly basis: readonly string[] = [],
  ) {
    super(`${status} ${reason}`)
  }
}

/** What a signed-in page does when the server asks for it; the public portal leaves these as they are. */
export interface SessionHooks {
  /** The session is over: the pages must forget what they show. */
  ended: () => void
  /** A sensitive act wants the password again. True: proved, the call is sent once more. */
  prove: () => Promise<boolean>
  /** The token against forged requests is out of date. True: renewed, the call is sent once more. */
  renew: () => Promise<boolean>
}
let hooks: SessionHooks = { ended: () => undefined, prove: async () => false, renew: async () => false }
let csrf = ''
export function setSessionHooks(next: SessionHooks): void {
  hooks = next
}
/** The token that goes with every call that changes something; kept in memory only. */
export function setCsrf(token: string): void {
  csrf = token
}

/** Language of problem titles; set by the locale. */
let language = 'zh-CN'
export function setApiLanguage(locale: string): void {
  language = locale
}

/** Path with its query; empty values are left out. */
export function withQuery(path: string, params: Params = {}): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') query.set(key, String(value))
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

export function get<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> {
  return send<T>(withQuery(path, params), { method: 'GET', ...(signal ? { signal } : {}) })
}
export const post = <T>(path: string, body?: unknown): Promise<T> => change<T>('POST', path, body)
/** `version` is the one that was read; the server refuses when it is no longer the newest (412 `store.version`). */
export const put = <T>(path: string, body: unknown, version?: number): Promise<T> => change<T>('PUT', path, body, version)
/** A put that still goes out while its page is being left. */
export const putOnLeaving = <T>(path: string, body: unknown): Promise<T> =>
  send<T>(path, { method: 'PUT', keepalive: true, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
/**
 * A call of somebody who is not to be known: without cookies and tokens, never answered from a cache. `key`: the same call once.
 * The answer must not be kept by the caller beyond its page.
 */
export function postUnnamed<T>(path: string, body: unknown, key?: string, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  if (key) headers['Idempotency-Key'] = key
  return send<T>(path, { method: 'POST', credentials: 'omit', cache: 'no-store', headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) })
}
export const getUnnamed = <T>(path: string, signal?: AbortSignal): Promise<T> => send<T>(path, { method: 'GET', credentials: 'omit', cache: 'no-store', ...(signal ? { signal } : {}) })
export const remove = <T>(path: string): Promise<T> => change<T>('DELETE', path)

function change<T>(method: string, path: string, body?: unknown, version?: number): Promise<T> {
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (version !== undefined) headers['If-Match'] = `"${version}"`
  return send<T>(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}

export interface Download {
  blob: Blob
  name: string
}
/** A file with the name the server gives it. */
export async function download(path: string, params?: Params): Promise<Download> {
  const response = await answered(withQuery(path, params), { method: 'GET' })
  return { blob: await response.blob(), name: fileName(response.headers.get('Content-Disposition') ?? '') }
}
/** RFC 6266: `filename*` (UTF-8) before `filename`. */
export function fileName(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (encoded) {
    try {
      return decodeURIComponent(encoded)
    } catch {
      // then the plain one
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? ''
}

export interface Upload {
  params?: Params
  type?: string
  onProgress?: (sent: number, of: number) => void
  signal?: AbortSignal
}
/** Sends a file as it is. `fetch` cannot tell how much has gone, so this one goes by XMLHttpRequest. */
export async function upload<T>(path: string, file: Blob, options: Upload = {}, again = true): Promise<T> {
  const { status, body } = await sendFile(withQuery(path, options.params), file, options)
  if (status >= 200 && status < 300 && body !== undefined) return body as T
  const problem = asProblem(status, body)
  if (again && (await remedied(problem))) return upload<T>(path, file, options, false)
  throw problem
}

function sendFile(path: string, file: Blob, options: Upload): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', API_BASE + path)
    for (const [name, value] of Object.entries(commonHeaders('POST'))) request.setRequestHeader(name, value)
    request.setRequestHeader('Content-Type', options.type ?? 'application/octet-stream')
    request.upload.onprogress = (event) => options.onProgress?.(event.loaded, event.total)
    request.onload = () => {
      let body: unknown
      try {
        body = JSON.parse(request.responseText)
      } catch {
        body = undefined
      }
      resolve({ status: request.status, body })
    }
    request.onerror = () => reject(new ApiProblem('client.network', 0, '', ''))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    options.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

const SAFE = ['GET', 'HEAD']
function commonHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language }
  if (csrf && !SAFE.includes(method)) headers['X-CSRF-Token'] = csrf
  return headers
}

/** A good answer; a refusal is thrown after its remedy, if there is one, was tried once. */
async function answered(path: string, init: RequestInit, again = true): Promise<Response> {
  let response: Response
  try {
    response = await fetch(API_BASE + path, {
      credentials: 'same-origin',
      ...init,
      headers: { ...commonHeaders(init.credentials === 'omit' ? 'GET' : (init.method ?? 'GET')), ...init.headers },
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem('client.network', 0, '', '')
  }
  csrf = response.headers.get('X-CSRF-Token') ?? csrf // a session that goes on under a new id
  if (response.ok) return response
  const problem = asProblem(response.status, await response.json().catch(() => undefined))
  if (again && (await remedied(problem))) return answered(path, init, false)
  throw problem
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  const response = await answered(path, init)
  if (response.status === 204) return undefined as T
  const body: unknown = await response.json().catch(() => undefined)
  if (body === undefined) throw new ApiProblem('client.answer', response.status, '', '')
  return body as T
}

/** Refusals of a sign-in; they say nothing about a session that is open. */
const SIGN_IN = ['session.refused', 'session.totp_needed']
async function remedied(problem: ApiProblem): Promise<boolean> {
  if (problem.status === 401 && !SIGN_IN.includes(problem.reason)) hooks.ended()
  if (problem.reason === 'session.reauthenticate') return hooks.prove()
  if (problem.reason === 'session.forged') return hooks.renew()
  return false
}

function asProblem(status: number, body: unknown): ApiProblem {
  const problem = (body ?? {}) as Partial<Schema['Problem']>
  if (typeof problem.reason !== 'string') return new ApiProblem('client.answer', status, '', '')
  return new ApiProblem(problem.reason, status, problem.title ?? '', problem.trace ?? '', problem.errors ?? [], problem.basis ?? [])
}
