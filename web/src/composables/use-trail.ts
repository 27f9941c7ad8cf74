// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef } from 'vue'
import { listJournal, type JournalEntry } from '@/api/staff-exchange'
import { useAction } from './use-action'
import { useCan } from './use-can'
import { useLoad } from './use-load'

/** The journal of one thing, newest first, page by page: `<JournalTrail v-bind="trail.list.value" v-on="trail.on" />`. */
export function useTrail(entity: string, id: () => string) {
  const mayRead = useCan('journal.read')
  const earlier = shallowRef<JournalEntry[]>([])
  const next = shallowRef('')
  const { data, problem, busy, reload } = useLoad(async (signal) => {
    if (!mayRead.value) return []
    const answer = await listJournal({ entity, id: id(), limit: 20 }, signal)
    earlier.value = []
    next.value = answer.next ?? ''
    return answer.items
  }, id)
  const more = useAction(() => listJournal({ entity, id: id(), limit: 20, cursor: next.value }))
  return {
    reload,
    list: computed(() => ({
      entries: data.value ? [...data.value, ...earlier.value] : null,
      busy: busy.value || more.busy.value,
      problem: problem.value ?? more.problem.value,
      more: next.value !== '',
    })),
    on: {
      retry: () => void reload(),
      async more() {
        const answer = await more.run()
        if (!answer) return
        earlier.value = [...earlier.value, ...answer.items]
        next.value = answer.next ?? ''
      },
    },
  }
}
