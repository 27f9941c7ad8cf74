// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { FieldType, FormFieldSpec } from '@/api/cases'
import { askedFields, draftOf, faultsOf, fieldsOf, type Draft } from './case-form'

const spec = (field: string, type: FieldType, more: Partial<FormFieldSpec> = {}): FormFieldSpec => ({ field, name: { zh: field, en: field }, type, required: true, ...more })
const options = ['untrue', 'rectified', 'refused'].map((value) => ({ value, name: { zh: value, en: value } }))
const FORM = [
  spec('conclusion', 'choice', { options }),
  spec('basis', 'clauses', { max: 2, when_field: 'conclusion', when_values: ['rectified', 'refused'] }),
]

describe('what is asked for', () => {
  it('is a field without a condition, and one whose condition holds as typed', () => {
    expect(askedFields(FORM, draftOf(FORM)).map((one) => one.field)).toEqual(['conclusion'])
    expect(askedFields(FORM, { conclusion: 'refused' }).map((one) => one.field)).toEqual(['conclusion', 'basis'])
    expect(askedFields(FORM, { conclusion: 'untrue' }).map((one) => one.field)).toEqual(['conclusion'])
  })
  it('looks at what the case knows only when the form has no such field', () => {
    const alone = [FORM[1]!]
    expect(askedFields(alone, {}, { conclusion: 'refused' })).toHaveLength(1)
    expect(askedFields(alone, {}, { conclusion: 'untrue' })).toHaveLength(0)
    expect(askedFields(FORM, { conclusion: 'untrue' }, { conclusion: 'refused' })).toHaveLength(1)
  })
  it('does not hang on a field that is itself not asked for', () => {
    const chain = [...FORM, spec('more', 'text', { when_field: 'basis', when_values: ['S-2.2'] })]
    expect(askedFields(chain, { conclusion: 'untrue', basis: ['S-2.2'], more: '' }).map((one) => one.field)).toEqual(['conclusion'])
    expect(askedFields(chain, { conclusion: 'refused', basis: ['S-2.2'], more: '' })).toHaveLength(3)
  })
  it('ends with two fields that hang on each other', () => {
    const loop = [spec('a', 'text', { when_field: 'b', when_values: ['1'] }), spec('b', 'text', { when_field: 'a', when_values: ['1'] })]
    expect(askedFields(loop, { a: '1', b: '1' })).toEqual([])
  })
})

describe('from what the case knows to what is typed and back', () => {
  it.each<[FieldType, unknown, string | string[]]>([
    ['text', '标题', '标题'],
    ['long_text', '一\n二', '一\n二'],
    ['day', '2026-11-28', '2026-11-28'],
    ['money', 123456789, '1234567.89'],
    ['money', 5, '0.05'],
    ['count', 12, '12'],
    ['choice', 'refused', 'refused'],
    ['flag', true, 'true'],
    ['flag', false, 'false'],
    ['body', 'B102', 'B102'],
    ['official', 'OF1', 'OF1'],
    ['documents', ['AT-1'], ['AT-1']],
    ['clauses', ['S-4.3b', 'SRC-XFGZTL art. 30'], ['S-4.3b', 'SRC-XFGZTL art. 30']],
    ['list', ['甲', '乙'], '甲\n乙'],
  ])('%s: %j', (type, known, typed) => {
    const form = [spec('it', type, { max: 100, options })]
    const draft = draftOf(form, { it: known })
    expect(draft['it']).toEqual(typed)
    expect(faultsOf(form, draft)).toEqual({})
    expect(fieldsOf(form, draft)).toEqual({ it: known })
  })
  it('takes yuan with separators and sends whole fen, without a binary fraction', () => {
    const form = [spec('paid', 'money')]
    expect(fieldsOf(form, { paid: '1,234,567.89' })).toEqual({ paid: 123456789 })
    expect(fieldsOf(form, { paid: '0.29' })).toEqual({ paid: 29 })
    expect(fieldsOf(form, { paid: '19.99' })).toEqual({ paid: 1999 })
    expect(faultsOf(form, { paid: '1.234' })).toEqual({ paid: { key: 'money' } })
    expect(faultsOf(form, { paid: '-3' })).toEqual({ paid: { key: 'money' } })
  })
  it('leaves out what is empty or not asked for, and empties what the case knew', () => {
    expect(fieldsOf(FORM, { conclusion: 'untrue', basis: ['S-2.2'] })).toEqual({ conclusion: 'untrue' })
    const form = [spec('note', 'text', { required: false })]
    expect(fieldsOf(form, { note: ' ' })).toEqual({})
    expect(fieldsOf(form, { note: '' }, { note: 'before' })).toEqual({ note: null })
    expect(fieldsOf(form, { note: '' }, { note: '' })).toEqual({})
  })
  it('drops empty lines of a list and blanks around a text', () => {
    expect(fieldsOf([spec('visits', 'list'), spec('title', 'text')], { visits: ' 甲 \n\n乙\n', title: ' 标题 ' })).toEqual({ visits: ['甲', '乙'], title: '标题' })
  })
})

describe('what is wrong before anything is sent', () => {
  const fault = (one: FormFieldSpec, value: Draft[string]) => faultsOf([one], { it: value })['it']
  const it_ = (type: FieldType, more: Partial<FormFieldSpec> = {}) => spec('it', type, more)
  it.each<FieldType>(['text', 'long_text', 'day', 'money', 'count', 'choice', 'flag', 'body', 'official', 'list'])('%s is missing', (type) => {
    expect(fault(it_(type, { options }), '  ')).toEqual({ key: 'required' })
    expect(fault(it_(type, { options, required: false }), '')).toBeUndefined()
  })
  it('lists are missing too', () => {
    expect(fault(it_('clauses'), [])).toEqual({ key: 'required' })
    expect(fault(it_('documents'), [])).toEqual({ key: 'documents' })
  })
  it('documents are no fault while they come later', () => {
    expect(faultsOf([it_('documents')], { it: [] }, {}, true)).toEqual({})
  })
  it('counts characters, not code units', () => {
    expect(fault(it_('text', { max: 2 }), '𠮷𠮷')).toBeUndefined()
    expect(fault(it_('text', { max: 2 }), '𠮷𠮷𠮷')).toEqual({ key: 'too_long', params: { max: 2 } })
  })
  it('knows whole numbers, days, options and how many', () => {
    expect(fault(it_('count'), '3.5')).toEqual({ key: 'whole' })
    expect(fault(it_('count', { max: 50 }), '51')).toEqual({ key: 'at_most', params: { max: 50 } })
    expect(fault(it_('count', { max: 50 }), '50')).toBeUndefined()
    expect(fault(it_('day'), '28/11/2026')).toEqual({ key: 'day' })
    expect(fault(it_('choice', { options }), 'maybe')).toEqual({ key: 'required' })
    expect(fault(it_('clauses', { max: 1 }), ['S-1', 'S-2'])).toEqual({ key: 'too_many', params: { max: 1 } })
    expect(fault(it_('list', { max: 1 }), '甲\n乙')).toEqual({ key: 'too_many', params: { max: 1 } })
  })
  it('says nothing about a field that is not asked for', () => {
    expect(faultsOf(FORM, { conclusion: 'untrue', basis: [] })).toEqual({})
    expect(faultsOf(FORM, { conclusion: 'refused', basis: [] })).toEqual({ basis: { key: 'required' } })
  })
})
