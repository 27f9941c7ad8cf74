// SPDX-License-Identifier: Apache-2.0
// Officials and their files over the real binary: masks, reach, reasons, unmasking, the own file, keys; and that no name, number or
// phone stands anywhere in clear. Source: DOMAIN 4.5, 11; S-5.4a, S-5.6c; ASSURANCE S2, S12
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Browser, passwords } from './accounts_support.mjs'
import { demo, expect, folder, gongxin, noticed, serve, sqlite } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let file
let server
let users
let log = ''

/** A right identity number from 17 digits. */
function idNumber(digits) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, i) => all + weight * Number(digits[i]), 0)
  return digits + '10X98765432'[sum % 11]
}
// Planted: nobody in the demonstration has such a name, number or phone.
const planted = [
  { no: 'KT-0001', body: '990101-D09', name: '欧阳丛林金丝雀', number: idNumber('21138219770707007'), phone: '13977700071' },
  { no: 'KT-0002', body: '990101-D10', name: '金丝雀乙', number: idNumber('21138219781108008'), phone: '13977700082' },
]
const late = { name: '金丝雀丙', number: idNumber('21138219790909009'), phone: '13977700093' }
const canaries = [...planted, late].flatMap(({ name, number, phone }) => [name, number, phone])

const officialsFile = (rows) => {
  const path = join(folder(suite), 'officials.csv')
  const lines = rows.map(({ no, body, name, number, phone }) => [no, body, name, number, phone, '2020-07-01'].join(','))
  writeFileSync(path, `人员编号,所在单位,姓名,身份证号,联系电话,到岗日期\n${lines.join('\n')}\n`)
  return path
}

before(async () => {
  data = demo(suite)
  file = join(data, 'gongxin.db')
  users = passwords(data)
  expect(0, ['import', 'officials', officialsFile(planted), '--data', data])
  server = await serve(suite, ['--data', data, '--demo', '--rate-limits', 'off', '--access-log'])
  server.child.stderr.on('data', (text) => { log += text })
})
after(async () => { for (const f of undo.reverse()) await f() })

async function browser(username, password = users[username].password) {
  const one = new Browser(server)
  const answer = await one.signIn(username, password)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return one
}
/** Somebody with other rights than the demonstration's accounts. */
async function fresh(username, grant) {
  const made = JSON.parse(expect(0, ['user', 'add', username, '--name', '示范新人', '--data', data, '--json', '--grant', grant]).out)
  const one = new Browser(server)
  await noticed(server, data)
  const answer = await one.signIn(username, made.initial_password ?? made.password)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const current = made.initial_password ?? made.password
  const changed = await one.post('/me/password', { current, next: `Lange-Weide-${username}-77` })
  assert.ok(changed.status < 300, JSON.stringify(changed.body))
  return one
}
const code = (answer) => `${answer.status} ${answer.body?.reason ?? ''}`.trim()
const query = (parameters) => new URLSearchParams(parameters).toString()
const reason = encodeURIComponent('干部考察需要')
const find = async (who, q) => (await who.get(`/officials?${query({ q })}`)).body.items
const verified = (store = data) => assert.equal(JSON.parse(expect(0, ['verify', '--data', store, '--json']).out).ok, true)
const shown = (path, init) => server.api(path, init)

