// SPDX-License-Identifier: Apache-2.0
import { computed, ref, watch } from 'vue'
import type { Params } from '@/api/client'
import { useSettings } from '@/stores/settings'
import { useLoad } from './use-load'
import { useQuery } from './use-query'

export interface Rows<T> {
  items: T[]
  total: number
}
export interface TableView {
  /** Keys of the columns shown, in order; null: as the page has them. */
  columns: string[] | null
  density: 'normal' | 'compact'
}
export interface Selection {
  ids: string[]
  /** All rows the filter finds, not only those ticked. */
  all: boolean
}
const PAGE_MAX = 200

/**
 * A list of the console: filters, page and sorting in the address (but for personal values); columns, density and page size remembered for the
 * account under `key`; rows ticked on several pages. `<DataTable v-bind="list.table" v-on="list.on">` shows it.
 */
export function useList<K extends string, T>(options: {
  key: string
  filters: readonly K[]
  /** Filters that may hold personal values: never in the address. */
  personal?: readonly K[]
  load: (params: Params, signal?: AbortSignal) => Promise<Rows<T>>
  id: (row: T) => string
  sort?: string
}) {
  const settings = useSettings()
  const query = useQuery<K | 'sort'>([...options.filters, 'sort'], settings.table(options.key).limit ?? 20, options.personal)
  const sort = computed(() => query.applied.value.sort || options.sort || '')
  const params = computed<Params>(() => ({ ...query.applied.value, sort: sort.value }))
  const { data, problem, busy, reload } = useLoad(
    (signal) => options.load({ ...params.value, page: query.page.value, limit: query.limit.value }, signal),
    () => JSON.stringify([params.value, query.page.value, query.limit.value]),
  )
  const selection = ref<Selection>({ ids: [], all: false })
  watch(
    () => JSON.stringify(query.applied.value),
    () => (selection.value = { ids: [], all: false }),
  )
  const view = computed<TableView>(() => {
    const kept = settings.table(options.key)
    return { columns: Array.isArray(kept.columns) ? kept.columns : null, density: kept.density === 'compact' ? 'compact' : 'normal' }
  })
  /** Filters set, sorting not counted. */
  const active = computed(() => options.filters.filter((name) => query.applied.value[name]).length)

  /** The ids a batch act concerns, at most `max`; those behind "all" are fetched page by page. */
  async function chosen(max: number): Promise<string[]> {
    if (!selection.value.all) return selection.value.ids.slice(0, max)
    const ids: string[] = []
    for (let page = 1; ids.length < max; page += 1) {
      const { items } = await options.load({ ...params.value, page, limit: Math.min(PAGE_MAX, max) })
      ids.push(...items.map(options.id))
      if (items.length < Math.min(PAGE_MAX, max)) break
    }
    return ids.slice(0, max)
  }
  const clearSelection = () => (selection.value = { ids: [], all: false })

  return {
    query,
    data,
    problem,
    busy,
    reload,
    params,
    active,
    selection,
    chosen,
    clearSelection,
    count: computed(() => (selection.value.all ? (data.value?.total ?? 0) : selection.value.ids.length)),
    table: computed(() => ({
      rows: data.value?.items ?? [],
      total: data.value?.total ?? 0,
      loaded: data.value !== null,
      page: query.page.value,
      limit: query.limit.value,
      sort: sort.value,
      busy: busy.value,
      problem: problem.value,
      view: view.value,
      selection: selection.value,
      rowId: options.id,
    })),
    on: {
      turn(page: number, limit?: number) {
        if (limit && limit !== query.limit.value) settings.setTable(options.key, { limit })
        void query.turn(page, limit ?? query.limit.value)
      },
      sort: (next: string) => void query.set('sort', next === options.sort ? '' : next),
      retry: () => void reload(),
      view: (next: TableView) =>
        settings.setTable(options.key, { density: next.density, ...(next.columns ? { columns: next.columns } : { columns: undefined }) }),
      select: (next: Selection) => (selection.value = next),
    },
  }
}
