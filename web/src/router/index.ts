// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw, type RouteRecordRaw, type Router } from 'vue-router'
import { useSite } from '@/stores/site'
import NotFoundPage from '@/features/help/NotFoundPage.vue'
import OverviewPage from '@/features/overview/OverviewPage.vue'

/** Pages below `/:tenant`. Sections of judged tenants only carry `meta.judged`. */
const pages: RouteRecordRaw[] = [
  { path: '', name: 'overview', component: OverviewPage },
  { path: 'bodies', name: 'bodies', component: () => import('@/features/bodies/BodiesPage.vue') },
  { path: 'bodies/:id', name: 'body', component: () => import('@/features/bodies/BodyPage.vue'), props: true },
  { path: 'ranking', name: 'ranking', meta: { judged: true }, component: () => import('@/features/ranking/RankingPage.vue') },
  { path: 'schemes/:id', name: 'scheme', component: () => import('@/features/ranking/SchemePage.vue'), props: true },
  { path: 'obligations', name: 'obligations', meta: { judged: true }, component: () => import('@/features/obligations/ObligationsPage.vue') },
  { path: 'obligations/:id', name: 'obligation', component: () => import('@/features/obligations/ObligationPage.vue'), props: true },
  { path: 'records', name: 'records', meta: { judged: true }, component: () => import('@/features/records/RecordsPage.vue') },
  { path: 'records/:id', name: 'record', component: () => import('@/features/records/RecordPage.vue'), props: true },
  { path: 'figures', name: 'figures', component: () => import('@/features/figures/FiguresPage.vue') },
  { path: 'figures/:id', name: 'figure', component: () => import('@/features/figures/FigurePage.vue'), props: true },
  { path: 'about', name: 'about', component: () => import('@/features/law/PlanPage.vue') },
  { path: 'sources', name: 'sources', component: () => import('@/features/law/SourcesPage.vue') },
  { path: 'sources/:id', name: 'source', component: () => import('@/features/law/SourcePage.vue'), props: true },
  { path: 'deadlines', name: 'deadlines', component: () => import('@/features/law/DeadlinesPage.vue') },
  { path: 'ledger', name: 'ledger', component: () => import('@/features/ledger/LedgerPage.vue') },
  { path: 'verify', name: 'verify', component: () => import('@/features/verify/VerifyPage.vue') },
  { path: 'data', name: 'data', component: () => import('@/features/opendata/DataPage.vue') },
  { path: 'search', name: 'search', component: () => import('@/features/search/SearchPage.vue') },
  { path: 'help', name: 'help', component: () => import('@/features/help/HelpPage.vue') },
]

export const SECTIONS = [...new Set(pages.map((page) => page.path.split('/')[0]!).filter(Boolean))]

type Place = Pick<RouteLocationNormalized, 'path' | 'query' | 'hash'> & { name?: RouteLocationNormalized['name'] | null }
/** Addresses without a county, "/" and "/bodies", lead to the same page of the county being read; others stay. */
export function inCounty(to: Place, county: string): true | RouteLocationRaw {
  if (to.name !== 'home' && to.name !== 'short') return true
  return { path: `/${county}${to.path === '/' ? '' : to.path}`, query: to.query, hash: to.hash, replace: true }
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'home', component: NotFoundPage },
      { path: '/:tenant(\\d{6})', children: pages },
      { path: `/:section(${SECTIONS.join('|')})/:rest(.*)?`, name: 'short', component: NotFoundPage },
      { path: '/:rest(.*)*', name: 'missing', component: NotFoundPage },
    ],
    scrollBehavior(to, from, saved) {
      if (saved) return saved
      if (to.hash) return { el: to.hash, top: 16 }
      return to.path === from.path ? false : { top: 0 }
    },
  })
  router.beforeEach(async (to) => {
    const site = useSite()
    const loaded = await site.load().catch(() => null) // the layout shows why the site cannot be read
    if (!loaded) return true
    const tenant = typeof to.params['tenant'] === 'string' ? to.params['tenant'] : ''
    if (tenant && site.knows(tenant)) site.tenantCode = tenant
    else site.tenantCode ||= loaded.default_tenant
    return inCounty(to, site.tenantCode)
  })
  return router
}
