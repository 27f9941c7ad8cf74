// SPDX-License-Identifier: Apache-2.0
import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'
import { fetchSettings, saveSettings } from '@/api/session'

export interface TableSettings {
  /** Keys of the columns shown, in order. */
  columns?: string[]
  limit?: number
  density?: 'normal' | 'compact'
}
export interface Draft {
  at: string
  values: Record<string, unknown>
}
export interface Settings {
  locale?: 'zh-CN' | 'en'
  menu_folded?: boolean
  tables: Record<string, TableSettings>
  tabs: { path: string; title: string }[]
  drafts: Record<string, Draft>
}
/** The server takes 16 KiB; the margin is for its own members. */
export const SETTINGS_BYTES_MAX = 15_000
export const DRAFTS_MAX = 8
const WAIT_MS = 800

const empty = (): Settings => ({ tables: {}, tabs: [], drafts: {} })
const object = (value: unknown): Record<string, never> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, never>) : {}

/** What was stored, or nothing where it has another form than this version writes. */
export function readSettings(stored: unknown): Settings {
  const from = object(stored) as Partial<Record<keyof Settings, unknown>>
  const settings = empty()
  if (from.locale === 'zh-CN' || from.locale === 'en') settings.locale = from.locale
  if (typeof from.menu_folded === 'boolean') settings.menu_folded = from.menu_folded
  settings.tables = object(from.tables)
  settings.drafts = object(from.drafts)
  if (Array.isArray(from.tabs)) {
    settings.tabs = from.tabs.filter((tab): tab is { path: string; title: string } => typeof object(tab)['path'] === 'string' && typeof object(tab)['title'] === 'string')
  }
  return settings
}

/** Drops the oldest drafts until the whole fits; tabs go last. */
export function fitted(settings: Settings): Settings {
  const next: Settings = { ...settings, drafts: { ...settings.drafts } }
  const oldestFirst = Object.entries(next.drafts).sort(([, a], [, b]) => a.at.localeCompare(b.at))
  const size = () => new TextEncoder().encode(JSON.stringify(next)).length
  while (oldestFirst.length && (oldestFirst.length > DRAFTS_MAX || size() > SETTINGS_BYTES_MAX)) {
    delete next.drafts[oldestFirst.shift()![0]]
  }
  if (size() > SETTINGS_BYTES_MAX) next.tabs = []
  return next
}

/** What the account chose and began: kept on the server, never in the browser's storage. */
export const useSettings = defineStore('settings', () => {
  const values = reactive<Settings>(empty())
  const loaded = ref(false)
  const failed = ref(false)
  /** What the account left behind could not be read: it must not be overwritten with what this page has. */
  let unread = false
  /** The language was chosen before signing in (button or address): then it holds. */
  const spoken = ref(new URLSearchParams(location.search).has('lang'))
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    if (loaded.value) return
    try {
      const { settings } = await fetchSettings()
      Object.assign(values, readSettings(settings))
    } catch {
      failed.value = unread = true // the console works without; choices last as long as the page
    }
    loaded.value = true
  }
  function save(): void {
    if (!loaded.value || unread) return
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), WAIT_MS)
  }
  async function flush(): Promise<boolean> {
    if (timer === undefined) return !failed.value
    clearTimeout(timer)
    timer = undefined
    try {
      await saveSettings(fitted(values))
      failed.value = false
    } catch {
      failed.value = true
    }
    return !failed.value
  }
  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    loaded.value = failed.value = unread = false
    delete values.locale
    delete values.menu_folded
    Object.assign(values, empty())
  }
  function speak(locale: 'zh-CN' | 'en'): void {
    spoken.value = true
    values.locale = locale
    save()
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void flush()
  })
  const table = (key: string): TableSettings => values.tables[key] ?? {}
  function setTable(key: string, change: TableSettings): void {
    values.tables[key] = { ...values.tables[key], ...change }
    save()
  }
  return { values, loaded, failed, spoken, speak, load, save, flush, clear, table, setTable }
})
