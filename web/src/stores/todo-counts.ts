// SPDX-License-Identifier: Apache-2.0
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { fetchTodoCounts, type TodoCounts } from '@/api/todos'

/** The figures at the bell; kept as they were when they cannot be read. */
export const useTodoCounts = defineStore('todo-counts', () => {
  const counts = shallowRef<TodoCounts | null>(null)
  async function load(): Promise<void> {
    counts.value = await fetchTodoCounts().catch(() => counts.value)
  }
  const clear = (): void => void (counts.value = null)
  return { counts, load, clear }
})
