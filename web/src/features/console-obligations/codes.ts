// SPDX-License-Identifier: Apache-2.0
/** Names of codes that the data carry; what has no name here shows as the code. */
import { kinds } from '@/locales/zh-CN/kinds'
import type { Params } from '@/api/client'
import { chinaToday } from '@/composables/today'
import { addDays } from '@/format/day'
import { t, te } from '@/locales'

export const KINDS = Object.keys(kinds.kind)
export const MILESTONE_TYPES = ['delivery', 'acceptance', 'payment', 'report', 'other'] as const
export const nameOf = (group: string, code: string | undefined): string => {
  if (!code) return '—'
  return te(`${group}.${code}`) ? t(`${group}.${code}`) : code
}
/** Tabs of the list: the recorded states, and the open ones whose day has passed. */
export const STANDINGS = ['open', 'overdue', 'done', 'cancelled', 'void'] as const
/** What the server is asked for: it knows states and days, `overdue` is an open duty due before today. */
export function askedOf(params: Params, today = chinaToday()): Params {
  const { outcome, ...rest } = params
  if (!outcome) return rest
  if (outcome !== 'overdue') return { ...rest, state: outcome }
  const yesterday = addDays(today, -1)
  const to = String(rest['due_to'] ?? '')
  return { ...rest, state: 'open', due_to: to && to < yesterday ? to : yesterday }
}
/** The same for an export, whose filter goes by columns of the table. */
export function exportFilterOf(params: Params, today = chinaToday()): Record<string, string> {
  const names: Record<string, string> = { due_from: 'due_on_from', due_to: 'due_on_to' }
  const entries = Object.entries(askedOf(params, today)).filter(([name, value]) => value && name !== 'sort')
  return Object.fromEntries(entries.map(([name, value]) => [names[name] ?? name, String(value)]))
}
