// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHistory, type RouteRecordRaw, type Router, type RouterHistory } from 'vue-router'
import { ACCOUNT_ACTIONS, GRANT_ACTIONS } from '@/composables/console-menu'
import { onward } from '@/composables/onward'
import { currentLocale, LOCALES, setLocale } from '@/locales'
import { useSession } from '@/stores/session'
import { useSettings } from '@/stores/settings'
import { useTabs } from '@/stores/tabs'
import { dataPages } from './console-data'

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
  { path: '/todos', name: 'todos', meta: { title: 'console_menu.todos', actions: ['todo.read'] }, component: () => import('@/features/console-todos/TodosPage.vue') },
  { path: '/notices', name: 'notices', meta: { title: 'console_menu.notices', actions: ['notice.read'] }, component: () => import('@/features/console-todos/NoticesPage.vue') },
  { path: '/accounts', name: 'accounts', meta: { title: 'console_menu.accounts', actions: ACCOUNT_ACTIONS }, component: () => import('@/features/console-accounts/AccountsPage.vue') },
  { path: '/accounts/new', name: 'account-new', meta: { title: 'console_page.account_new', actions: ['account.add'], parent: '/accounts' }, component: () => import('@/features/console-accounts/AccountNewPage.vue') },
  { path: '/accounts/:id', name: 'account', meta: { title: 'console_page.account', actions: ACCOUNT_ACTIONS, parent: '/accounts' }, component: () => import('@/features/console-accounts/AccountPage.vue'), props: true },
  { path: '/roles', name: 'roles', meta: { title: 'console_menu.roles', actions: ACCOUNT_ACTIONS }, component: () => import('@/features/console-accounts/RolesPage.vue') },
  { path: '/tokens', name: 'tokens', meta: { title: 'console_menu.tokens', actions: GRANT_ACTIONS }, component: () => import('@/features/console-accounts/TokensPage.vue') },
  { path: '/own-file', name: 'own-file', meta: { title: 'console_menu.own_file', actions: ['official.read_own'] }, component: () => import('@/features/console-own-file/OwnFilePage.vue') },
  { path: '/settings', name: 'settings', meta: { title: 'console_menu.settings' }, component: () => import('@/features/console-settings/SettingsPage.vue') },
  { path: '/help', name: 'help', meta: { title: 'console_menu.help' }, component: () => import('@/features/console-help/HelpPage.vue') },
  ...dataPages,
  { path: '/:rest(.*)*', name: 'missing', meta: { title: 'console_page.missing' }, component: () => import('@/features/console-help/MissingPage.vue') },
]

export function makeConsoleRouter(history: RouterHistory = createWebHistory('/console/')): Router {
  // Without scrollBehavior: the router would write every address, with what was searched, into the browser's storage.
  const router = createRouter({ history, routes: pages })
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
const localeOf = (text: string | undefined) => LOCALES.find((one) => one.slice(0, 2) === text)
const placeOf = (path: string) => (path && path !== '/' ? { to: path } : {})

/** What the account left behind: language and opened pages. Once a session. */
async function begin(): Promise<void> {
  const settings = useSettings()
  if (settings.loaded) return
  await settings.load()
  useTabs().restore()
  if (settings.spoken) settings.speak(currentLocale())
  else await setLocale(settings.values.locale ?? localeOf(useSession().me?.user.locale) ?? currentLocale())
}
