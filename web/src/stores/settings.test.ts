// SPDX-License-Identifier: Apache-2.0
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DRAFTS_MAX, fitted, readSettings, SETTINGS_BYTES_MAX, useSettings, type Settings } from './settings'

const draft = (n: number, text = '') => ({ at: `2026-11-${String(n).padStart(2, '0')}T00:00:00.000Z`, values: { text } })
const base = (): Settings => ({ tables: {}, tabs: [{ path: '/todos', title: '' }], drafts: {} })

describe('settings', () => {
  it('take nothing of another form', () => {
    expect(readSettings(null)).toEqual({ tables: {}, tabs: [], drafts: {} })
    expect(readSettings({ locale: 'fr', tabs: [{ path: 1 }, { path: '/a', title: 'A' }, null], tables: [], drafts: 'x', menu_folded: 'yes' })).toEqual({ tables: {}, tabs: [{ path: '/a', title: 'A' }], drafts: {} })
    expect(readSettings({ locale: 'en', menu_folded: true })).toMatchObject({ locale: 'en', menu_folded: true })
  })
  it('drop the oldest drafts first, by number and by size', () => {
    const many = { ...base(), drafts: Object.fromEntries(Array.from({ length: DRAFTS_MAX + 2 }, (_, i) => [`d${i + 1}`, draft(i + 1)])) }
    expect(Object.keys(fitted(many).drafts)).toEqual(Array.from({ length: DRAFTS_MAX }, (_, i) => `d${i + 3}`))
    const large = { ...base(), drafts: { old: draft(1, '合'.repeat(3000)), new: draft(2, '合'.repeat(3000)) } }
    expect(Object.keys(fitted(large).drafts)).toEqual(['new'])
    expect(fitted(large).tabs).toHaveLength(1)
    expect(large.drafts.old).toBeDefined()
    expect(new TextEncoder().encode(JSON.stringify(fitted({ ...base(), drafts: { huge: draft(1, 'x'.repeat(20_000)) } }))).length).toBeLessThan(SETTINGS_BYTES_MAX)
  })
})

describe('saving', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    setActivePinia(createPinia())
  })
  afterEach(() => vi.useRealTimers())
  const server = (status = 200) => vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(JSON.stringify({ settings: {} }), { status }))

  it('waits for a pause, and sends the last state once', async () => {
    const settings = useSettings()
    settings.loaded = true
    const fetched = server()
    settings.setTable('todos', { limit: 50 })
    settings.setTable('todos', { density: 'compact' })
    expect(fetched).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1000)
    expect(fetched).toHaveBeenCalledTimes(1)
    expect(JSON.parse(String(fetched.mock.calls[0]![1]!.body))).toMatchObject({ settings: { tables: { todos: { limit: 50, density: 'compact' } } } })
  })
  it('never overwrites what it has not read, and says when nothing was kept', async () => {
    const settings = useSettings()
    const fetched = server(503)
    settings.setTable('todos', { limit: 50 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(fetched).not.toHaveBeenCalled()
    settings.loaded = true
    settings.save()
    await expect(settings.flush()).resolves.toBe(false)
    expect(settings.failed).toBe(true)
  })
  it('leaves on the server what could not be read, for as long as the session lasts', async () => {
    const settings = useSettings()
    const fetched = server(503)
    await settings.load()
    expect([settings.loaded, settings.failed]).toEqual([true, true])
    settings.setTable('todos', { limit: 50 })
    await vi.advanceTimersByTimeAsync(1000)
    await expect(settings.flush()).resolves.toBe(false)
    expect(fetched).toHaveBeenCalledTimes(1)
    settings.clear()
    expect(settings.failed).toBe(false)
    fetched.mockImplementation(async () => new Response(JSON.stringify({ settings: { menu_folded: true } }), { status: 200 }))
    await settings.load()
    settings.save()
    await expect(settings.flush()).resolves.toBe(true)
    expect(JSON.parse(String(fetched.mock.calls.at(-1)![1]!.body))).toMatchObject({ settings: { menu_folded: true } })
  })
})
