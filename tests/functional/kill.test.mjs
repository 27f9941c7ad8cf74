// SPDX-License-Identifier: Apache-2.0
// kill -9 in the middle of an import: whole or absent, nothing acknowledged is lost, the journal verifies and never shrinks.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { binary, demo, expect, folder, root, serve, sqlite } from './support.mjs'

const rounds = process.env.GONGXIN_LONG ? 100 : 6

test('kill -9 during import', async (t) => {
  const data = demo(t)
  const file = join(data, 'gongxin.db')
  const out = folder(t)
  const count = () => Number(sqlite(file, "SELECT count(*) FROM fiscal WHERE key LIKE '990101-D02/%'"))
  let known = count()
  let size = JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).size
  let cut = 0
  for (let round = 0; round < rounds; round++) {
    const rows = ['机构编码,年度,指标,数值(元)']
    for (let i = 0; i < 4000; i++) rows.push(`990101-D02,${1000 + i},general_balance,${round * 10000 + i}`)
    writeFileSync(join(out, 'fiscal.csv'), rows.join('\n') + '\n')
    const child = spawn(binary, ['import', 'fiscal', join(out, 'fiscal.csv'), '--data', data], { cwd: root, stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), 60 + round * 45)
    const [code, signal] = await once(child, 'exit')
    clearTimeout(timer)
    if (signal === 'SIGKILL') cut++
    else assert.equal(code, 0)
    const report = JSON.parse(expect(0, ['verify', '--data', data, '--json']).out)
    assert.equal(report.ok, true)
    assert.ok(report.size >= size, 'the journal never shrinks')
    const now = count()
    assert.ok(now === known || now === 4000, `whole or absent: ${known} -> ${now}`)
    if (signal === null) assert.equal(now, 4000, 'an acknowledged import is there')
    known = now
    size = report.size
  }
  assert.ok(cut > 0, 'at least one import was really cut off')
})

test('kill -9 of the server; it comes back with the same ledger', async (t) => {
  const data = demo(t)
  const first = await serve(t, ['--data', data, '--demo'])
  const before = (await first.api('/public/ledger/checkpoint')).body
  first.child.kill('SIGKILL')
  await first.ended
  const second = await serve(t, ['--data', data, '--demo'])
  const after = (await second.api('/public/ledger/checkpoint')).body
  assert.equal(after.root, before.root)
  second.child.kill('SIGTERM')
  assert.deepEqual(await second.ended, { code: 0, signal: null })
})
