// SPDX-License-Identifier: Apache-2.0
/** To-dos, notices and the first screen. */
import { get, post, type Params, type Schema } from './client'
import type { BatchLine, StaffList } from './staff'

export type StaffLight = Schema['TodoLight']
export const TODO_TABS = ['todo', 'done', 'mine', 'cc', 'overdue'] as const
export type TodoTab = (typeof TODO_TABS)[number]
export type Todo = Schema['Todo']
export type TodoCounts = Schema['TodoCounts']
export type Notice = Schema['Notice']
/** Each part only for whoever may read it. */
export type Workbench = Schema['Workbench']

/** What a to-do is called. Some matters have no name of their own and come with their id: the kind then says more. */
export function todoTitle(todo: Todo): { zh: string; en?: string | undefined } {
  const kind = { zh: todo.kind_name?.zh ?? todo.kind, en: todo.kind_name?.en }
  if (!todo.title || todo.title === todo.subject.id) return kind
  // What concerns a body as a whole is named by its period alone.
  if (todo.subject.type === 'body') return { zh: `${kind.zh} ${todo.title}`, en: kind.en && `${kind.en}, ${todo.title}` }
  return { zh: todo.title }
}

export const listTodos = (params: Params, signal?: AbortSignal) => get<StaffList<Todo>>('/todos', params, signal)
export const fetchTodoCounts = () => get<TodoCounts>('/todos/counts')
/** At most 100 ids a call. */
export const signTodos = (ids: string[]) => post<{ items: BatchLine[] }>('/todos/sign', { ids })
export const listNotices = (params: Params, signal?: AbortSignal) => get<StaffList<Notice>>('/notices', params, signal)
export const readNotices = (which: { ids: string[] } | { all: true }) => post<void | object>('/notices/read', which)
export const fetchWorkbench = (signal?: AbortSignal) => get<Workbench>('/workbench', {}, signal)
