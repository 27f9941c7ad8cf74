// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { appendFileSync, cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expect, folder, gongxin, root } from './support.mjs'

test('a wrong command line is refused with exit 2 and one clear line', (t) => {
  const data = folder(t)
  for (const args of [
    [], ['nonsense'], ['init'], ['serve', '--data', data, '--listen', 'nowhere'], ['evaluate', '--data', data],
    ['init', '--data', data, '--database', 'sqlite:x', '--tenant', '990101', '--name', 'x'],
    ['init', '--database', 'mysql://x', '--tenant', '990101', '--name', 'x'],
    ['import', 'no-such-kind', 'file.csv', '--data', data], ['init', '--data', data, '--nonsense'],
  ]) {
    const done = gongxin(args)
    assert.equal(done.code, 2, `${args.join(' ')}: ${done.code} ${done.err}`)
    assert.ok(done.err.trim().length > 0)
  }
})

test('a store that is not there or is none is exit 3', (t) => {
  const data = folder(t)
  assert.equal(gongxin(['verify', '--data', join(data, 'absent')]).code, 3)
  mkdirSync(join(data, 'odd'))
  writeFileSync(join(data, 'odd', 'gongxin.db'), 'this is no database, it is a text of some length, and nothing else at all')
  assert.equal(gongxin(['verify', '--data', join(data, 'odd')]).code, 3)
})

test('init makes a store once, with keys of mode 0600', (t) => {
  const data = join(folder(t), 'store')
  expect(0, ['init', '--data', data, '--tenant', '990101', '--name', '示范市'])
  assert.equal(gongxin(['init', '--data', data, '--tenant', '990101', '--name', '示范市']).code, 1)
  assert.equal(statSync(join(data, 'keys')).mode & 0o777, 0o700)
  expect(0, ['verify', '--data', data])
  const doctor = JSON.parse(expect(0, ['doctor', '--data', data, '--json']).out)
  assert.equal(doctor.ok, true)
  expect(0, ['migrate', '--data', data])
})

test('the law pack is without fault, and a fault is named with file and line', (t) => {
  const good = JSON.parse(expect(0, ['law', 'check', '--json']).out)
  assert.deepEqual(good.findings, [])
  const law = join(folder(t), 'law')
  cpSync(join(root, 'law'), law, { recursive: true })
  const file = join(law, 'calendars', '2024.yaml')
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length
  appendFileSync(file, 'no_such_member: 1\n')
  const broken = gongxin(['law', 'check', '--law', law])
  assert.equal(broken.code, 1)
  assert.match(broken.out, new RegExp(`calendars/2024\\.yaml:${lines + 1}: law\\.unknown_key`))
})

test('each import template is a workbook', (t) => {
  const out = folder(t)
  for (const kind of ['bodies', 'posts', 'officials', 'contracts', 'milestones', 'payments', 'obligations', 'records', 'statements', 'debts', 'fiscal', 'calendar']) {
    const file = join(out, `${kind}.xlsx`)
    expect(0, ['template', kind, '--out', file])
    assert.equal(readFileSync(file).subarray(0, 2).toString(), 'PK', kind)
  }
})
