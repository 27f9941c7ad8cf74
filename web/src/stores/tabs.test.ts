// SPDX-License-Identifier: Apache-2.0
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useSettings } from './settings'
import { HOME, TABS_MAX, useTabs } from './tabs'

beforeEach(() => setActivePinia(createPinia()))
const keys = () => useTabs().open.map((tab) => tab.key)

it('keeps one tab an object, with the address as it was left', () => {
  const tabs = useTabs()
  tabs.visit('/', '/', '')
  tabs.visit('/todos', '/todos?tab=overdue', '')
  tabs.visit('/', '/', '')
  tabs.visit('/todos', '/todos?tab=done&page=2', '')
  expect(keys()).toEqual(['/', '/todos'])
  expect(tabs.find('/todos')?.path).toBe('/todos?tab=done&page=2')
  expect(tabs.names).toEqual(['tab:/', 'tab:/todos'])
})

it('closes to the neighbour, and never closes home', () => {
  const tabs = useTabs()
  for (const key of ['/', '/a', '/b', '/c']) tabs.visit(key, key, '')
  expect(tabs.close('/a')).toBeNull()
  tabs.visit('/b', '/b?x=1', '')
  expect(tabs.close('/b')).toBe('/c')
  tabs.visit('/c', '/c', '')
  expect(tabs.close('/c')).toBe('/')
  expect(tabs.close(HOME)).toBeNull()
  expect(keys()).toEqual(['/'])
})

it('makes room by the oldest tab that holds nothing unsaved', () => {
  const tabs = useTabs()
  tabs.visit('/', '/', '')
  for (let i = 1; i < TABS_MAX; i += 1) tabs.visit(`/${i}`, `/${i}`, '')
  tabs.setDirty('/1', true)
  tabs.visit('/new', '/new', '')
  expect(keys()).toHaveLength(TABS_MAX)
  expect(keys()).toContain('/1')
  expect(keys()).not.toContain('/2')
  tabs.closeOthers('/new')
  expect(keys()).toEqual(['/', '/1', '/new'])
})

it('restores what was open, and only addresses of this console', () => {
  useSettings().values.tabs = ['/todos?tab=done', '//evil.example/x', 'https://evil.example', '/accounts/A1'].map((path) => ({ path, title: 'T' }))
  const tabs = useTabs()
  tabs.restore()
  expect(keys()).toEqual(['/', '/todos', '/accounts/A1'])
})

it('forgets dirt with the tab', () => {
  const tabs = useTabs()
  tabs.visit('/a', '/a', '')
  tabs.setDirty('/a', true)
  expect(tabs.anyDirty).toBe(true)
  tabs.close('/a')
  expect(tabs.anyDirty).toBe(false)
})
