// SPDX-License-Identifier: Apache-2.0
import { watch } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw, type Router, type RouterHistory } from 'vue-router'
import { setLocale } from '@/locales'
import { useSession } from '@/stores/session'
import { useSettings } from '@/stores/settings'
import { useTabs } from '@/stores/tabs'
import { useTodoCounts } from '@/stores/todo-counts'
import { dataPages } from './console-data'
import { ACCOUNT_ACTIONS } from './console-menu'

declare module 'vue-router' {
  interface RouteMeta {
    /** Console: key of the page's name, for tab, breadcrumb and window. */
    title?: string
    /** Console: one of these actions is needed; without, every account may open the page. */
    actions?: readonly string[]
    /** Console: path of the list this page belongs to. */
    parent?: string
    /** Console: can be seen without a session. */
    open?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  { path: '/login', name: 'login', meta: { open: true, title: 'console_page.login' }, component: () => import('@/features/console-session/LoginPage.vue') },
  { path: '/password-due', name: 'password-due', meta: { open: true, title: 'console_page.password_due' }, component: () => import('@/features/console-session/PasswordDuePage.vue') },
  { path: '/', name: 'workbench', meta: { title: 'console_menu.workbench' }, component: () => import('@/features/console-workbench/WorkbenchPage.vue') },
  { path: '/accounts', name: 'accounts', meta: { title: 'console_menu.accounts', actions: ACCOUNT_ACTIONS }, component: () => import('@/features/console-accounts/AccountsPage.vue') },
  { path: '/accounts/new', name: 'account-new', meta: { title: 'console_page.account_new', actions: ['account.add'], parent: '/accounts' }, component: () => import('@/features/console-accounts/AccountNewPage.vue') },
  ...dataPages,
  { path: '/:rest(.*)*', name: 'missing', meta: { title: 'console_page.missing' }, component: () => import('@/features/console-help/MissingPage.vue') },
]

/** A path of this console to go on with after signing in; anything else is the first page. */
export function onward(asked: unknown): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) ? asked : '/'
}

export function makeConsoleRouter(history: RouterHistory = createWebHistory('/console/')): Router {
  const router = createRouter({
    history,
    routes: pages,
    scrollBehavior(to, from) {
      if (to.path === from.path) return false
      return { top: useTabs().find(to.path)?.scroll ?? 0 }
    },
  })
  router.beforeEach(async (to, from) => {
    const session = useSession()
    const tabs = useTabs()
    tabs.setScroll(from.path, window.scrollY)
    const me = await session.load()
    if (me?.must_change_password) return to.name === 'password-due' || { name: 'password-due', query: placeOf(to.meta.open ? '' : to.fullPath) }
    if (to.meta.open) return me ? { path: onward(to.query['to']) } : to.name !== 'password-due' || { name: 'login' }
    if (!me) return session.problem ? true : { name: 'login', query: placeOf(to.fullPath) }
    await begin()
    return true
  })
  router.afterEach((to) => {
    if (!to.meta.open && useSession().me) useTabs().visit(to.path, to.fullPath, '')
  })
  return router
}
const placeOf = (path: string) => (path && path !== '/' ? { to: path } : {})

/** What the account left behind: language and opened pages. Once a session. */
async function begin(): Promise<void> {
  const settings = useSettings()
  if (settings.loaded) return
  await settings.load()
  useTabs().restore()
  if (settings.values.locale) await setLocale(settings.values.locale)
}

/** When the session is over nothing of it stays in memory; the place is kept so that signing in again leads back. */
export function forgetWhenEnded(router: Router): void {
  const session = useSession()
  watch(
    () => session.me,
    (now, before) => {
      if (now || !before) return
      for (const store of [useTabs(), useSettings(), useTodoCounts()]) store.clear()
      const here = router.currentRoute.value
      if (!here.meta.open) void router.replace({ name: 'login', query: session.left ? {} : { ...placeOf(here.fullPath), ended: '1' } })
    },
    { flush: 'sync' },
  )
}
