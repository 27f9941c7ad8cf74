// SPDX-License-Identifier: Apache-2.0
/** A body as a form shows it, and what is sent. */
import type { BodyChange } from '@/api/staff-subjects'
import { linesOf } from '@/format/lines'

export const BODY_CLASSES = ['DEPT', 'TOWN', 'INST', 'PARTY', 'OTHER'] as const
export const SCHEMES = ['uscc', 'none'] as const

export const emptyBody = () => ({
  scheme: 'uscc', code: '', name: '', name_en: '', short_name: '', class: 'DEPT', division_code: '', parent_id: '', parent_name: '',
  has_penalty_power: false, has_institutions: false, has_debt: false, valid_from: '', valid_to: '', note: '',
})
export type BodyDraft = ReturnType<typeof emptyBody>

/** 18 digits and capitals without I, O, S, V, Z, with a right check character (GB 32100-2015). */
export function isUscc(code: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false
  let weight = 1
  let sum = 0
  for (const character of code.slice(0, 17)) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17]
}
export function bodyFaults(draft: BodyDraft): Record<string, 'required' | 'uscc' | 'division' | 'day_order'> {
  const faults: Record<string, 'required' | 'uscc' | 'division' | 'day_order'> = {}
  for (const name of ['code', 'name', 'division_code', 'valid_from'] as const) if (!draft[name].trim()) faults[name] = 'required'
  if (draft.code && draft.scheme === 'uscc' && !isUscc(draft.code.trim())) faults['code'] = 'uscc'
  if (draft.division_code && !/^(\d{6}|\d{9}|\d{12})$/.test(draft.division_code.trim())) faults['division_code'] = 'division'
  if (draft.valid_from && draft.valid_to && draft.valid_to < draft.valid_from) faults['valid_to'] = 'day_order'
  return faults
}
export function bodyInput(draft: BodyDraft): Record<string, unknown> {
  const { parent_name: _, ...members } = draft
  return Object.fromEntries(
    Object.entries(members)
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== ''),
  )
}

export const BODY_CHANGES = ['name', 'place', 'successor'] as const
export const emptyBodyChange = () => ({
  what: 'name' as (typeof BODY_CHANGES)[number], name: '', parent_id: '', parent_name: '', division_code: '', successor_id: '', successor_name: '', from: '', basis: '',
})
export type BodyChangeDraft = ReturnType<typeof emptyBodyChange>
export function changeFaultsOf(draft: BodyChangeDraft): Record<string, 'required' | 'division'> {
  const faults: Record<string, 'required' | 'division'> = {}
  if (draft.what === 'name' && !draft.name.trim()) faults['name'] = 'required'
  if (draft.what === 'place' && !draft.parent_id && !draft.division_code.trim()) faults['parent_id'] = 'required'
  if (draft.what === 'place' && draft.division_code && !/^(\d{6}|\d{9}|\d{12})$/.test(draft.division_code.trim())) faults['division_code'] = 'division'
  if (draft.what === 'successor' && !draft.successor_id) faults['successor_id'] = 'required'
  for (const name of ['from', 'basis'] as const) if (!draft[name].trim()) faults[name] = 'required'
  return faults
}
export function changeOf(draft: BodyChangeDraft): BodyChange {
  const members = {
    name: { name: draft.name.trim() },
    place: { ...(draft.parent_id ? { parent_id: draft.parent_id } : {}), ...(draft.division_code ? { division_code: draft.division_code.trim() } : {}) },
    successor: { successor_id: draft.successor_id },
  }
  return { ...members[draft.what], from: draft.from, basis: linesOf(draft.basis) }
}
