// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { kinds as en } from './en/kinds'
import { kinds as zh } from './zh-CN/kinds'

it('names every obligation kind of the law pack as the pack does', () => {
  const folder = join(process.cwd(), '../law/obligation_kinds')
  let read = 0
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8')
    const id = /^id: (\S+)/m.exec(text)?.[1]
    const title = /^title: \{zh: "?([^,"]+)"?, en: "?([^}"]+?)"?\}/m.exec(text)
    if (!id || !title) continue
    read += 1
    expect({ zh: (zh.kind as Record<string, string>)[id], en: (en.kind as Record<string, string>)[id] }, id).toEqual({ zh: title[1], en: title[2] })
  }
  expect(read).toBeGreaterThan(10)
})
