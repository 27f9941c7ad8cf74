// SPDX-License-Identifier: Apache-2.0
import { dataMenu } from './console-data-menu'

/** One page in the menu; its text is `console_menu.<key>`. Absent when the account may do none of `actions` (none: for all). */
export interface MenuItem {
  key: string
  to: string
  icon: string
  actions: readonly string[]
}
/** A group of the menu; its text is `console_menu.<key>`. */
export interface MenuGroup {
  key: string
  items: readonly MenuItem[]
}

export const ACCOUNT_ACTIONS = ['account.read'] as const
export const GRANT_ACTIONS = ['account.grant'] as const

export const MENU: readonly MenuGroup[] = [
  {
    key: 'work',
    items: [
      { key: 'workbench', to: '/', icon: 'home', actions: [] },
      { key: 'todos', to: '/todos', icon: 'todo', actions: ['todo.read'] },
      { key: 'notices', to: '/notices', icon: 'bell', actions: ['notice.read'] },
    ],
  },
  ...dataMenu,
  {
    key: 'system',
    items: [
      { key: 'accounts', to: '/accounts', icon: 'users', actions: ACCOUNT_ACTIONS },
      { key: 'roles', to: '/roles', icon: 'shield', actions: ACCOUNT_ACTIONS },
      { key: 'tokens', to: '/tokens', icon: 'key', actions: GRANT_ACTIONS },
    ],
  },
  {
    key: 'own',
    items: [
      { key: 'own_file', to: '/own-file', icon: 'file', actions: ['official.read_own'] },
      { key: 'settings', to: '/settings', icon: 'settings', actions: [] },
      { key: 'help', to: '/help', icon: 'help', actions: [] },
    ],
  },
]

/** The groups that hold something for this account, narrowed to the texts that contain what is looked for. */
export function visibleMenu(
  menu: readonly MenuGroup[],
  can: (...any: readonly string[]) => boolean,
  text: (key: string) => string,
  looked: string,
): MenuGroup[] {
  const wanted = looked.trim().toLowerCase()
  return menu
    .map((group) => ({
      key: group.key,
      items: group.items.filter(
        (item) => can(...item.actions) && (!wanted || text(item.key).toLowerCase().includes(wanted) || text(group.key).toLowerCase().includes(wanted)),
      ),
    }))
    .filter((group) => group.items.length > 0)
}
