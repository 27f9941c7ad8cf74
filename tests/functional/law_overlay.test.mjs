// SPDX-License-Identifier: Apache-2.0
// A law pack that extends another, and what its layouts make of foreign files.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { expect, folder, gongxin, root, sqlite } from './support.mjs'

const law = ['--law', join(root, 'bench/contestant/law/county')]

test('a pack of a few files stands on the production pack', (t) => {
  expect(0, ['law', 'check', ...law])
  const broken = folder(t)
  writeFileSync(join(broken, 'pack.yaml'), 'id: GX-X\nversion: "2026.1"\ntitle: {zh: 甲, en: A}\nextends: ../no-such-pack\nin_force: {from: 2021-01-25}\n')
  const refused = gongxin(['law', 'check', '--law', broken])
  assert.notEqual(refused.code, 0)
  assert.ok((refused.out + refused.err).includes('law.folder_missing'))
})

test('a code of a foreign list sets members, and takes them away when it is another', (t) => {
  const data = join(folder(t), 'county')
  const at = ['--data', data, ...law]
  expect(0, ['init', '--tenant', '990101', '--name', '评测', '--mode', 'demonstration', ...at])
  const csv = (name, text) => {
    const file = join(folder(t), name)
    writeFileSync(file, text)
    return file
  }
  expect(0, ['import', 'bodies', csv('bodies.csv', 'body_id,region_id,code,name,body_type,population,active\n7,1,B7,第七局,department,0,1\n'), ...at])
  const header = 'obligation_id,body_id,kind,title,promised_date,due_date,done_date,amount_fen,paid_fen,counterparty,counterparty_type,status,disclosed,rating\n'
  const row = (status) => csv('obligations.csv', `${header}1,7,contract,合同一,2021-01-01,2021-10-25,,100,0,甲公司,private,${status},1,\n`)
  const content = () => JSON.parse(sqlite(join(data, 'gongxin.db'), 'SELECT content FROM obligation'))
  expect(0, ['import', 'obligations', row('withdrawn'), ...at])
  assert.equal(content().void_on, '2021-01-01')
  assert.equal(content().void_reason, 'withdrawn')
  const again = JSON.parse(expect(0, ['import', 'obligations', row('withdrawn'), ...at, '--json']).out)
  assert.equal(again.unchanged, 1)
  expect(0, ['import', 'obligations', row('open'), ...at])
  assert.equal(content().void_on, undefined)
  assert.equal(content().void_reason, undefined)
  assert.equal(content().disclosed, true)
  assert.equal(gongxin(['import', 'obligations', row('lost'), ...at]).code, 1, 'an unknown code is refused')
})
