// SPDX-License-Identifier: Apache-2.0
import type { MenuGroup } from './console-menu'

/** Menu of the data pages; their routes are in router/console-data.ts. */
export const dataMenu: readonly MenuGroup[] = [
  {
    key: 'casework',
    items: [
      { key: 'cases', to: '/cases', icon: 'file', actions: ['case.read'] },
      { key: 'procedures', to: '/procedures', icon: 'swap', actions: ['case.read'] },
    ],
  },
  {
    key: 'duties',
    items: [
      { key: 'obligations', to: '/obligations', icon: 'book', actions: ['obligation.read'] },
      { key: 'statements', to: '/statements', icon: 'table', actions: ['statement.read'] },
      { key: 'statement_checks', to: '/statement-checks', icon: 'todo', actions: ['statement.check'] },
    ],
  },
  {
    key: 'subjects',
    items: [
      { key: 'bodies', to: '/bodies', icon: 'building', actions: ['body.read'] },
      { key: 'posts', to: '/posts', icon: 'users', actions: ['post.read'] },
      { key: 'handovers', to: '/handovers', icon: 'swap', actions: ['handover.read'] },
      { key: 'officials', to: '/officials', icon: 'user', actions: ['official.list'] },
      { key: 'file_objections', to: '/file-objections', icon: 'info', actions: ['file_objection.read'] },
    ],
  },
  {
    key: 'exchange',
    items: [
      { key: 'import_new', to: '/import', icon: 'upload', actions: ['import_batch.import'] },
      { key: 'imports', to: '/imports', icon: 'clock', actions: ['import_batch.read'] },
      { key: 'exports', to: '/exports', icon: 'download', actions: ['export_batch.read'] },
      { key: 'recalls', to: '/recalls', icon: 'refresh', actions: ['recall.read'] },
      { key: 'feed_subscribers', to: '/feed-subscribers', icon: 'key', actions: ['feed_subscriber.manage'] },
    ],
  },
  {
    key: 'audit',
    items: [
      { key: 'journal', to: '/journal', icon: 'search', actions: ['journal.read'] },
      { key: 'law', to: '/law', icon: 'shield', actions: ['law_pack.read'] },
    ],
  },
]
