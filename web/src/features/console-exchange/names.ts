// SPDX-License-Identifier: Apache-2.0
/** Names of what is exchanged, and the tone of each state of a job. */
import type { Named } from '@/api/staff'
import { t, te } from '@/locales'

export const STATE_TONES: Record<string, 'good' | 'bad' | 'wait' | 'plain' | 'off'> = { queued: 'plain', running: 'wait', done: 'good', failed: 'bad', interrupted: 'bad', undone: 'off' }

export function kindText(kind: string, name?: Named): Named {
  if (name) return name
  const key = `exchange_kind.${kind}`
  return te(key) ? { zh: t(key), en: t(key) } : { zh: kind, en: kind }
}
export const reasonText = (reason: string, title?: string): string => {
  if (title) return title
  return te(`reason.${reason}`) ? t(`reason.${reason}`) : reason
}
