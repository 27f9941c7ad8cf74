// SPDX-License-Identifier: Apache-2.0
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { fetchMe } from '@/api/session'
import { fetchTodoCounts, listNotices, type TodoCounts } from '@/api/todos'
import { useSession } from './session'

const NONE: TodoCounts['by_light'] = { grey: 0, green: 0, blue: 0, yellow: 0, orange: 0, red: 0 }

/** The figures at the bell; kept as they were when they cannot be read. */
export const useTodoCounts = defineStore('todo-counts', () => {
  const counts = shallowRef<TodoCounts | null>(null)
  /** Whoever has no to-dos has notices all the same. Also tells the server that somebody is at the desk. */
  async function ask(): Promise<TodoCounts | null> {
    const session = useSession()
    if (session.can('todo.read')) return fetchTodoCounts()
    if (!session.can('notice.read')) {
      await fetchMe()
      return null
    }
    const { total } = await listNotices({ unread: 'true', limit: 1 })
    return { todo: 0, overdue: 0, by_light: NONE, unread_notices: total }
  }
  async function load(): Promise<void> {
    counts.value = await ask().catch(() => counts.value)
  }
  const clear = (): void => void (counts.value = null)
  return { counts, load, clear }
})