test('lists are masked, end at the reach, and a full name or number finds its official', async () => {
  const organisation = await browser('r8')
  const first = (await find(organisation, planted[0].name))[0]
  assert.equal(first.name, '欧阳*****')
  assert.equal(first.id_number, `2113**********${planted[0].number.slice(-4)}`)
  assert.equal(first.phone, '139****0071')
  assert.equal(first.body.code, '990101-D09')
  for (const q of [planted[0].number, planted[0].number.toLowerCase(), planted[0].no]) assert.equal((await find(organisation, q))[0]?.id, first.id, q)
  for (const q of ['金丝雀', '欧阳', planted[0].phone, planted[0].number.slice(0, 17)]) assert.deepEqual(await find(organisation, q), [], q)
  const all = (await organisation.get('/officials?limit=200')).body
  assert.equal(all.total, Number(sqlite(file, `SELECT count(*) FROM official WHERE tenant = '990101'`)))
  assert.ok(all.items.every((item) => /\*/.test(item.name)))
  const second = (await organisation.get(`/officials?limit=1&cursor=${(await organisation.get('/officials?limit=1')).body.next}`)).body
  assert.equal(second.items[0].id, all.items[1].id)

  const clerk = await browser('r4')
  const own = (await clerk.get('/officials?limit=200')).body
  assert.ok(own.total > 0 && own.items.every((item) => item.body.code === '990101-D09'))
  assert.ok(own.items.every((item) => item.id_number === undefined && item.phone === undefined), 'who reads no files sees no numbers')
  assert.deepEqual(await find(clerk, planted[1].name), [])
  assert.deepEqual(await find(clerk, planted[0].number), [])
  assert.equal((await find(clerk, planted[0].name))[0].id, first.id)
  assert.equal(code(await clerk.get('/officials?body=990101-D10')), '404 body.unknown')
  assert.equal(code(await (await browser('r5')).get('/officials')), '403 access.denied')
  assert.equal(code(await shown('/officials')), '401 access.sign_in')
})

test('a file is read with a reason that the journal keeps; a foreign one is as unknown as none', async () => {
  const organisation = await browser('r8')
  const first = (await find(organisation, planted[0].no))[0]
  assert.equal(code(await organisation.get(`/officials/${first.id}`)), '400 access.reason_missing')
  assert.equal(code(await organisation.get(`/officials/${first.id}?reason=${encodeURIComponent('看')}`)), '400 access.reason_length')
  assert.equal(code(await organisation.get(`/officials/${first.id}?reason=${encodeURIComponent(`核查${planted[0].phone}`)}`)), '400 access.reason_personal')
  const before = Number(sqlite(file, `SELECT count(*) FROM access_log WHERE official_id = '${first.id}'`))
  const answer = await organisation.get(`/officials/${first.id}?reason=${reason}`)
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(answer.headers.get('etag'), `"${answer.body.version}"`)
  assert.equal(answer.body.name, '欧阳*****')
  assert.equal((await organisation.call('GET', `/officials/${first.id}`, undefined, { 'x-access-reason': reason })).status, 200)
  const reads = (await organisation.get(`/officials/${first.id}/reads`)).body
  assert.equal(reads.total, before + 2)
  assert.deepEqual(reads.items.map((read) => [read.account, read.action, read.reason]).slice(0, 2), Array(2).fill(['r8', 'official.read', '干部考察需要']))
  assert.ok(Math.abs(Date.parse(reads.items[0].at) - Date.now()) < 60_000)

  const narrow = await fresh('r8-narrow', 'R8@body:990101-D09')
  const foreign = (await find(organisation, planted[1].no))[0].id
  for (const path of [`?reason=${reason}`, '/reads']) {
    const [there, none] = [await narrow.get(`/officials/${foreign}${path}`), await narrow.get(`/officials/no-such${path}`)]
    assert.equal(code(there), '404 official.unknown')
    assert.deepEqual({ ...there.body, trace: '' }, { ...none.body, trace: '' })
  }
  assert.equal((await narrow.get(`/officials/${first.id}?reason=${reason}`)).status, 200)
  const body = (await organisation.get(`/officials/${foreign}?reason=${reason}`)).body
  const changed = await narrow.put(`/officials/${foreign}`, { staff_no: body.staff_no, body_id: body.body_id, valid_from: body.valid_from, version: body.version })
  assert.equal(code(changed), '404 official.unknown')
  assert.equal(code(await narrow.post(`/officials/${foreign}/unmask`, { fields: ['name'], reason: '任前公示核对' })), '404 official.unknown')
})

