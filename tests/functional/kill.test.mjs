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
  const rowsOf = (round) => Number(sqlite(file, `SELECT count(*) FROM post WHERE key LIKE 'K-%' AND json_extract(content, '$.title') = 'R${round}'`))
  let size = JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).size
  let cut = 0
  for (let round = 0; round < rounds; round++) {
    const rows = ['岗位编号,所属单位,岗位名称,设立日期']
    for (let i = 0; i < 4000; i++) rows.push(`K-${i},990101-D02,R${round},2020-01-01`)
    writeFileSync(join(out, 'posts.csv'), rows.join('\n') + '\n')
    const child = spawn(binary, ['import', 'posts', join(out, 'posts.csv'), '--data', data], { cwd: root, stdio: 'ignore' })
    const timer = setTimeout(() => child.kill('SIGKILL'), 60 + round * 45)
    const [code, signal] = await once(child, 'exit')
    clearTimeout(timer)
    if (signal === 'SIGKILL') cut++
    else assert.equal(code, 0)
    const report = JSON.parse(expect(0, ['verify', '--data', data, '--json']).out)
    assert.equal(report.ok, true)
    assert.ok(report.size >= size, 'the journal never shrinks')
    const now = rowsOf(round)
    assert.ok(now === 0 || now === 4000, `whole or absent: ${now}`)
    if (signal === null) assert.equal(now, 4000, 'an acknowledged import is there')
    size = report.size
  }
  assert.ok(cut > 0, 'at least one import was really cut off')
})

test('kill -9 of the server; it comes back with the same ledger, which only grew', async (t) => {
  const data = demo(t)
  const first = await serve(t, ['--data', data, '--demo'])
  const before = (await first.api('/public/ledger/checkpoint')).body
  first.child.kill('SIGKILL')
  await first.ended
  const second = await serve(t, ['--data', data, '--demo'])
  const after = (await second.api('/public/ledger/checkpoint')).body
  // Rounds of to-dos may have written since; what was there is still its beginning.
  assert.ok(after.size >= before.size)
  const { body: proof } = await second.api(`/public/ledger/consistency?from=${before.size}&to=${after.size}`)
  assert.deepEqual([proof.root1, proof.root2], [before.root, after.root])
  second.child.kill('SIGTERM')
  assert.deepEqual(await second.ended, { code: 0, signal: null })
})
