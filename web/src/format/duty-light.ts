// SPDX-License-Identifier: Apache-2.0
/** The light of a duty for LightTag, whether the server speaks of outcomes or of colours. */
import { LIGHTS } from '@/components/vocabulary'

export interface Lit {
  light?: string
  outcome?: string
  due_provisional?: boolean
  due_on?: string
  done_on?: string
}
const OF_COLOUR: Record<string, string> = { green: 'pending', blue: 'due_soon', yellow: 'due_soon', orange: 'due_soon', red: 'overdue', grey: 'void' }

/** `today` for parts that come without an outcome: milestones. */
export function dutyLight(duty: Lit, today = ''): string {
  if (duty.light && (LIGHTS as readonly string[]).includes(duty.light)) return duty.light
  if (duty.outcome && duty.outcome !== 'pending') return duty.outcome
  if (duty.due_provisional) return 'provisional'
  if (duty.light && OF_COLOUR[duty.light]) return OF_COLOUR[duty.light]!
  const due = today && !duty.outcome ? duty.due_on : undefined
  if (duty.done_on) return due && duty.done_on > due ? 'kept_late' : 'kept'
  return due && due < today ? 'overdue' : 'pending'
}
