// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { todoTitle, type Todo } from '@/api/todos'
import { inChunks } from './todos'

it('cuts long lists into calls', () => {
  expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(inChunks([], 2)).toEqual([])
})
it('calls a matter without a name by its kind', () => {
  const todo: Todo = { id: 'T1', version: 1, kind: 'file_objection', kind_name: { zh: '档案异议', en: 'Objection' }, title: 'OJ1', subject: { type: 'file_objection', id: 'OJ1' }, opened_on: '2026-01-01', due_on: '2026-01-09', provisional: false, light: 'green', state: 'open' }
  expect(todoTitle(todo)).toEqual({ zh: '档案异议', en: 'Objection' })
  expect(todoTitle({ ...todo, title: '合同' })).toEqual({ zh: '合同' })
  expect(todoTitle({ ...todo, kind_name: { zh: '年度填报未齐', en: 'Statements missing' }, title: '2025', subject: { type: 'body', id: 'B1' } })).toEqual({ zh: '年度填报未齐 2025', en: 'Statements missing, 2025' })
})
