// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { clauseHref, clauseText, parseClause } from './clause'

const titles = new Map([['SRC-XFGZTL', '信访工作条例']])
describe('references to the law', () => {
  it.each([
    ['S-4.3b', '', 'S-4.3b'],
    ['S-2.2', '', 'S-2.2'],
    ['SRC-XFGZTL art. 30', 'SRC-XFGZTL', 'art. 30'],
    ['SRC-ZXQYKX-2025 art. 25', 'SRC-ZXQYKX-2025', 'art. 25'],
    ['EXT-N1103', 'EXT-N1103', ''],
  ])('%s', (text, source, place) => expect(parseClause(text)).toEqual({ source, place }))
  it.each(['', '信访', 'S-x', 'art. 3', 'SRC-XFGZTL 30'])('"%s" is none', (text) => {
    expect(parseClause(text)).toBeNull()
    expect(clauseHref(text)).toBeNull()
  })
  it('leads to the public page', () => {
    expect(clauseHref('S-4.3b')).toBe('/about#S-4.3b')
    expect(clauseHref('SRC-XFGZTL art. 30')).toBe('/sources/SRC-XFGZTL')
  })
  it('shows title and article in Chinese, the code where the title is not known and in English', () => {
    expect(clauseText('SRC-XFGZTL art. 30', titles, 'zh-CN')).toBe('《信访工作条例》第30条')
    expect(clauseText('EXT-N1103', titles, 'zh-CN')).toBe('EXT-N1103')
    expect(clauseText('SRC-XFGZTL art. 30', titles, 'en')).toBe('SRC-XFGZTL art. 30')
  })
})
