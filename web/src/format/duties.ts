// SPDX-License-Identifier: Apache-2.0
/** Duty counts as parts of a whole, in the order in which they are shown. */
export interface DutyNumbers {
  total: number
  pending: number
  due_soon: number
  overdue: number
  broken: number
  kept: number
  kept_late: number
  changed: number
  void: number
}
export const DUTY_PARTS = ['kept', 'kept_late', 'due_soon', 'pending', 'overdue', 'broken', 'changed', 'void'] as const
export type DutyPart = (typeof DUTY_PARTS)[number]

/** Disjoint parts: `due_soon` is taken out of `pending`, so that the counts add up to the total. */
export function dutyParts(duties: DutyNumbers): { light: DutyPart; count: number }[] {
  return DUTY_PARTS.map((light) => ({
    light,
    count: light === 'pending' ? duties.pending - duties.due_soon : duties[light],
  }))
}

/** Kept on time among those whose day has come, in 1e-4; null when none is due. */
export function keptRatio(duties: DutyNumbers & { due: number }): number | null {
  const due = duties.kept + duties.kept_late + duties.overdue + duties.broken
  return due > 0 ? Math.round((duties.kept * 10_000) / due) : null
}
