// SPDX-License-Identifier: Apache-2.0
/** Forms of procedures: what is typed, which fields are asked for, what is wrong, and what is sent. No procedure is known by name. */
import type { FormFieldSpec } from '@/api/cases'
import { linesOf } from '@/format/lines'
import { parseYuan, yuanText } from '@/format/yuan'

/** As typed: texts, days, ids and codes are strings, money is yuan, a flag is 'true' or 'false', the rest are lists of strings. */
export type Typed = string | string[]
export type Draft = Record<string, Typed>
export type Known = Readonly<Record<string, unknown>>
/** A key of `fault.*`, with what its text needs. */
export interface Fault {
  key: string
  params?: Record<string, string | number>
}

/** Types whose value is a list. */
const MANY: readonly FormFieldSpec['type'][] = ['documents', 'clauses']
const DAY = /^\d{4}-\d{2}-\d{2}$/

function typedOf(spec: FormFieldSpec, value: unknown): Typed {
  if (MANY.includes(spec.type)) return Array.isArray(value) ? value.map(String) : []
  if (value === undefined || value === null) return ''
  if (spec.type === 'money') return typeof value === 'number' ? yuanText(value) : ''
  // One line each.
  if (spec.type === 'list') return Array.isArray(value) ? value.map(String).join('\n') : ''
  return String(value)
}

export function draftOf(form: readonly FormFieldSpec[], known: Known = {}): Draft {
  return Object.fromEntries(form.map((spec) => [spec.field, typedOf(spec, known[spec.field])]))
}

export const isEmpty = (value: Typed | undefined): boolean => (typeof value === 'string' ? value.trim() === '' : !value?.length)

/** Whether a field is asked for: without a condition always, else while the other field has one of the values, typed or known. */
export function isAsked(spec: FormFieldSpec, form: readonly FormFieldSpec[], draft: Draft, known: Known = {}): boolean {
  if (!spec.when_field) return true
  const other = form.find((one) => one.field === spec.when_field)
  // A field that is itself not asked for decides nothing.
  if (other && !isAsked(other, form.filter((one) => one !== spec), draft, known)) return false
  const value: unknown = other ? draft[spec.when_field] : known[spec.when_field]
  const values = (Array.isArray(value) ? value : [value ?? '']).map(String)
  return values.some((one) => spec.when_values?.includes(one))
}
export const askedFields = (form: readonly FormFieldSpec[], draft: Draft, known: Known = {}): FormFieldSpec[] =>
  form.filter((spec) => isAsked(spec, form, draft, known))

function faultOf(spec: FormFieldSpec, value: Typed): Fault | null {
  if (isEmpty(value)) return spec.required ? { key: spec.type === 'documents' ? 'documents' : 'required' } : null
  const max = spec.max ?? 0
  if (typeof value !== 'string') return max && value.length > max ? { key: 'too_many', params: { max } } : null
  switch (spec.type) {
    case 'money':
      return parseYuan(value) === null ? { key: 'money' } : null
    case 'count':
      if (!/^\d{1,15}$/.test(value.trim())) return { key: 'whole' }
      return max && Number(value.trim()) > max ? { key: 'at_most', params: { max } } : null
    case 'day':
      return DAY.test(value) ? null : { key: 'day' }
    case 'choice':
      return spec.options?.some((one) => one.value === value) ? null : { key: 'required' }
    case 'list':
      return max && linesOf(value).length > max ? { key: 'too_many', params: { max } } : null
    case 'text':
    case 'long_text':
      return max && [...value.trim()].length > max ? { key: 'too_long', params: { max } } : null
    default:
      return null
  }
}
/** What is wrong before anything is sent, by field. Documents are no fault while they come later, after the case has a number. */
export function faultsOf(form: readonly FormFieldSpec[], draft: Draft, known: Known = {}, documentsLater = false): Record<string, Fault> {
  return Object.fromEntries(
    askedFields(form, draft, known)
      .filter((spec) => !(documentsLater && spec.type === 'documents'))
      .flatMap((spec) => {
        const fault = faultOf(spec, draft[spec.field] ?? '')
        return fault ? [[spec.field, fault] as const] : []
      }),
  )
}

function sentOf(spec: FormFieldSpec, value: Typed): unknown {
  if (typeof value !== 'string') return value
  switch (spec.type) {
    case 'money':
      return parseYuan(value)
    case 'count':
      return Number(value.trim())
    case 'flag':
      return value === 'true'
    case 'list':
      return linesOf(value)
    default:
      return value.trim()
  }
}
/** The fields to send: those asked for that hold something; null empties one that the case knew. */
export function fieldsOf(form: readonly FormFieldSpec[], draft: Draft, known: Known = {}): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const spec of askedFields(form, draft, known)) {
    const value = draft[spec.field]
    if (!isEmpty(value)) fields[spec.field] = sentOf(spec, value!)
    else if (known[spec.field] !== undefined && known[spec.field] !== null && !isEmpty(typedOf(spec, known[spec.field]))) fields[spec.field] = null
  }
  return fields
}
