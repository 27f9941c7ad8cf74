// SPDX-License-Identifier: Apache-2.0
/** To-dos, notices and the first screen. */
import { get, post, type Params } from './client'
import type { Names } from './session'
import type { BatchLine, BodyRef, StaffList } from './staff'

export type StaffLight = 'green' | 'blue' | 'yellow' | 'orange' | 'red' | 'grey'
export interface TypedId {
  type: string
  id: string
}
export const TODO_TABS = ['todo', 'done', 'mine', 'cc', 'overdue'] as const
export type TodoTab = (typeof TODO_TABS)[number]
export interface Todo {
  id: string
  version: number
  kind: string
  kind_name?: Names
  title: string
  body?: BodyRef
  subject: TypedId
  source?: string[]
  period?: string
  /** Leaves missing, rows refused. */
  count?: number
  opened_on: string
  due_on?: string
  remaining_working_days?: number
  provisional?: boolean
  light: StaffLight
  state: 'open' | 'signed' | 'done'
  signed_by?: string
  signed_on?: string
  done_on?: string
}
export interface TodoCounts {
  todo: number
  overdue: number
  by_light: Partial<Record<StaffLight, number>>
  unread_notices: number
}
export interface Notice {
  id: string
  kind: string
  subject: Names
  text: Names
  object: TypedId
  /** For information, not to act. */
  copied: boolean
  made_at: string
  read: boolean
  read_at?: string
}
/** Each part only for whoever may read it. */
export interface Workbench {
  todos?: TodoCounts
  bodies?: { body: BodyRef; period: string; score?: number; grade?: string; rank?: number }[]
  overdue?: Todo[]
  due_soon?: Todo[]
  /** Missing: bodies that have not filed every leaf. */
  statements?: { period: string; filed: number; missing: number }
  notices?: Notice[]
  imports?: { id: string; kind: string; state: string; read: number; added: number; changed: number; unchanged: number; rejected: number; at?: string }[]
}

export const listTodos = (params: Params, signal?: AbortSignal) => get<StaffList<Todo>>('/todos', params, signal)
export const fetchTodoCounts = () => get<TodoCounts>('/todos/counts')
/** At most 100 ids a call. */
export const signTodos = (ids: string[]) => post<{ items: BatchLine[] }>('/todos/sign', { ids })
export const listNotices = (params: Params, signal?: AbortSignal) => get<StaffList<Notice>>('/notices', params, signal)
export const readNotices = (which: { ids: string[] } | { all: true }) => post<void | object>('/notices/read', which)
export const fetchWorkbench = (signal?: AbortSignal) => get<Workbench>('/workbench', {}, signal)
