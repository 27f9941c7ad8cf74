// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { ImportJob } from '@/api/staff-exchange'
import { faultKinds, hasErrors, mayConfirm, mayUndo, stepOf } from './import-steps'

const job = (more: Partial<ImportJob>): ImportJob => ({ id: 'I1', kind: 'contracts', state: 'done', file_name: 'a.xlsx', account: 'clerk', made_at: '2026-11-28T01:00:00Z', progress: { done: 1 }, dry_run: true, update: false, ...more })

describe('import wizard', () => {
  it.each([
    [null, '', 'kind'],
    [null, 'contracts', 'file'],
    [job({ state: 'running' }), 'contracts', 'preview'],
    [job({}), 'contracts', 'preview'],
    [job({ dry_run: false, state: 'queued' }), 'contracts', 'result'],
  ])('%j with kind %j stands at %s', (one, kind, step) => expect(stepOf(one, kind)).toBe(step))
  it('confirms only a finished check that writes something; undoes only a finished import', () => {
    expect(mayConfirm(job({ added: 3 }))).toBe(true)
    expect(mayConfirm(job({ changed: 1 }))).toBe(true)
    expect(mayConfirm(job({ unchanged: 9, rejected: 2 }))).toBe(false)
    expect(mayConfirm(job({ added: 3, state: 'running' }))).toBe(false)
    expect(mayConfirm(job({ added: 3, dry_run: false }))).toBe(false)
    expect(mayUndo(job({ added: 3, dry_run: false }))).toBe(true)
    expect(mayUndo(job({ added: 3, dry_run: false, state: 'undone' }))).toBe(false)
    expect(mayUndo(job({ added: 3 }))).toBe(false)
  })
  it('offers the workbook of errors when rows were refused', () => {
    expect(hasErrors(job({ rejected: 1 }))).toBe(true)
    expect(hasErrors(job({ rejected: 0 }))).toBe(false)
    expect(hasErrors(job({ rejected: 1, state: 'running' }))).toBe(false)
  })
  it('groups faults by reason', () => {
    expect(faultKinds([{ reason: 'b' }, { reason: 'a' }, { reason: 'b' }, { reason: 'c' }])).toEqual([
      { reason: 'b', count: 2 }, { reason: 'a', count: 1 }, { reason: 'c', count: 1 },
    ])
  })
})
