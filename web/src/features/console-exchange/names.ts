// SPDX-License-Identifier: Apache-2.0
/** Names of what is exchanged, and the tone of each state of a job. */
import type { Named } from '@/api/staff'
import { useReasons } from '@/composables/use-reasons'
import { t, te } from '@/locales'

export const STATE_TONES: Record<string, 'good' | 'bad' | 'wait' | 'plain' | 'off'> = { queued: 'plain', running: 'wait', done: 'good', failed: 'bad', interrupted: 'bad', undone: 'off' }

export function kindText(kind: string, name?: Named): Named {
  if (name) return name
  const key = `exchange_kind.${kind}`
  return te(key) ? { zh: t(key), en: t(key) } : { zh: kind, en: kind }
}
export const reasonText = useReasons()

/** What a filter lets through, in words: "outcome=overdue" as a reader would say it. */
export function filterText(filter: Record<string, string | number | boolean> | undefined): string {
  const word = (name: string, value: string): string => {
    const group = { outcome: 'light', kind: 'kind', state: 'duty.state_name' }[name]
    return group && te(`${group}.${value}`) ? t(`${group}.${value}`) : value
  }
  return Object.entries(filter ?? {})
    .map(([name, value]) => `${te(`exporter.filter_name.${name}`) ? t(`exporter.filter_name.${name}`) : name}: ${word(name, String(value))}`)
    .join('; ')
}
