// SPDX-License-Identifier: Apache-2.0
// Every file of real OCDS releases is imported with an account; sampled contracts equal their source.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { expect, folder, gongxin, sqlite } from '../functional/support.mjs'

const data = process.env.GONGXIN_DATA
assert.ok(data, 'GONGXIN_DATA names the folder of the data sets')
const files = readdirSync(join(data, 'ocds-real')).filter((name) => name.endsWith('.jsonl.gz'))

test('all files of ocds-real, an account each; 20 contracts equal their source', (t) => {
  const store = join(folder(t), 'store')
  expect(0, ['init', '--data', store, '--tenant', '990101', '--name', '验收'])
  const source = new Map()
  for (const name of files) {
    const path = join(data, 'ocds-real', name)
    const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n').filter(Boolean)
    const done = gongxin(['import', 'ocds', path, '--data', store])
    assert.ok(done.code === 0 || done.code === 1, `${name}: ${done.err}`)
    const account = JSON.parse(done.out)
    assert.equal(account.releases, lines.length, name)
    for (const part of ['bodies', 'contracts', 'milestones', 'payments']) {
      const { read, added, changed, unchanged, kept, rejected } = account[part]
      assert.equal(read, added + changed + unchanged + kept + rejected, `${name} ${part}`)
    }
    const left = Object.values(account.parts).flatMap((p) => Object.values(p.left_out ?? {})).reduce((a, b) => a + b, 0)
    t.diagnostic(`${name}: ${lines.length} releases, ${account.contracts.added} contracts, ${account.milestones.added} milestones, ` +
      `${account.payments.added} payments; rejected ${account.contracts.rejected + account.milestones.rejected + account.payments.rejected}, left out ${left}`)
    for (const line of lines) {
      const release = JSON.parse(line)
      for (const contract of [].concat(release.contracts ?? [])) source.set(`${release.ocid}/${contract.id}`, contract)
    }
    assert.equal(gongxin(['import', 'ocds', path, '--data', store]).out.includes('"added":1'), false, `${name}: a rerun adds nothing`)
  }
  const rows = JSON.parse(sqlite(join(store, 'gongxin.db'), "SELECT json_group_array(json(content)) FROM (SELECT content FROM obligation ORDER BY substr(id, -6))"))
  assert.ok(rows.length > 200)
  let sampled = 0
  for (const row of rows) {
    const contract = source.get(row.code)
    const made = contract?.dateSigned ?? contract?.period?.startDate
    if (!contract?.value?.amount || !contract.period?.endDate || !made) continue
    assert.equal(row.amount_fen, Math.round(contract.value.amount * 100), row.code)
    assert.equal(row.due_on, contract.period.endDate.slice(0, 10), row.code)
    assert.equal(row.made_on, made.slice(0, 10), row.code)
    if (++sampled === 20) break
  }
  assert.equal(sampled, 20)
  expect(0, ['verify', '--data', store])
})
