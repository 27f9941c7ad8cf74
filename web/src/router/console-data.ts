// SPDX-License-Identifier: Apache-2.0
/** The data pages of the console: cases, bodies, people, obligations, statements, exchange, journal, law pack. */
import type { RouteRecordRaw } from 'vue-router'

const cases: RouteRecordRaw[] = [
  { path: '/cases', name: 'cases', meta: { title: 'console_menu.cases', actions: ['case.read'] }, component: () => import('@/features/console-cases/CasesPage.vue') },
  { path: '/cases/new', name: 'case-new', meta: { title: 'console_page.case_new', actions: ['case.open'], parent: '/cases' }, component: () => import('@/features/console-cases/CaseNewPage.vue') },
  { path: '/cases/new/:procedure', name: 'case-open', meta: { title: 'console_page.case_new', actions: ['case.open'], parent: '/cases' }, props: true, component: () => import('@/features/console-cases/CaseOpenPage.vue') },
  { path: '/cases/:id', name: 'case', meta: { title: 'console_page.case_one', actions: ['case.read'], parent: '/cases' }, props: true, component: () => import('@/features/console-cases/CasePage.vue') },
  { path: '/procedures', name: 'procedures', meta: { title: 'console_menu.procedures', actions: ['case.read'] }, component: () => import('@/features/console-procedures/ProceduresPage.vue') },
]
const bodies: RouteRecordRaw[] = [
  { path: '/bodies', name: 'bodies', meta: { title: 'console_menu.bodies', actions: ['body.read'] }, component: () => import('@/features/console-bodies/BodiesPage.vue') },
  { path: '/bodies/new', name: 'body-new', meta: { title: 'console_page.body_new', actions: ['body.add'], parent: '/bodies' }, component: () => import('@/features/console-bodies/BodyFormPage.vue') },
  { path: '/bodies/:id', name: 'body', meta: { title: 'console_page.body', actions: ['body.read'], parent: '/bodies' }, props: true, component: () => import('@/features/console-bodies/BodyPage.vue') },
  { path: '/bodies/:id/edit', name: 'body-edit', meta: { title: 'console_page.body_edit', actions: ['body.change'], parent: '/bodies' }, props: true, component: () => import('@/features/console-bodies/BodyChangePage.vue') },
]
const people: RouteRecordRaw[] = [
  { path: '/posts', name: 'posts', meta: { title: 'console_menu.posts', actions: ['post.read'] }, component: () => import('@/features/console-posts/PostsPage.vue') },
  { path: '/handovers', name: 'handovers', meta: { title: 'console_menu.handovers', actions: ['handover.read'] }, component: () => import('@/features/console-posts/HandoversPage.vue') },
  { path: '/handovers/new', name: 'handover-new', meta: { title: 'console_page.handover_new', actions: ['handover.add'], parent: '/handovers' }, component: () => import('@/features/console-posts/HandoverWizardPage.vue') },
  { path: '/handovers/:id', name: 'handover', meta: { title: 'console_page.handover', actions: ['handover.read'], parent: '/handovers' }, props: true, component: () => import('@/features/console-posts/HandoverPage.vue') },
  { path: '/officials', name: 'officials', meta: { title: 'console_menu.officials', actions: ['official.list'] }, component: () => import('@/features/console-officials/OfficialsPage.vue') },
  { path: '/officials/new', name: 'official-new', meta: { title: 'console_page.official_new', actions: ['official.add'], parent: '/officials' }, component: () => import('@/features/console-officials/OfficialFormPage.vue') },
  { path: '/officials/:id', name: 'official', meta: { title: 'console_page.official', actions: ['official.read'], parent: '/officials' }, props: true, component: () => import('@/features/console-officials/OfficialPage.vue') },
  { path: '/officials/:id/edit', name: 'official-edit', meta: { title: 'console_page.official_edit', actions: ['official.change'], parent: '/officials' }, props: true, component: () => import('@/features/console-officials/OfficialFormPage.vue') },
  { path: '/file-objections', name: 'file-objections', meta: { title: 'console_menu.file_objections', actions: ['file_objection.read'] }, component: () => import('@/features/console-objections/ObjectionsPage.vue') },
  { path: '/file-objections/:id', name: 'file-objection', meta: { title: 'console_page.file_objection', actions: ['file_objection.read'], parent: '/file-objections' }, props: true, component: () => import('@/features/console-objections/ObjectionPage.vue') },
]
const duties: RouteRecordRaw[] = [
  { path: '/obligations', name: 'obligations', meta: { title: 'console_menu.obligations', actions: ['obligation.read'] }, component: () => import('@/features/console-obligations/ObligationsPage.vue') },
  { path: '/obligations/new', name: 'obligation-new', meta: { title: 'console_page.obligation_new', actions: ['obligation.add'], parent: '/obligations' }, component: () => import('@/features/console-obligations/ObligationFormPage.vue') },
  { path: '/obligations/:id', name: 'obligation', meta: { title: 'console_page.obligation', actions: ['obligation.read'], parent: '/obligations' }, props: true, component: () => import('@/features/console-obligations/ObligationPage.vue') },
  { path: '/obligations/:id/edit', name: 'obligation-edit', meta: { title: 'console_page.obligation_edit', actions: ['obligation.change'], parent: '/obligations' }, props: true, component: () => import('@/features/console-obligations/ObligationEditPage.vue') },
  { path: '/obligations/:id/change', name: 'obligation-change', meta: { title: 'console_page.obligation_change', actions: ['change.add'], parent: '/obligations' }, props: true, component: () => import('@/features/console-obligations/ChangeFormPage.vue') },
  { path: '/statements', name: 'statements', meta: { title: 'console_menu.statements', actions: ['statement.read'] }, component: () => import('@/features/console-statements/StatementsPage.vue') },
  { path: '/statements/new', name: 'statement-new', meta: { title: 'console_page.statement_new', actions: ['statement.add'], parent: '/statements' }, component: () => import('@/features/console-statements/StatementFormPage.vue') },
  { path: '/statements/:id', name: 'statement', meta: { title: 'console_page.statement', actions: ['statement.read'], parent: '/statements' }, props: true, component: () => import('@/features/console-statements/StatementPage.vue') },
  { path: '/statements/:id/edit', name: 'statement-edit', meta: { title: 'console_page.statement_edit', actions: ['statement.change'], parent: '/statements' }, props: true, component: () => import('@/features/console-statements/StatementFormPage.vue') },
  { path: '/statement-checks', name: 'statement-checks', meta: { title: 'console_menu.statement_checks', actions: ['statement.check'] }, component: () => import('@/features/console-statements/ChecksPage.vue') },
]
const exchange: RouteRecordRaw[] = [
  { path: '/imports', name: 'imports', meta: { title: 'console_menu.imports', actions: ['import_batch.read'] }, component: () => import('@/features/console-exchange/ImportsPage.vue') },
  { path: '/import', name: 'import-new', meta: { title: 'console_menu.import_new', actions: ['import_batch.import'] }, component: () => import('@/features/console-exchange/ImportWizardPage.vue') },
  { path: '/imports/:id', name: 'import', meta: { title: 'console_page.import_one', actions: ['import_batch.read'], parent: '/imports' }, props: true, component: () => import('@/features/console-exchange/ImportPage.vue') },
  { path: '/exports', name: 'exports', meta: { title: 'console_menu.exports', actions: ['export_batch.read'] }, component: () => import('@/features/console-exchange/ExportsPage.vue') },
  { path: '/recalls', name: 'recalls', meta: { title: 'console_menu.recalls', actions: ['recall.read'] }, component: () => import('@/features/console-recalls/RecallsPage.vue') },
  { path: '/feed-subscribers', name: 'feed-subscribers', meta: { title: 'console_menu.feed_subscribers', actions: ['feed_subscriber.manage'] }, component: () => import('@/features/console-recalls/SubscribersPage.vue') },
  { path: '/journal', name: 'journal', meta: { title: 'console_menu.journal', actions: ['journal.read'] }, component: () => import('@/features/console-journal/JournalPage.vue') },
  { path: '/journal/:seq(\\d+)', name: 'journal-entry', meta: { title: 'console_page.journal_entry', actions: ['journal.read'], parent: '/journal' }, props: true, component: () => import('@/features/console-journal/EntryPage.vue') },
  { path: '/law', name: 'law', meta: { title: 'console_menu.law', actions: ['law_pack.read'] }, component: () => import('@/features/console-law/LawPackPage.vue') },
]

export const dataPages: RouteRecordRaw[] = [...cases, ...bodies, ...people, ...duties, ...exchange]
