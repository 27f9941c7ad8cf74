// SPDX-License-Identifier: Apache-2.0
/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'
import en from './en'
import enConsole from './en/console'
import { merged } from './merge'
import zh from './zh-CN'
import zhConsole from './zh-CN/console'

type Tree = { [key: string]: Tree | string } | (Tree | string)[]
function flat(tree: unknown, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]]
  return Object.entries(tree as Tree).flatMap(([key, value]) => flat(value, path ? `${path}.${key}` : key))
}
const chinese = new Map(flat(merged(zh, zhConsole)))
const english = new Map(flat(merged(en, enConsole)))
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('texts', () => {
  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })
  it('are never empty, take the same parameters, and hold nothing the message format would read as syntax', () => {
    for (const [key, text] of chinese) {
      expect(text.trim(), key).not.toBe('')
      expect(parameters(english.get(key)!), key).toEqual(parameters(text))
      expect(`${text}${english.get(key)}`, key).not.toMatch(/[|@]/)
    }
  })
  it('are in their language', () => {
    for (const [key, text] of english) expect(text, key).not.toMatch(/[\u4e00-\u9fff]/)
    for (const [key, text] of chinese) expect(text, key).toMatch(/[\u4e00-\u9fff（）：。]|^\{/)
  })
})

describe('sources', () => {
  const sources = import.meta.glob('../**/*.{vue,ts}', { query: '?raw', import: 'default', eager: true }) as Record<string, string>
  const code = Object.entries(sources).filter(([path]) => !path.includes('.test.') && !path.includes('/zh-CN/') && !path.includes('/en/') && !path.includes('/format/'))
  const has = (key: string) => chinese.has(key) || [...chinese.keys()].some((one) => one.startsWith(`${key}.`))

  it('use only keys that exist', () => {
    let used = 0
    for (const [path, text] of code) {
      for (const match of text.matchAll(/\bt[em]?\(\s*'([a-z_][\w.-]*)'/gi)) {
        used += 1
        expect(has(match[1]!), `${path}: ${match[1]}`).toBe(true)
      }
      // both arms of t(condition ? 'a.b' : 'c.d')
      for (const match of text.matchAll(/\bt\([^()'`]*\?\s*'([\w.-]+)'\s*:\s*'([\w.-]+)'/g)) {
        for (const key of [match[1]!, match[2]!]) expect(has(key), `${path}: ${key}`).toBe(true)
      }
      for (const match of text.matchAll(/\bt\(`([a-z_.]+)\.\$\{/g)) {
        expect(has(match[1]!), `${path}: ${match[1]}.*`).toBe(true)
      }
    }
    expect(used).toBeGreaterThan(200)
  })
  it('hold no Chinese outside of comments and locales', () => {
    for (const [path, text] of code) {
      const bare = text
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\/\/.*$/gm, '')
        .replace(/<!--[\s\S]*?-->/g, '')
      const found = bare.match(/[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+/g)?.filter((word) => word !== '中文') ?? []
      expect(found, path).toEqual([])
    }
  })
})