test('values come in clear only to a person, with right, reason and proof, after the entry', async () => {
  const organisation = await browser('r8')
  const first = (await find(organisation, planted[0].no))[0]
  const path = `/officials/${first.id}/unmask`
  const answer = await organisation.post(path, { fields: ['name', 'id_number', 'phone'], reason: '任前公示核对' })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  assert.deepEqual(answer.body, { id: first.id, name: planted[0].name, id_number: planted[0].number, phone: planted[0].phone })
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const entry = JSON.parse(sqlite(file, `SELECT content FROM access_log WHERE official_id = '${first.id}' ORDER BY seq DESC LIMIT 1`))
  assert.deepEqual([entry.account, entry.action, entry.fields, entry.reason, entry.outcome],
    ['r8', 'official.unmask', ['name', 'id_number', 'phone'], '任前公示核对', 'ok'])
  assert.equal(code(await organisation.post(path, { fields: ['name'], reason: '' })), '400 json.member_range')
  assert.equal(code(await organisation.post(path, { fields: ['staff_no'], reason: '任前公示核对' })), '400 official.field_unknown')
  assert.equal(code(await organisation.post(path, { fields: ['name'], reason: '任前公示核对', id: 'x' })), '400 json.member_unknown')
  assert.equal(code(await (await browser('r4')).post(path, { this: 'is not looked at' })), '403 access.denied')
  const principals = JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8'))
  const headers = principals.find((one) => one.name === 'r8').headers
  const byToken = await shown(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ fields: ['name'], reason: '任前公示核对' }) })
  assert.equal(code(byToken), '403 official.unmask_by_session')
  assert.equal((await shown(`/officials?q=${planted[0].no}`, { headers })).body.items[0].name, '欧阳*****')
})

test('an official is added and changed with what the sender may set, and found by the new name', async () => {
  const organisation = await browser('r8')
  const body = (await find(organisation, planted[0].no))[0].body.id
  const wrong = [[{ id: 'mine' }, 'json.member_unknown'], [{ tenant: '211382' }, 'json.member_unknown'], [{ name: '' }, 'json.member_range'],
    [{ id_number: `${late.number.slice(0, 17)}${late.number[17] === '1' ? '2' : '1'}` }, 'citizen_id.check'], [{ phone: '12' }, 'official.phone_form'],
    [{ staff_no: late.number }, 'official.staff_no'], [{ note: `电话${late.phone}` }, 'official.text_personal'], [{ valid_from: 'yesterday' }, 'json.member_range']]
  const good = { staff_no: 'KT-0003', body_id: body, name: late.name, id_number: late.number, phone: late.phone, valid_from: '2024-01-02' }
  for (const [edit, refusal] of wrong) assert.equal(code(await organisation.post('/officials', { ...good, ...edit })), `400 ${refusal}`)
  const made = await organisation.post('/officials', good)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal((await find(organisation, late.name))[0].id, made.body.id)
  assert.equal(code(await organisation.post('/officials', good)), '409 store.key_taken')
  const { name, id_number: number, phone, ...kept } = good
  assert.equal(code(await organisation.put(`/officials/${made.body.id}`, kept)), '400 request.version_missing')
  assert.equal(code(await organisation.put(`/officials/${made.body.id}`, { ...kept, version: 7 })), '412 store.version')
  const changed = await organisation.put(`/officials/${made.body.id}`, { ...kept, staff_type: 'civil_servant', remove: ['phone'], version: 1 })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  const after = (await find(organisation, late.number))[0]
  assert.deepEqual([after.version, after.phone, after.staff_type], [2, undefined, 'civil_servant'])
  assert.equal(name.length + number.length + phone.length > 0, true)
})

