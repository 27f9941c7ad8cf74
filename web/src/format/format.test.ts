// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { formatArticle } from './article'
import { addDays, formatDay, formatInstant, formatMonth, monthRange } from './day'
import { formatCount, formatExact, formatMoney, formatMoneyShort, formatPoints, formatRatio, formatScore, formatTotal } from './number'

describe('days', () => {
  it.each([
    ['2026-11-02', '2026年11月2日', '2 Nov 2026'],
    ['2024-02-29', '2024年2月29日', '29 Feb 2024'],
    ['soon', 'soon', 'soon'],
  ])('%s', (day, zh, en) => {
    expect(formatDay(day, 'zh-CN')).toBe(zh)
    expect(formatDay(day, 'en')).toBe(en)
  })
  it('shows instants in the civil time of Asia/Shanghai', () => {
    expect(formatInstant('2026-11-21T16:05:00Z', 'zh-CN')).toBe('2026年11月22日 00:05')
    expect(formatInstant('2026-11-21T15:59:59.9Z', 'en')).toBe('21 Nov 2026 23:59')
    expect(formatInstant('', 'en')).toBe('')
    expect(formatInstant(undefined, 'en')).toBe('')
  })
  it('counts days and months', () => {
    expect(addDays('2026-11-22', 30)).toBe('2026-12-22')
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(monthRange('2024-02')).toEqual(['2024-02-01', '2024-02-29'])
    expect(formatMonth('2026-03', 'zh-CN')).toBe('2026年3月')
    expect(formatMonth('2026-03', 'en')).toBe('Mar 2026')
  })
})

describe('articles', () => {
  it.each([
    ['art. 60', '第60条'],
    ['art. 61, 85', '第61、85条'],
    ['art. 33(2)', '第33(2)条'],
    ['第三条', '第三条'],
    [undefined, ''],
  ])('%s', (article, zh) => {
    expect(formatArticle(article, 'zh-CN')).toBe(zh)
    expect(formatArticle(article, 'en')).toBe(article ?? '')
  })
})

describe('money', () => {
  it.each([
    [4_600_000, '46,000.00 元', '4.60 万元', 'CNY 46,000.00'],
    [5, '0.05 元', '0.05 元', 'CNY 0.05'],
    [999_999, '9,999.99 元', '9,999.99 元', 'CNY 9,999.99'],
    [-123_456_789, '-1,234,567.89 元', '-123.46 万元', 'CNY -1.23 M'],
    [1_005_000, '10,050.00 元', '1.01 万元', 'CNY 10,050.00'],
    [123_456_789_012_345, '1,234,567,890,123.45 元', '123,456,789.01 万元', 'CNY 1,234,567.89 M'],
  ])('%i fen', (fen, full, short, english) => {
    expect(formatMoney(fen, 'zh-CN')).toBe(full)
    expect(formatMoneyShort(fen, 'zh-CN')).toBe(short)
    expect(formatMoneyShort(fen, 'en')).toBe(english)
  })
})

describe('scores', () => {
  it('keeps every place that counts', () => {
    expect(formatTotal(7321)).toBe('73.21')
    expect(formatTotal(5)).toBe('0.05')
    expect(formatPoints(57273)).toBe('5.7273')
    expect(formatPoints(60000)).toBe('6')
    expect(formatPoints(0)).toBe('0')
    expect(formatScore(6860)).toBe('0.6860')
    expect(formatPoints(-5000)).toBe('-0.5')
    expect(formatRatio(9286)).toBe('92.86%')
    expect(formatRatio(10000)).toBe('100%')
    expect(formatRatio(13333)).toBe('133.33%')
    expect(formatCount(1234567)).toBe('1,234,567')
    expect(formatExact('1234567.50')).toBe('1,234,567.50')
    expect(formatExact('12582791/19924770')).toBe('12,582,791 / 19,924,770')
    expect(formatExact('none')).toBe('none')
  })
})
