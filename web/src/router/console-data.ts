// SPDX-License-Identifier: Apache-2.0
/** The data pages of the console: bodies, people, obligations, statements, exchange, journal, law pack. */
import type { RouteRecordRaw } from 'vue-router'
import type { MenuGroup } from './console-menu'

export const dataPages: RouteRecordRaw[] = []
export const dataMenu: readonly MenuGroup[] = []
