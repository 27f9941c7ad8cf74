// SPDX-License-Identifier: Apache-2.0
import { listTodos, type Todo } from '@/api/todos'
import { useSession } from '@/stores/session'

const KIND = 'file_objection'
/** To-dos of one answer; nearer limits come first. */
const ROWS_MAX = 200

/**
 * Until when each open objection is to be answered, by its id. The list of objections does not say it: the limit and its light
 * are those of the to-do. Empty for an account without to-dos.
 */
export async function fetchLimits(signal?: AbortSignal): Promise<ReadonlyMap<string, Todo>> {
  if (!useSession().can('todo.read')) return new Map()
  const { items } = await listTodos({ tab: 'todo', kind: KIND, limit: ROWS_MAX }, signal)
  return new Map(items.map((todo) => [todo.subject.id, todo]))
}
