// SPDX-License-Identifier: Apache-2.0
/** The only place that calls `fetch`. Answers are JSON; refusals are RFC 9457 problems and become ApiProblem. */
import type { components } from './schema'

export type Schema = components['schemas']
export type Params = Record<string, string | number | undefined | null>

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
  ) {
    super(`${status} ${reason}`)
  }
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

export function post<T>(path: string, body: unknown): Promise<T> {
  return send<T>(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(API_BASE + path, {
      ...init,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Accept-Language': language, ...init.headers },
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem('client.network', 0, '', '')
  }
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return body as T
  throw asProblem(response.status, body)
}

function asProblem(status: number, body: unknown): ApiProblem {
  const problem = (body ?? {}) as Partial<Schema['Problem']>
  if (typeof problem.reason !== 'string') return new ApiProblem('client.answer', status, '', '')
  return new ApiProblem(problem.reason, status, problem.title ?? '', problem.trace ?? '', problem.errors ?? [])
}
