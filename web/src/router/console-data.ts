// SPDX-License-Identifier: Apache-2.0
/** The data pages of the console: bodies, people, obligations, statements, exchange, journal, law pack. */
import type { RouteRecordRaw } from 'vue-router'

export const dataPages: RouteRecordRaw[] = []
