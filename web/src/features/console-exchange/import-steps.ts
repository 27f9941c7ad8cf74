// SPDX-License-Identifier: Apache-2.0
/** Where an import stands in the wizard, and what may be done with it. */
import type { ImportJob } from '@/api/staff-exchange'

export const IMPORT_STEPS = ['kind', 'file', 'preview', 'result'] as const
export type ImportStep = (typeof IMPORT_STEPS)[number]

export function stepOf(job: Pick<ImportJob, 'state' | 'dry_run'> | null, kind: string): ImportStep {
  if (!job) return kind ? 'file' : 'kind'
  return job.dry_run ? 'preview' : 'result'
}
/** A checked file may be imported when at least one row would be written. */
export const mayConfirm = (job: ImportJob): boolean => job.dry_run === true && job.state === 'done' && (job.added ?? 0) + (job.changed ?? 0) > 0
export const mayUndo = (job: ImportJob): boolean => !job.dry_run && job.state === 'done' && (job.added ?? 0) + (job.changed ?? 0) > 0
export const hasErrors = (job: ImportJob): boolean => (job.state === 'done' || job.state === 'undone') && (job.rejected ?? 0) > 0

/** Reasons with how often the first faults show them, most frequent first. */
export function faultKinds(faults: { reason: string }[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const fault of faults) counts.set(fault.reason, (counts.get(fault.reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}
