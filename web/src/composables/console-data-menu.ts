// SPDX-License-Identifier: Apache-2.0
import type { MenuGroup } from './console-menu'

/** Menu of the data pages; their routes are in router/console-data.ts. */
export const dataMenu: readonly MenuGroup[] = []
