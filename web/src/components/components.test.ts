// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { ApiProblem } from '@/api/client'
import { setLocale } from '@/locales'
import { mountAt } from '@/test-mount'
import DayText from './DayText.vue'
import DigestText from './DigestText.vue'
import DivisionPicker from './DivisionPicker.vue'
import LightTag from './LightTag.vue'
import LoadState from './LoadState.vue'
import MoneyText from './MoneyText.vue'
import StackBar from './StackBar.vue'
import VerdictBox from './VerdictBox.vue'
import ZhText from './ZhText.vue'
import { LIGHTS } from './vocabulary'

describe('lights', () => {
  it.each(LIGHTS)('%s has an icon and a word, not only a colour', async (light) => {
    const { wrapper } = await mountAt(LightTag, { props: { light } })
    expect(wrapper.find('svg path').attributes('d')).toBeTruthy()
    expect(wrapper.text()).toMatch(/[\u4e00-\u9fff]{2}/)
  })
  it('have nine different icons', async () => {
    const paths = new Set<string>()
    for (const light of LIGHTS) {
      paths.add((await mountAt(LightTag, { props: { light } })).wrapper.find('path').attributes('d')!)
    }
    expect(paths.size).toBe(LIGHTS.length)
  })
})

describe('states', () => {
  it('shows title, reason, fields and trace of a refusal, and asks again', async () => {
    const problem = new ApiProblem('request.invalid', 400, '请求参数有误', '7f3a', [
      { pointer: '/query/limit', reason: 'request.out_of_range', title: '数值超出允许范围' },
    ])
    const { wrapper } = await mountAt(LoadState, { props: { busy: false, problem } })
    expect(wrapper.attributes('role')).toBe('alert')
    for (const text of ['请求参数有误', 'request.invalid', '7f3a', '/query/limit']) expect(wrapper.text()).toContain(text)
    await wrapper.find('button').trigger('click')
    expect(wrapper.emitted('retry')).toHaveLength(1)
  })
  it('has words of its own where no answer came, and a heading when it is the whole page', async () => {
    const problem = new ApiProblem('client.network', 0, '', '')
    const { wrapper } = await mountAt(LoadState, { props: { busy: false, problem, page: true } })
    expect(wrapper.find('h1').text()).toContain('连不上服务器')
  })
  it('tells waiting and emptiness to screen readers', async () => {
    const waiting = await mountAt(LoadState, { props: { busy: true, problem: null } })
    expect(waiting.wrapper.attributes('role')).toBe('status')
    const empty = await mountAt(LoadState, { props: { busy: false, problem: null, empty: true } })
    expect(empty.wrapper.text()).toContain('没有')
  })
})

describe('values', () => {
  it('writes days, money and digests', async () => {
    expect((await mountAt(DayText, { props: { day: '2026-11-02' } })).wrapper.text()).toBe('2026年11月2日')
    expect((await mountAt(DayText, { props: { day: null } })).wrapper.text()).toBe('—')
    expect((await mountAt(DayText, { props: { day: '2027-02-11', provisional: true } })).wrapper.text()).toContain('暂定')
    const money = (await mountAt(MoneyText, { props: { fen: 123_456_789 } })).wrapper
    expect(money.text()).toBe('123.46 万元')
    expect(money.attributes('title')).toBe('1,234,567.89 元')
    expect((await mountAt(MoneyText, { props: { fen: null } })).wrapper.text()).toBe('—')
    expect((await mountAt(DigestText, { props: { hex: 'ab'.repeat(32) } })).wrapper.findAll('span > span')).toHaveLength(8)
  })
  it('marks Chinese texts on English pages', async () => {
    await setLocale('en')
    const marked = await mountAt(ZhText, { props: { text: '示范市' } })
    expect(marked.wrapper.attributes('lang')).toBe('zh-CN')
    const translated = await mountAt(ZhText, { props: { text: '依法行政', en: 'Lawful administration' } })
    expect(translated.wrapper.attributes('lang')).toBeUndefined()
    expect(translated.wrapper.text()).toBe('Lawful administration')
    await setLocale('zh-CN')
    expect((await mountAt(ZhText, { props: { text: '示范市' } })).wrapper.attributes('lang')).toBeUndefined()
  })
  it('says in words whether a check passed', async () => {
    expect((await mountAt(VerdictBox, { props: { tone: 'good', text: 'x' } })).wrapper.text()).toContain('通过。')
    expect((await mountAt(VerdictBox, { props: { tone: 'bad', text: 'x' } })).wrapper.text()).toContain('不通过')
  })
  it('draws only the parts that are there', async () => {
    const duties = { total: 4, pending: 1, due_soon: 0, overdue: 0, broken: 0, kept: 3, kept_late: 0, changed: 0, void: 0 }
    const { wrapper } = await mountAt(StackBar, { props: { duties } })
    expect(wrapper.findAll('.part').map((part) => part.attributes('style'))).toEqual(['flex-basis: 75%;', 'flex-basis: 25%;'])
  })
})

describe('areas', () => {
  const divisions = [
    { code: '990101', name: '示范市', parent: '990100', bodies: 3 },
    { code: '990101002', name: '乙镇', parent: '990101', bodies: 1 },
    { code: '990101001', name: '甲镇', parent: '990101', bodies: 1 },
    { code: '990101003', name: '空镇', parent: '990101', bodies: 0 },
    { code: '990101001001', name: '甲村', parent: '990101001', bodies: 1 },
  ]
  it('are offered parents first, indented, without empty ones', async () => {
    const { wrapper } = await mountAt(DivisionPicker, { props: { divisions, modelValue: '' } })
    const texts = wrapper.findAll('option').slice(1).map((option) => option.element.textContent)
    expect(texts).toEqual(['示范市 (3)', '\u3000乙镇 (1)', '\u3000甲镇 (1)', '\u3000\u3000甲村 (1)'])
    await wrapper.find('select').setValue('990101001')
    expect(wrapper.emitted('update:modelValue')).toEqual([['990101001']])
  })
})