test('the person sees the own file and who read it, objects, and the objection shows until it is answered', async () => {
  const person = await browser('self')
  const own = (await person.get('/me/file')).body
  assert.match(own.official.name, /^示范人员\d+$/)
  assert.match(own.official.id_number, /^\d{17}[\dX]$/)
  assert.ok(own.tenures.length > 0)
  const organisation = await browser('r8')
  const id = own.official.id
  assert.equal((await organisation.get(`/officials/${id}?reason=${reason}`)).body.disputed, false)
  const again = (await person.get('/me/file')).body
  assert.deepEqual(again.reads.slice(0, 3).map((read) => read.action), ['official.read_own', 'official.read', 'official.read_own'])
  assert.equal(again.reads[1].reason, '干部考察需要')
  const made = await person.post('/me/file/objections', { entity: 'tenure', id: own.tenures[0].id, text: '任职日期有误，应为三月二日' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal(code(await person.post('/me/file/objections', { entity: 'tenure', id: own.tenures[0].id, text: '任职日期有误' })), '409 file_objection.open_already')
  assert.equal(code(await person.post('/me/file/objections', { entity: 'official', id: 'somebody', text: '与我无关的档案' })), '404 file_objection.subject_unknown')
  const copy = (await organisation.get(`/officials/${id}?reason=${reason}`)).body
  assert.equal(copy.disputed, true)
  assert.equal(copy.objections[0].text, '任职日期有误，应为三月二日')
  assert.equal((await find(organisation, own.official.staff_no))[0].disputed, true)
  const open = (await organisation.get('/file-objections?state=open')).body
  assert.equal(open.items[0].official.name, '示*****'.slice(0, 1) + '*'.repeat(own.official.name.length - 1))
  assert.deepEqual((await organisation.get(`/file-objections/${made.body.id}`)).body, open.items[0])
  assert.equal(code(await organisation.get('/file-objections/no-such')), '404 file_objection.unknown')
  assert.equal(code(await person.get(`/file-objections/${made.body.id}`)), '403 access.denied')
  const answered = await organisation.post(`/file-objections/${made.body.id}/answer`, { answer: '已核对任免文件，日期更正', version: 1 })
  assert.equal(answered.status, 200, JSON.stringify(answered.body))
  assert.equal(code(await organisation.post(`/file-objections/${made.body.id}/answer`, { answer: '已核对任免文件，日期更正', version: 2 })), '409 file_objection.answered')
  assert.equal((await person.get('/me/file/objections')).body.items[0].answered_by, 'r8')
  assert.equal((await organisation.get(`/officials/${id}?reason=${reason}`)).body.disputed, false)
  assert.equal(code(await organisation.get('/me/file')), '403 access.denied')
  for (const path of [`/officials/${id}?reason=${reason}`, '/officials', `/officials/${id}/reads`, '/file-objections']) {
    assert.equal(code(await person.get(path)), '403 access.denied', path)
  }
})

test('a running server takes a new key at once; old and new values are found; the store verifies', async () => {
  const organisation = await browser('r8')
  const rotated = expect(0, ['key', 'rotate', '--cipher', 'sm4', '--data', data]).out
  assert.match(rotated, /^seal-0002 \d+ \d+\n$/)
  const body = (await find(organisation, planted[0].name))[0].body.id
  const made = await organisation.post('/officials', { staff_no: 'KT-0004', body_id: body, name: '金丝雀丙', valid_from: '2024-01-02' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.deepEqual((await find(organisation, late.name)).map((one) => one.staff_no), ['KT-0003', 'KT-0004'])
  assert.equal(sqlite(file, `SELECT DISTINCT key_id FROM sealed_value`).trim(), 'seal-0002')
  assert.equal(sqlite(file, `SELECT DISTINCT key_id FROM sealed_lookup`).trim(), 'look-0002')
  assert.equal(sqlite(file, `SELECT DISTINCT length(nonce) FROM sealed_value`).trim(), '16', 'SM4 takes a nonce of 16 bytes')
  assert.equal((await organisation.post(`/officials/${made.body.id}/unmask`, { fields: ['name'], reason: '任前公示核对' })).body.name, '金丝雀丙')
  verified()
  expect(0, ['key', 'rotate', '--cipher', 'aes', '--data', data])
  assert.equal(sqlite(file, `SELECT DISTINCT length(nonce) FROM sealed_value`).trim(), '12')
  assert.equal((await find(organisation, late.name)).length, 2)
  verified()
})

test('lookups that a store lacks are filled in; an erased value is found no more', async () => {
  const organisation = await browser('r8')
  sqlite(file, 'DELETE FROM sealed_lookup')
  assert.deepEqual(await find(organisation, planted[1].name), [])
  expect(0, ['migrate', '--data', data])
  assert.equal((await find(organisation, planted[1].name)).length, 1)
  assert.match(expect(0, ['key', 'lookups', '--data', data]).out, /^\d+ 0\n$/)
  expect(0, ['erase', '--data', data, '--official', planted[1].no, '--basis', 'SRC-PIPL art. 47', '--requester', 'office-1', '--approver', 'head-1'])
  assert.deepEqual(await find(organisation, planted[1].name), [])
  const [left] = await find(organisation, planted[1].no)
  assert.deepEqual([left.name, left.id_number], [undefined, undefined])
  verified()
})

test('an undone import takes its lookups along and gives former ones back', async () => {
  const organisation = await browser('r8')
  const changed = JSON.parse(expect(0, ['import', 'officials', officialsFile([{ ...planted[0], name: '金丝雀丁' }, { ...planted[1], no: 'KT-0009', name: '金丝雀戊' }]), '--data', data, '--json']).out)
  assert.equal((await find(organisation, '金丝雀丁')).length, 1)
  assert.equal((await find(organisation, '金丝雀戊')).length, 1)
  assert.deepEqual(await find(organisation, planted[0].name), [])
  expect(0, ['import', 'undo', changed.batch, '--data', data])
  assert.deepEqual([...await find(organisation, '金丝雀丁'), ...await find(organisation, '金丝雀戊')], [])
  assert.equal((await find(organisation, planted[0].name)).length, 1)
  verified()
})

test('a store with SM4 from its first day', async (t) => {
  const store = join(folder(t), 'sm4')
  expect(0, ['init', '--data', store, '--tenant', '990101', '--name', '示范市', '--cipher', 'sm4'])
  const bodies = join(folder(t), 'bodies.csv')
  expect(0, ['template', 'bodies', '--out', bodies])
  assert.match(readFileSync(join(store, 'keys', 'seal-0001.key'), 'utf8'), /^[0-9a-f]{96}\n$/)
  assert.match(readFileSync(join(store, 'keys', 'look-0001.key'), 'utf8'), /^[0-9a-f]{64}\n$/)
  assert.equal(statSync(join(store, 'keys', 'look-0001.key')).mode & 0o777, 0o600)
  verified(store)
  assert.match(gongxin(['init', '--data', join(folder(t), 'x'), '--tenant', '990101', '--name', 'x', '--cipher', 'rot13']).err, /cipher/)
})

const filesBelow = (path) => readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
  const inner = join(path, entry.name)
  return entry.isDirectory() ? filesBelow(inner) : [inner]
})

test('no planted name, number or phone stands in the store, its log, a backup or the server log', async () => {
  const organisation = await browser('r8')
  assert.equal((await find(organisation, planted[0].name)).length, 1, 'they got in')
  await organisation.get(`/officials?${query({ q: late.number })}&limit=x`)
  await organisation.get(`/officials/${planted[0].number}?reason=${reason}`)
  await organisation.post('/officials', { name: planted[0].name, id_number: planted[0].number })
  const copy = join(folder(suite), 'copy.gxb')
  expect(0, ['backup', copy, '--data', data])
  const files = [...filesBelow(data), copy]
  assert.ok(files.some((one) => one.endsWith('gongxin.db')) && files.some((one) => one.endsWith('gongxin.db-wal')))
  const dump = sqlite(file, '.dump')
  assert.ok(dump.length > 1_000_000 && log.split('\n').length > 30)
  for (const canary of canaries) {
    for (const one of files) assert.equal(readFileSync(one).includes(canary), false, `${canary} in ${one}`)
    assert.equal(dump.includes(canary), false, `${canary} in the dump`)
    assert.equal(log.includes(canary), false, `${canary} in the log`)
    assert.equal(log.includes(encodeURIComponent(canary)), false, `${canary} in the log`)
  }
  for (const line of log.trim().split('\n')) assert.doesNotThrow(() => JSON.parse(line), line)
  assert.equal(sqlite(file, `SELECT count(*) FROM sealed_value WHERE tenant = '990101'`) > 6, true)
})
