// SPDX-License-Identifier: Apache-2.0
// What the staff reads and changes over the API: bodies, posts, hand-overs, obligations, statements.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demo, expect, noticed, serve } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let server
let clerk
let head
let body
const make = (...args) => JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', ...args]).out).token
const call = (method, path, token, json, headers = {}) => server.api(path, { method,
  body: json === undefined ? undefined : JSON.stringify(json),
  headers: { authorization: `Bearer ${token}`, ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers } })
const get = (path, token = clerk) => call('GET', path, token)
const post = (path, json, token = clerk) => call('POST', path, token, json)
const put = (path, json, token = clerk) => call('PUT', path, token, json)

before(async () => {
  data = demo(suite)
  clerk = make('--user', 'clerk-1', '--role', 'R2')
  head = make('--user', 'head-1', '--role', 'R1')
  server = await serve(suite, ['--data', data, '--demo'])
  body = (await get('/bodies?limit=1')).body.items[0]
})
after(async () => { for (const f of undo.reverse()) await f() })

test('lists page through every row once and count exactly', async () => {
  const seen = new Set()
  let cursor
  let total
  do {
    const page = await get(`/posts?limit=30${cursor ? `&cursor=${cursor}` : ''}`)
    assert.equal(page.status, 200)
    total = page.body.total
    for (const row of page.body.items) assert.ok(!seen.has(row.id) && seen.add(row.id))
    cursor = page.body.next
  } while (cursor)
  assert.equal(seen.size, total)
  assert.ok(total > 60)
})

test('the tree opens level by level and finds a name with its path', async () => {
  const top = (await get('/bodies/tree?limit=200')).body
  const withChildren = top.items.find((item) => item.children > 0)
  const below = (await get(`/bodies/tree?parent=${withChildren.id}`)).body
  assert.equal(below.total, withChildren.children)
  const found = (await get(`/bodies/tree?q=${encodeURIComponent(below.items[0].name)}`)).body.items[0]
  assert.deepEqual(found.path, [withChildren.name])
  const file = (await get(`/bodies/${withChildren.id}`)).body
  assert.equal(file.children.length, withChildren.children)
  assert.ok(file.posts > 0 && file.obligations > 0)
  assert.equal((await get('/bodies/nobody')).body.reason, 'body.unknown')
})

