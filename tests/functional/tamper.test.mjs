// SPDX-License-Identifier: Apache-2.0
// Whoever changes the store behind the program's back is found, and the place is named.
import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { copyStore, demo, expect, folder, gongxin, sqlite } from './support.mjs'

let original
before((t) => { original = demo({ after: (f) => process.on('exit', f) }) })

const copy = (t) => copyStore(t, original)

function findings(data, ...more) {
  const done = gongxin(['verify', '--data', data, '--json', ...more])
  const report = JSON.parse(done.out)
  assert.equal(done.code, report.ok ? 0 : 1)
  assert.equal(report.ok, report.findings.length === 0)
  return report.findings
}

test('an untouched store verifies', (t) => {
  const { data } = copy(t)
  assert.deepEqual(findings(data), [])
})

test('a byte of a journal payload', (t) => {
  const { data, file } = copy(t)
  const seq = Number(sqlite(file, "SELECT min(seq) FROM journal_entry WHERE entity='obligation'"))
  sqlite(file, `UPDATE journal_entry SET content = replace(content, '"disclosed":true', '"disclosed":false') WHERE seq = ${seq}`)
  const found = findings(data)
  assert.equal(found[0].seq, seq)
})

test('a business row: content or index column', (t) => {
  for (const change of ["content = replace(content, '\"disclosed\":true', '\"disclosed\":false')", 'due_on = due_on + 90', 'version = version + 1']) {
    const { data, file } = copy(t)
    const id = sqlite(file, 'SELECT id FROM obligation ORDER BY key LIMIT 1').trim()
    const seq = Number(sqlite(file, `SELECT seq FROM obligation WHERE id='${id}'`))
    sqlite(file, `UPDATE obligation SET ${change} WHERE id='${id}'`)
    const found = findings(data)
    assert.ok(found.some((f) => f.seq === seq && f.entity.includes('obligation')), `${change}: ${JSON.stringify(found)}`)
  }
})

test('a row removed, a row added', (t) => {
  const { data, file } = copy(t)
  sqlite(file, "DELETE FROM integrity_record WHERE key = (SELECT min(key) FROM integrity_record)")
  assert.ok(findings(data).length > 0)
  const other = copy(t)
  sqlite(other.file, "INSERT INTO body (tenant, id, key, version, seq, content) SELECT tenant, 'made-up', 'made-up', 1, seq, content FROM body LIMIT 1")
  assert.ok(findings(other.data).length > 0)
})

test('the last entry deleted', (t) => {
  const { data, file } = copy(t)
  const last = Number(sqlite(file, 'SELECT max(seq) FROM journal_entry'))
  sqlite(file, `DELETE FROM journal_entry WHERE seq = ${last}`)
  assert.ok(findings(data).length > 0)
})

test('two entries swapped', (t) => {
  const { data, file } = copy(t)
  const seq = Number(sqlite(file, "SELECT min(seq) FROM journal_entry WHERE entity='obligation'"))
  sqlite(file, `UPDATE journal_entry SET seq = -1 WHERE seq = ${seq}; UPDATE journal_entry SET seq = ${seq} WHERE seq = ${seq + 1}; UPDATE journal_entry SET seq = ${seq + 1} WHERE seq = -1`)
  const found = findings(data)
  assert.equal(found[0].seq, seq)
})

test('an old copy put back beside a newer checkpoint', (t) => {
  const { data, file } = copy(t)
  const out = folder(t)
  copyFileSync(file, join(out, 'old.db'))
  writeFileSync(join(out, 'day.csv'), '日期,名称,是否放假,通知\n2027-01-01,元旦,是,测试通知\n')
  expect(0, ['import', 'calendar', join(out, 'day.csv'), '--data', data])
  expect(0, ['checkpoint', '--data', data, '--out', join(out, 'checkpoint.json')])
  expect(0, ['key', 'public', '--data', data, '--out', join(out, 'public.pem')])
  const outside = ['--checkpoint', join(out, 'checkpoint.json'), '--public-key', join(out, 'public.pem')]
  assert.deepEqual(findings(data, ...outside), [])
  copyFileSync(join(out, 'old.db'), file)
  assert.deepEqual(findings(data), [], 'an old copy alone is consistent in itself')
  assert.equal(findings(data, ...outside)[0].kind, 'checkpoint_ahead')
})

test('a checkpoint that was changed', (t) => {
  const { data } = copy(t)
  const out = folder(t)
  expect(0, ['checkpoint', '--data', data, '--out', join(out, 'checkpoint.json')])
  const checkpoint = JSON.parse(readFileSync(join(out, 'checkpoint.json'), 'utf8'))
  checkpoint.root = checkpoint.root.replace(/^./, (c) => (c === '0' ? '1' : '0'))
  writeFileSync(join(out, 'checkpoint.json'), JSON.stringify(checkpoint))
  assert.ok(findings(data, '--checkpoint', join(out, 'checkpoint.json')).length > 0)
})

test('proofs come in the form of the contract', (t) => {
  const { data } = copy(t)
  const inclusion = JSON.parse(expect(0, ['proof', 'inclusion', '--index', '3', '--data', data]).out)
  assert.deepEqual(Object.keys(inclusion).sort(), ['leafHash', 'leafIndex', 'proof', 'root', 'treeSize'])
  const consistency = JSON.parse(expect(0, ['proof', 'consistency', '--from', '5', '--to', '100', '--data', data]).out)
  assert.deepEqual(Object.keys(consistency).sort(), ['proof', 'root1', 'root2', 'size1', 'size2'])
  assert.equal(gongxin(['proof', 'inclusion', '--index', '99999999', '--data', data]).code, 2)
})
