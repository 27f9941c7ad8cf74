// SPDX-License-Identifier: Apache-2.0
/** Mounts a component as the portal would: texts, store, and a router standing at /990101. For tests only. */
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n } from './locales'

const Blank = { template: '<i />' }

export async function mountAt(component: Component, options: { props?: Record<string, unknown>; at?: string } = {}) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:tenant(\\d{6})/:rest(.*)*', component: Blank }],
  })
  await router.push(options.at ?? '/990101')
  const wrapper = mount(component, { props: options.props ?? {}, global: { plugins: [createPinia(), i18n, router] }, attachTo: document.body })
  await flushPromises()
  return { wrapper, router }
}
