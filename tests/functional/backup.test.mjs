// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { binary, copyModes, demo, expect, folder, gongxin, root, sqlite } from './support.mjs'

const verify = (data) => JSON.parse(expect(0, ['verify', '--data', data, '--json']).out)

function posts(rows) {
  const lines = ['岗位编号,所属单位,岗位名称,设立日期']
  for (let i = 0; i < rows; i++) lines.push(`B-${i},990101-D01,备份期间导入的岗位,2020-01-01`)
  return lines.join('\n') + '\n'
}

test('a backup taken while an import runs restores to a root of its own journal; a flipped byte is refused', async (t) => {
  const data = demo(t)
  const out = folder(t)
  writeFileSync(join(out, 'posts.csv'), posts(20000))
  const importing = spawn(binary, ['import', 'posts', join(out, 'posts.csv'), '--data', data], { cwd: root, stdio: 'ignore' })
  const ended = new Promise((done) => importing.on('exit', done))
  expect(0, ['backup', join(out, 'backup.gx'), '--data', data])
  assert.equal(await ended, 0)

  expect(0, ['restore', join(out, 'backup.gx'), '--data', join(out, 'elsewhere')])
  cpSync(join(data, 'keys'), join(out, 'elsewhere/keys'), { recursive: true })
  cpSync(join(data, 'keys.profile.json'), join(out, 'elsewhere/keys.profile.json'))
  copyModes(data, join(out, 'elsewhere'))
  const restored = verify(join(out, 'elsewhere'))
  const proof = JSON.parse(expect(0, ['proof', 'consistency', '--from', String(restored.size), '--to', String(verify(data).size), '--data', data]).out)
  assert.equal(proof.root1, restored.root)

  const bytes = readFileSync(join(out, 'backup.gx'))
  for (const at of [10, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2), bytes.length - 5]) {
    const spoilt = Buffer.from(bytes)
    spoilt[at] ^= 0x10
    writeFileSync(join(out, 'spoilt.gx'), spoilt)
    const refused = gongxin(['restore', join(out, 'spoilt.gx'), '--data', join(out, `spoilt-${at}`)])
    assert.notEqual(refused.code, 0, `byte ${at}`)
    assert.equal(existsSync(join(out, `spoilt-${at}`, 'gongxin.db')), false)
  }
  assert.equal(gongxin(['restore', join(out, 'backup.gx'), '--data', data]).code, 1, 'never over a store that is there')
})

test('no ID number stands in clear; a lawful erasure leaves no byte of the value and the store verifies', (t) => {
  const data = join(folder(t), 'store')
  const out = folder(t)
  expect(0, ['init', '--data', data, '--tenant', '990101', '--name', '示范市'])
  writeFileSync(join(out, 'divisions.csv'), '区划代码,区划名称,级别,启用日期\n990101,示范市,县级,2019-01-01\n')
  writeFileSync(join(out, 'bodies.csv'), '单位代码,代码类型,单位名称,单位类别,行政区划代码,设立日期\n990101-D01,自编代码,示范市财政局,市直部门,990101,2019-01-01\n')
  const id = '211382198506151234'
  const name = '示范人员甲乙丙'
  writeFileSync(join(out, 'officials.csv'), `人员编号,所在单位,姓名,身份证号,人员类别,到岗日期\nG0001,990101-D01,${name},${id},公务员,2019-01-01\n`)
  for (const kind of ['divisions', 'bodies', 'officials']) expect(0, ['import', kind, join(out, `${kind}.csv`), '--data', data])
  const everything = () => readdirSync(data).filter((f) => f.startsWith('gongxin.db')).map((f) => readFileSync(join(data, f), 'latin1')).join('')
  const bytes = (text) => Buffer.from(text).toString('latin1')
  assert.equal(sqlite(join(data, 'gongxin.db'), '.dump').includes(id), false)
  assert.equal(everything().includes(bytes(id)), false)
  assert.equal(everything().includes(bytes(name)), false)
  const sealed = () => sqlite(join(data, 'gongxin.db'), "SELECT id || ' ' || hex(ciphertext) FROM sealed_value").trim().split('\n')
  const before = sealed()

  assert.equal(gongxin(['erase', '--official', 'G0001', '--basis', 'SRC-PIPL art. 47', '--requester', 'a', '--approver', 'a', '--data', data]).code === 0, false, 'requester and approver are two people')
  expect(0, ['erase', '--official', 'G0001', '--basis', 'SRC-PIPL art. 47', '--requester', 'zhang', '--approver', 'li', '--data', data])
  assert.equal(verify(data).ok, true)
  const left = everything()
  const kept = new Set(sealed())
  const erased = before.filter((row) => !kept.has(row))
  assert.ok(erased.length >= 2)
  for (const row of erased) assert.equal(left.includes(Buffer.from(row.split(' ')[1], 'hex').toString('latin1')), false)

  sqlite(join(data, 'gongxin.db'), 'DELETE FROM sealed_value')
  const out2 = join(folder(t), 'with')
  expect(0, ['init', '--data', out2, '--tenant', '990101', '--name', '示范市'])
  for (const kind of ['divisions', 'bodies', 'officials']) expect(0, ['import', kind, join(out, `${kind}.csv`), '--data', out2])
  sqlite(join(out2, 'gongxin.db'), 'DELETE FROM sealed_value')
  assert.equal(gongxin(['verify', '--data', out2]).code, 1, 'an unlawful erasure is found')
})

test('key rotation keeps every value readable and the journal as it was', (t) => {
  const data = demo(t)
  const before = verify(data)
  expect(0, ['key', 'rotate', '--data', data])
  const after = verify(data)
  assert.equal(after.ok, true)
  assert.equal(after.root, before.root)
  copyFileSync(join(data, 'gongxin.db'), join(data, 'kept.db'))
})
