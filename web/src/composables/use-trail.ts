// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef } from 'vue'
import type { Params } from '@/api/client'
import { listJournal, type JournalEntry } from '@/api/staff-exchange'
import { useAction } from './use-action'
import { useCan } from './use-can'
import { useLoad } from './use-load'

/** Entries of the journal by a filter, newest first; `more` adds older ones, unless another filter was set meanwhile. */
export function useEntries(filter: () => Params, limit: number) {
  const mayRead = useCan('journal.read')
  const earlier = shallowRef<JournalEntry[]>([])
  const next = shallowRef('')
  let asked = 0
  const { data, problem, busy, reload } = useLoad(async (signal) => {
    asked += 1
    if (!mayRead.value) return []
    const answer = await listJournal({ ...filter(), limit }, signal)
    earlier.value = []
    next.value = answer.next ?? ''
    return answer.items
  }, () => JSON.stringify(filter()))
  const older = useAction(() => listJournal({ ...filter(), limit, cursor: next.value }))
  async function more(): Promise<void> {
    const mine = asked
    const answer = await older.run()
    if (!answer || mine !== asked) return
    earlier.value = [...earlier.value, ...answer.items]
    next.value = answer.next ?? ''
  }
  return {
    reload,
    more,
    entries: computed(() => (data.value ? [...data.value, ...earlier.value] : null)),
    hasMore: computed(() => next.value !== ''),
    problem,
    busy,
    moreProblem: older.problem,
    moreBusy: older.busy,
  }
}

/** The journal of one thing: `<JournalTrail v-bind="trail.list.value" v-on="trail.on" />`. */
export function useTrail(entity: string, id: () => string) {
  const { entries, problem, busy, moreProblem, moreBusy, hasMore, reload, more } = useEntries(() => ({ entity, id: id() }), 20)
  return {
    reload,
    list: computed(() => ({
      entries: entries.value,
      busy: busy.value || moreBusy.value,
      problem: problem.value ?? moreProblem.value,
      more: hasMore.value,
    })),
    on: { retry: () => void reload(), more },
  }
}
