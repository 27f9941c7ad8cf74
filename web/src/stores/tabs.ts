// SPDX-License-Identifier: Apache-2.0
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useSettings } from './settings'

export interface Tab {
  /** Path without query: one object, one tab. */
  key: string
  /** Address as it was left, with filters and page. */
  path: string
  title: string
  scroll: number
}
export const TABS_MAX = 12
export const HOME = '/'

/** The opened pages. Their component stays alive while the tab is open, so forms and lists are found as they were left. */
export const useTabs = defineStore('tabs', () => {
  const settings = useSettings()
  const open = ref<Tab[]>([])
  const current = ref(HOME)
  const dirty = ref(new Set<string>())
  const names = computed(() => open.value.map((tab) => nameOf(tab.key)))
  const anyDirty = computed(() => dirty.value.size > 0)
  const find = (key: string) => open.value.find((tab) => tab.key === key)

  /** The name under which the page of a tab is kept alive. */
  const nameOf = (key: string) => `tab:${key}`

  function visit(key: string, path: string, title: string): void {
    current.value = key
    const known = find(key)
    if (known) {
      known.path = path
      known.title ||= title
    } else {
      makeRoom()
      open.value.push({ key, path, title, scroll: 0 })
    }
    remember()
  }
  /** The page opened first makes room, unless it is home or holds what is not saved. */
  function makeRoom(): void {
    if (open.value.length < TABS_MAX) return
    const victim = open.value.find((tab) => tab.key !== HOME && tab.key !== current.value && !dirty.value.has(tab.key))
    if (victim) open.value = open.value.filter((tab) => tab !== victim)
  }
  /** Where to go after closing: the neighbour if the closed one was in front. */
  function close(key: string): string | null {
    const at = open.value.findIndex((tab) => tab.key === key)
    if (at < 0 || key === HOME) return null
    const neighbour = open.value[at + 1] ?? open.value[at - 1]
    open.value = open.value.filter((tab) => tab.key !== key)
    setDirty(key, false)
    remember()
    return key === current.value ? (neighbour?.path ?? HOME) : null
  }
  function closeOthers(key: string): void {
    open.value = open.value.filter((tab) => tab.key === key || tab.key === HOME || dirty.value.has(tab.key))
    remember()
  }
  function entitle(key: string, title: string): void {
    const tab = find(key)
    if (!tab || !title || tab.title === title) return
    tab.title = title
    remember()
  }
  function setDirty(key: string, value: boolean): void {
    if (dirty.value.has(key) === value) return
    const next = new Set(dirty.value)
    if (value) next.add(key)
    else next.delete(key)
    dirty.value = next
  }
  function setScroll(key: string, scroll: number): void {
    const tab = find(key)
    if (tab) tab.scroll = scroll
  }
  function remember(): void {
    settings.values.tabs = open.value.map(({ path, title }) => ({ path, title }))
    settings.save()
  }
  /** Opens what was open when the account signed in last; pages load when they are looked at. */
  function restore(): void {
    for (const { path, title } of settings.values.tabs.slice(0, TABS_MAX)) {
      const key = path.split(/[?#]/)[0]!
      if (key.startsWith('/') && !key.startsWith('//') && !find(key)) open.value.push({ key, path, title, scroll: 0 })
    }
    if (!find(HOME)) open.value.unshift({ key: HOME, path: HOME, title: '', scroll: 0 })
  }
  function clear(): void {
    open.value = []
    dirty.value = new Set()
    current.value = HOME
  }
  return { open, current, dirty, names, anyDirty, nameOf, find, visit, close, closeOthers, entitle, setDirty, setScroll, restore, clear }
})
