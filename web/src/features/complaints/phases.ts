// SPDX-License-Identifier: Apache-2.0
/** How far a complaint has come, in four words. States of another procedure than ours show their own name alone. */
export const PHASES = ['received', 'handling', 'answered', 'closed'] as const
export type Phase = (typeof PHASES)[number]
const OF_STATE: Record<string, Phase> = {
  received: 'received',
  supplement: 'received',
  accepted: 'handling',
  assigned: 'handling',
  verifying: 'handling',
  concluded: 'handling',
  callback: 'answered',
  closed: 'closed',
}
export const phaseOf = (state: string): Phase | null => OF_STATE[state] ?? null
