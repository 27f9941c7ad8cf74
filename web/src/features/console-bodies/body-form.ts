// SPDX-License-Identifier: Apache-2.0
/** A body as a form shows it, and what is sent. */
import type { StaffBody } from '@/api/staff-subjects'

export const BODY_CLASSES = ['DEPT', 'TOWN', 'INST', 'PARTY', 'OTHER'] as const
export const SCHEMES = ['uscc', 'none'] as const

export const emptyBody = () => ({
  scheme: 'uscc', code: '', name: '', name_en: '', short_name: '', class: 'DEPT', division_code: '', parent_id: '', parent_name: '',
  has_penalty_power: false, has_institutions: false, has_debt: false, valid_from: '', valid_to: '', note: '',
})
export type BodyDraft = ReturnType<typeof emptyBody>

export function draftOfBody(body: StaffBody): BodyDraft {
  return {
    ...emptyBody(),
    scheme: body.scheme,
    code: body.code,
    name: body.name,
    name_en: body.name_en ?? '',
    short_name: body.short_name ?? '',
    class: body.class,
    division_code: body.division_code,
    parent_id: body.parent_id ?? body.parent?.id ?? '',
    parent_name: body.parent?.name ?? '',
    has_penalty_power: body.has_penalty_power ?? false,
    has_institutions: body.has_institutions ?? false,
    has_debt: body.has_debt ?? false,
    valid_from: body.valid_from,
    valid_to: body.valid_to ?? '',
    note: body.note ?? '',
  }
}
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