test('a body is registered, renamed from a day on, and keeps the old name for earlier days', async () => {
  const made = await post('/bodies', { code: 'NEW-1', scheme: 'none', name: '示范市新设局', class: 'DEPT', division_code: '990101', valid_from: '2024-01-01' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const renamed = await put(`/bodies/${made.body.id}`, { name: '示范市改名局', from: '2025-01-01', basis: ['示编〔2025〕1号'] })
  assert.equal(renamed.status, 200, JSON.stringify(renamed.body))
  assert.equal(renamed.body.name, '示范市改名局')
  assert.equal(renamed.body.past[0].name, '示范市新设局')
  assert.equal((await put(`/bodies/${made.body.id}`, { name: '无依据', from: '2025-02-01' })).body.reason, 'subject.basis_missing')
  assert.equal((await get(`/bodies?q=${encodeURIComponent('改名局')}`)).body.total, 1)
})

test('a head changes: tenure ends, the next begins, the list of duties is drawn up and signed by who may', async () => {
  const tenures = (await get('/tenures?state=current&limit=200')).body.items
  const duties = (await get('/obligations?state=open&limit=200')).body.items.filter((duty) => duty.post_id)
  const duty = duties.find((one) => tenures.some((tenure) => tenure.post_id === one.post_id))
  const held = tenures.find((tenure) => tenure.post_id === duty.post_id)
  const next = tenures.find((tenure) => tenure.official_id !== held.official_id)
  const basis = ['示组任〔2026〕8号']
  assert.equal((await put(`/tenures/${held.id}`, { to_on: '2026-10-01', basis })).status, 200)
  const begun = await post('/tenures', { post_id: held.post_id, official_id: next.official_id, from_on: '2026-10-01', basis })
  assert.equal(begun.status, 201, JSON.stringify(begun.body))
  const list = await post('/handovers', { post_id: held.post_id, on_day: '2026-10-01', basis })
  assert.equal(list.status, 201, JSON.stringify(list.body))
  assert.ok(list.body.obligations.some((one) => one.id === duty.id), 'the open duty is on the list')
  assert.equal((await post(`/handovers/${list.body.id}/sign`, { signed_on: '2026-10-02' })).body.reason, 'access.denied', 'R2 draws up, it does not sign')
  assert.equal((await get(`/handovers?state=open&post=${held.post_id}`)).body.total, 1)
  const file = (await get(`/obligations/${duty.id}/file`)).body
  assert.equal(file.post.id, held.post_id)
  assert.equal(file.holders[0].official_id, next.official_id)
  assert.ok(file.holders.some((one) => one.official_id === held.official_id && one.to_on === '2026-10-01'))
})

test('an obligation: milestones, payments, evidence, progress; settled terms change lawfully only', async () => {
  const made = await post('/obligations', { body: body.id, kind: 'policy_promise', title: '兑现技术改造奖励', domain: 'investment',
    source: { kind: 'promise', title: '招商承诺书' }, made_on: '2026-01-05', due_on: '2026-12-31', amount_fen: 5_000_000, fulfilled_fen: 0,
    counterparty: { name: '测试公司', type: 'private' } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const at = `/obligations/${made.body.id}`
  const milestone = await post(`${at}/milestones`, { no: 1, type: 'payment', title: '首期', due_on: '2026-06-30', amount_fen: 2_000_000 })
  assert.equal(milestone.status, 201, JSON.stringify(milestone.body))
  assert.equal((await post(`${at}/milestones`, { no: 1, type: 'payment', title: '重号', due_on: '2026-06-30' })).status, 409)
  const paid = await post(`${at}/payments`, { paid_on: '2026-06-20', amount_fen: 2_000_000, milestone_id: milestone.body.id, voucher_no: 'V-1' })
  assert.equal(paid.status, 201, JSON.stringify(paid.body))
  assert.equal((await post(`${at}/payments`, { paid_on: '2099-01-01', amount_fen: 1 })).body.reason, 'obligation.in_future')
  const done = await put(`/milestones/${milestone.body.id}`, { done_on: '2026-06-20', fulfilled_fen: 2_000_000, version: 1 })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  assert.equal((await post(`${at}/evidence`, { title: '拨款凭证', on: '2026-06-20', doc_no: 'V-1' })).status, 200)

  for (const [member, value] of [['due_on', '2027-12-31'], ['amount_fen', 1], ['body_id', 'x'], ['kind', 'contract']]) {
    const refused = await put(at, { [member]: value, version: 2 })
    assert.equal(refused.status, 409)
    assert.equal(refused.body.reason, 'obligation.needs_change')
    assert.equal(refused.body.errors[0].pointer, `/body/${member}`)
  }
  assert.equal((await put(at, { title: '旧版本', version: 1 })).status, 412)
  assert.equal((await put(at, { title: '无版本' })).body.reason, 'request.version_missing')
  assert.equal((await put(at, { role: 'R1', version: 2 })).body.reason, 'json.member_unknown')
  const changed = await call('PUT', at, clerk, { note: '已付首期', fulfilled_fen: 2_000_000 }, { 'if-match': '"2"' })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  assert.equal(changed.headers.get('etag'), '"3"')

  const lawless = await post(`${at}/changes`, { reason_type: 'public_interest', reason: '规划调整', decided_on: '2026-07-01', new_due_on: '2027-06-30' })
  assert.equal(lawless.status, 422)
  const lawful = await post(`${at}/changes`, { reason_type: 'public_interest', reason: '规划调整', approval_doc_no: '示政〔2026〕3号', decided_on: '2026-07-01',
    collective_decision_on: '2026-06-25', notified_on: '2026-07-02', new_due_on: '2027-06-30', compensation: { amount_fen: 0, reason: '对方书面同意' } })
  assert.equal(lawful.status, 201, JSON.stringify(lawful.body))

  const file = (await get(`${at}/file`)).body
  assert.equal(file.obligation.note, '已付首期')
  assert.equal(file.milestones.length, 1)
  assert.equal(file.payments[0].voucher_no, 'V-1')
  assert.equal(file.changes[0].new_due_on, '2027-06-30')
  const told = file.timeline.map((line) => line.kind)
  for (const kind of ['obligation.made_on', 'milestone.done_on', 'payment.paid_on', 'change.decided_on', 'journal']) assert.ok(told.includes(kind), kind)
  const when = file.timeline.map((line) => line.at ?? line.on)
  assert.deepEqual(when, [...when].sort())
})

test('a batch tells what became of each', async () => {
  const open = (await get('/obligations?state=open&limit=3')).body.items.map((one) => one.id)
  const answer = await post('/obligations/batch', { ids: [...open, 'nobody'], act: 'evidence', title: '批量佐证' })
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body.items.map((one) => one.ok), [true, true, true, false])
  assert.equal(answer.body.items[3].reason, 'obligation.unknown')
  assert.equal((await post('/obligations/batch', { ids: open, act: 'delete' })).body.reason, 'batch.act')
  assert.equal((await post('/obligations/batch', { ids: [], act: 'done' })).body.reason, 'batch.ids')
})

test('a statement is filed in its form, checked by another person, given back with an opinion', async () => {
  const leaves = (await get('/statements/leaves')).body.items
  const ratio = leaves.find((leaf) => leaf.leaf === 'A1')
  assert.deepEqual(ratio.forms, ['parts'])
  const own = (await get(`/statements/leaves?body=${body.id}`)).body.items.map((leaf) => leaf.leaf)
  assert.ok(own.includes('A1') && !own.includes('S1') && !own.includes('R1'), 'institutions file other leaves than departments')
  assert.equal((await get('/statements/leaves?body=nobody')).body.reason, 'body.unknown')
  const asked = async (period) => (await get(`/statements/leaves?body=${body.id}&period=${period}`)).body.items.map((leaf) => leaf.leaf)
  const registers = ['A5', 'E3', 'E4', 'G2']
  assert.deepEqual((await asked('2025')).filter((leaf) => registers.includes(leaf)), registers)
  assert.deepEqual((await asked('2026')).filter((leaf) => registers.includes(leaf)), [], 'cases feed them from 2026 on')
  const filed = { body_id: body.id, leaf: 'A1', period: '2031', form: 'parts', parts: [{ numerator: 48, denominator: 50 }] }
  const checker = make('--user', 'clerk-1', '--actions', 'statement.check,statement.read')
  const other = make('--user', 'checker-1', '--actions', 'statement.check,statement.read')
  for (const [change, reason] of [
    [{ leaf: 'D1' }, 'statement.leaf_by_register'], [{ leaf: 'Z9' }, 'statement.leaf_unknown'], [{ leaf: 'A5', period: '2026' }, 'statement.leaf_by_register'], [{ form: 'flag', flag: true, parts: undefined }, 'statement.form_unfit'],
    [{ parts: [{ numerator: 51, denominator: 50 }] }, 'statement.numerator'], [{ parts: [] }, 'statement.parts'],
    [{ form: 'not_applicable', parts: undefined }, 'statement.reason_missing'], [{ flag: true }, 'statement.form_unfit'],
    [{ body_id: 'nobody' }, 'body.unknown'], [{ leaf: 'R1' }, 'statement.leaf_unfit']]) {
    const refused = await post('/statements', { ...filed, ...change })
    assert.equal(refused.body.reason, reason, JSON.stringify(refused.body))
  }
  const made = await post('/statements', filed)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal((await post('/statements', filed)).status, 409, 'one statement for a leaf and year')
  const at = `/statements/${made.body.id}`
  await noticed(server, data, other)
  assert.equal((await post(`${at}/check`, { result: 'accepted', version: 1 }, checker)).body.reason, 'statement.same_person')
  assert.equal((await post(`${at}/check`, { result: 'returned', version: 1 }, other)).body.reason, 'statement.opinion_missing')
  const returned = await post(`${at}/check`, { result: 'returned', opinion: '分母口径不符', version: 1 }, other)
  assert.equal(returned.status, 200, JSON.stringify(returned.body))
  const again = await put(at, { ...filed, parts: [{ numerator: 47, denominator: 50 }], version: 2 })
  assert.equal(again.status, 200, JSON.stringify(again.body))
  assert.equal(again.body.returned_on, undefined)
  const accepted = await post(`${at}/check`, { result: 'accepted', version: 3 }, other)
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body))
  assert.equal(accepted.body.checked_by, 'checker-1')
  assert.equal((await put(at, { ...filed, version: 4 })).body.reason, 'statement.checked')
  assert.equal((await get(`/statements?period=2031&state=checked&body=${body.id}`)).body.total, 1)
})

test('bad bodies and parameters are refused with their place, never with 5xx', async () => {
  for (const [path, json, status] of [['/statements', [], 400], ['/posts', { code: 1 }, 400], ['/handovers', { post_id: 'x', on_day: '2026-13-01', basis: ['a'] }, 400]]) {
    const answer = await post(path, json)
    assert.equal(answer.status, status, `${path} ${JSON.stringify(answer.body)}`)
  }
  const text = await server.api('/statements', { method: 'POST', body: '{}', headers: { authorization: `Bearer ${clerk}`, 'content-type': 'text/plain' } })
  assert.equal(text.status, 415)
  for (const query of ['limit=0', 'limit=201', 'sort=name', 'state=x', 'page=2&cursor=o1', 'cursor=zzz', 'unknown=1', 'page=201&limit=50']) {
    const answer = await get(`/posts?${query}`)
    assert.equal(answer.status, 400, query)
  }
  assert.equal((await call('POST', '/statements', head, {})).status, 403, 'R1 checks and releases, it does not file')
  const cross = await server.api('/public/verify', { method: 'POST', body: '{}', headers: { origin: 'https://elsewhere.example', 'content-type': 'application/json' } })
  assert.equal(cross.body.reason, 'session.forged')
})
