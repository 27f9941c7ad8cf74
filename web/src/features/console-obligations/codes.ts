// SPDX-License-Identifier: Apache-2.0
/** Names of codes that the data carry; what has no name here shows as the code. */
import { kinds } from '@/locales/zh-CN/kinds'
import { t, te } from '@/locales'

export const KINDS = Object.keys(kinds.kind)
export const STATES = ['open', 'done', 'cancelled', 'void'] as const
export const MILESTONE_TYPES = ['delivery', 'acceptance', 'payment', 'report', 'other'] as const
export const nameOf = (group: string, code: string | undefined): string => {
  if (!code) return '—'
  return te(`${group}.${code}`) ? t(`${group}.${code}`) : code
}
