// SPDX-License-Identifier: Apache-2.0
/** Mounts a component as the console would: texts of the console, stores, a session, a router at the path. For tests only. */
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Me } from './api/session'
import { i18n } from './locales'
import zh from './locales/zh-CN/console'
import { useSession } from './stores/session'
import { useSettings } from './stores/settings'

i18n.global.mergeLocaleMessage('zh-CN', zh as never)
const Blank = { template: '<i />' }

export const someone = (change: Partial<Me> = {}): Me => ({
  user: { id: 'A1', username: 'clerk', name: 'Li Xiaoming', locale: 'zh' },
  tenant: '990101',
  roles: [],
  actions: [],
  csrf: 'token-1',
  must_change_password: false,
  totp_enrolled: false,
  expires_at: '2026-11-28T20:00:00.000Z',
  idle_seconds: 1800,
  demonstration: true,
  ...change,
})

export async function mountConsole(component: Component, options: { props?: Record<string, unknown>; slots?: Record<string, string>; at?: string; me?: Me } = {}) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const router = createRouter({ history: createMemoryHistory('/console/'), routes: [{ path: '/:rest(.*)*', component: Blank, meta: { title: 'console_menu.todos' } }] })
  useSession().me = options.me ?? someone()
  useSettings().loaded = true
  await router.push(options.at ?? '/todos')
  const wrapper = mount(component, { props: options.props ?? {}, slots: options.slots ?? {}, global: { plugins: [pinia, i18n, router] }, attachTo: document.body })
  await flushPromises()
  return { wrapper, router }
}
