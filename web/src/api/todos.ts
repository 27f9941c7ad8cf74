// SPDX-License-Identifier: Apache-2.0
/** To-dos, notices and the first screen. */
import { get, post, type Params } from './client'

export type StaffLight = 'green' | 'blue' | 'yellow' | 'orange' | 'red' | 'grey'
export interface BodyRef {
  id: string
  code: string
  name: string
}
export const TODO_TABS = ['todo', 'done', 'mine', 'cc', 'overdue'] as const
export type TodoTab = (typeof TODO_TABS)[number]
export interface Todo {
  id: string
  version: number
  kind: string
  kind_name?: string
  title: string
  body?: BodyRef
  subject?: { type: string; id: string }
  source?: string
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
  title: string
  text?: string
  subject?: { type: string; id: string }
  made_at: string
  read_at?: string
}
export interface ItemResult {
  id: string
  ok: boolean
  reason?: string
  title?: string
}
export interface ImportRow {
  id: string
  kind: string
  file_name: string
  state: string
  rejected?: number
  made_at?: string
}
export interface Workbench {
  todos: TodoCounts
  bodies: { body: BodyRef; score?: number; grade?: string; rank?: number; of?: number; period?: string }[]
  overdue: Todo[]
  due_soon: Todo[]
  statements?: { filed: number; missing: number }
  notices: Notice[]
  imports: ImportRow[]
}
export interface List<T> {
  items: T[]
  total: number
  next?: string | null
}

export const listTodos = (params: Params, signal?: AbortSignal) => get<List<Todo>>('/todos', params, signal)
export const fetchTodoCounts = () => get<TodoCounts>('/todos/counts')
/** At most 100 ids a call. */
export const signTodos = (ids: string[]) => post<{ items: ItemResult[] }>('/todos/sign', { ids })
export const listNotices = (params: Params, signal?: AbortSignal) => get<List<Notice>>('/notices', params, signal)
export const readNotices = (which: { ids: string[] } | { all: true }) => post<void | object>('/notices/read', which)
export const fetchWorkbench = (signal?: AbortSignal) => get<Workbench>('/workbench', {}, signal)
