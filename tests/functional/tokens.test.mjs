// SPDX-License-Identifier: Apache-2.0
// Tokens, their rights and what can be done with them: over the real binary.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { demo, expect, folder, gongxin, noticed, serve, sqlite, until } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let server
const make = (...args) => JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', ...args]).out)
const auth = (token) => ({ authorization: `Bearer ${token}` })
const get = (path, token) => server.api(path, { headers: token ? auth(token) : {} })
const post = (body, token, more = {}) => server.api('/obligations', {
  method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...(token ? auth(token) : {}), ...more } })

let clerk
let reader
const duty = { kind: 'policy_promise', title: '兑现技术改造奖励', source: { kind: 'promise', title: '招商承诺书' }, domain: 'investment',
  made_on: '2025-01-03', due_on: '2025-06-30', amount_fen: 1000, fulfilled_fen: 0, counterparty: { name: '测试公司', type: 'private' } }
before(async () => {
  data = demo(suite)
  clerk = make('--user', 'clerk-1', '--role', 'R2').token
  reader = make('--user', 'reader-1', '--actions', 'obligation.read').token
  server = await serve(suite, ['--data', data, '--demo'])
  duty.body = (await get('/public/bodies?tenant=990101&limit=1')).body.items[0].id
})
after(async () => { for (const f of undo.reverse()) await f() })

test('a token is told once and kept as a digest only', async () => {
  const made = make('--user', 'once-1', '--role', 'R3')
  assert.match(made.token, /^gx_[0-9a-f]{64}$/)
  const kept = sqlite(join(data, 'gongxin.db'), `SELECT content FROM api_token UNION ALL SELECT content FROM journal_entry WHERE entity = 'api_token'`)
  assert.ok(kept.includes(made.code))
  for (const secret of [made.token, made.token.slice(3), clerk.slice(3)]) assert.ok(!kept.includes(secret))
  const listed = expect(0, ['token', 'list', '--data', data, '--json']).out
  assert.ok(listed.includes(made.code) && !listed.includes(made.token.slice(3)))
  assert.equal(JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).ok, true)
})

test('roles that see less than the county, unknown ones and clashing ones are refused', () => {
  const refused = (reason, ...args) => {
    const user = args.includes('--user') ? [] : ['--user', 'someone-1']
    const done = gongxin(['token', 'create', '--data', data, ...user, ...args])
    assert.notEqual(done.code, 0)
    assert.ok(done.err.includes(reason), `${done.err} has no ${reason}`)
  }
  refused('token.role_scope', '--role', 'R5')
  refused('token.role_scope', '--role', 'R16')
  refused('token.role_unknown', '--role', 'R99')
  refused('token.rights_missing')
  refused('token.action_unknown', '--actions', 'obligation.devour')
  refused('token.action_form', '--actions', 'obligation.*')
  refused('token.action_not_granted', '--role', 'R3', '--actions', 'obligation.add')
  refused('token.account_form', '--user', '张三', '--role', 'R2')
  refused('token.expires_past', '--role', 'R2', '--expires', '2020-01-01')
  const brought = join(folder(suite), 'secret')
  writeFileSync(brought, 'short\n')
  refused('token.secret_form', '--role', 'R2', '--token-file', brought)
  writeFileSync(brought, `${clerk}\n`)
  refused('token.secret_used', '--role', 'R2', '--token-file', brought)
})

test('without a token 401, with a wrong one 401, without the right 403; before the body is read', async () => {
  const none = await get('/obligations')
  assert.equal(none.status, 401)
  assert.equal(none.body.reason, 'access.sign_in')
  assert.equal(none.headers.get('www-authenticate'), 'Bearer')
  const answers = []
  for (const wrong of [`gx_${'0'.repeat(64)}`, 'x', clerk.toUpperCase(), `${clerk}0`]) {
    const answer = await get('/obligations', wrong)
    assert.equal(answer.status, 401)
    answers.push({ ...answer.body, trace: '' })
  }
  for (const answer of answers) assert.deepEqual(answer, { ...answers[0], reason: 'session.token_unknown' })
  const denied = await post('{ this is not even JSON', reader)
  assert.equal(denied.status, 403)
  assert.equal(denied.body.reason, 'access.denied')
  const large = await post('x'.repeat(200_000), clerk)
  assert.equal(large.status, 413)
  assert.equal((await get('/public/site', `gx_${'0'.repeat(64)}`)).status, 200, 'public pages ask for nothing')
})

test('revoked and expired tokens end', async () => {
  const made = make('--user', 'short-1', '--role', 'R3')
  await noticed(server, data, made.token)
  assert.equal((await get('/obligations?limit=1', made.token)).status, 200)
  expect(0, ['token', 'revoke', made.code, '--data', data])
  await until('the end of the token', async () => (await get('/obligations?limit=1', made.token)).status === 401)
  const again = await get('/obligations?limit=1', made.token)
  assert.equal(again.body.reason, 'session.token_unknown')
  assert.ok(gongxin(['token', 'revoke', made.code, '--data', data]).err.includes('token.revoked'))
  assert.ok(gongxin(['token', 'revoke', 'ffffffffffff', '--data', data]).err.includes('token.unknown'))
})

test('lists, filters and sums agree with each other and with the store', async () => {
  const file = join(data, 'gongxin.db')
  const total = Number(sqlite(file, `SELECT count(*) FROM obligation WHERE tenant = '990101'`))
  const first = (await get('/obligations?limit=50', reader)).body
  assert.equal(first.total, total)
  assert.equal(first.items.length, 50)
  for (let i = 1; i < 50; i++) assert.ok(first.items[i - 1].due_on >= first.items[i].due_on)
  const second = (await get('/obligations?limit=50&page=2', reader)).body
  const byCursor = (await get(`/obligations?limit=50&cursor=${first.next}`, reader)).body
  assert.deepEqual(byCursor.items, second.items)
  assert.equal(new Set([...first.items, ...second.items].map((one) => one.id)).size, 100)
  const one = first.items[7]
  for (const name of [one.id, one.code]) assert.deepEqual((await get(`/obligations/${encodeURIComponent(name)}`, reader)).body, one)
  const body = one.body.code
  const sums = (await get(`/obligations/summary?body=${body}`, reader)).body
  let count = 0
  for (const sum of sums.items) {
    const list = (await get(`/obligations?body=${body}&kind=${sum.kind}&state=${sum.state}&limit=200`, reader)).body
    assert.equal(list.total, sum.count)
    assert.equal(list.items.reduce((all, item) => all + (item.amount_fen ?? 0), 0), sum.amount_fen)
    for (const item of list.items) assert.equal(item.state, sum.state)
    count += sum.count
  }
  assert.equal(sums.count, count)
  assert.equal((await get(`/obligations?body=${body}&limit=1`, reader)).body.total, count)
  // Outcomes are those that the public sees of the same duties.
  for (const item of first.items.slice(0, 20)) {
    const shown = await get(`/public/obligations/${item.id}`)
    const open = shown.body.item ?? shown.body
    if (shown.status === 200) assert.deepEqual([item.outcome, item.light], [open.outcome, open.light], item.id)
  }
  assert.equal((await get('/obligations?page=300&limit=50', reader)).body.reason, 'page.too_deep')
  assert.equal((await get('/obligations?cursor=x9', reader)).body.reason, 'page.cursor_invalid')
  assert.equal((await get('/obligations/no-such', reader)).status, 404)
  assert.equal((await get('/obligations/summary?body=no-such', reader)).body.reason, 'body.unknown')
})

test('an ETag of staff answers is honoured and never public', async () => {
  const first = await get('/obligations?limit=1', reader)
  assert.equal(first.headers.get('cache-control'), 'no-store')
  assert.match(first.headers.get('vary'), /Authorization/)
  const again = await server.api('/obligations?limit=1', { headers: { ...auth(reader), 'if-none-match': first.headers.get('etag') } })
  assert.equal(again.status, 304)
  assert.equal((await get('/obligations?limit=1')).status, 401, 'the cache of one is not that of another')
})

test('a duty is registered, checked, journalled and shown', async () => {
  const before = (await get('/obligations?limit=1', clerk)).body.total
  const made = await post(duty, clerk)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal(made.headers.get('location'), `/api/v1/obligations/${made.body.id}`)
  const shown = (await get(`/obligations/${made.body.id}`, clerk)).body
  assert.equal(shown.title, duty.title)
  assert.equal(shown.state, 'open')
  assert.deepEqual([shown.outcome, shown.light], ['overdue', 'overdue'])
  assert.equal((await get('/obligations?limit=1', clerk)).body.total, before + 1)
  const entries = sqlite(join(data, 'gongxin.db'), `SELECT entity, action, actor FROM journal_entry WHERE actor = 'clerk-1' ORDER BY seq DESC LIMIT 2`)
  assert.equal(entries.trim(), 'obligation|add|clerk-1\nsource|add|clerk-1')
  const second = await post({ ...duty, code: 'SF-TEST-1', source: shown.source_id }, clerk)
  assert.equal(second.status, 201)
  assert.equal((await post({ ...duty, code: 'SF-TEST-1', source: shown.source_id }, clerk)).body.reason, 'store.key_taken')
  const wrong = [
    [{ title: undefined }, 'json.member_missing', '/body/title'], [{ kind: 'no_kind' }, 'obligation.kind_unknown', '/body/kind'],
    [{ due_on: '2024-01-01' }, 'obligation.due_before_made', '/body/due_on'], [{ body: 'nobody' }, 'obligation.body_unknown', '/body/body'],
    [{ source: undefined }, 'obligation.source_missing', '/body/source'], [{ source: 'nothing' }, 'obligation.source_unknown', '/body/source'],
    [{ made_on: '2990-01-01', due_on: '2990-02-01' }, 'obligation.in_future', '/body/made_on'], [{ fulfilled_fen: 2000 }, 'obligation.fulfilled_above_amount', '/body/fulfilled_fen'],
    [{ title: '电话13812345678' }, 'obligation.personal_value', '/body/title'], [{ body_id: 'x' }, 'json.member_unknown', '/body/body_id'],
    [{ source: { kind: 'rumour', title: '传闻' } }, 'obligation.source_kind', '/body/source/kind'], [{ surprise: 1 }, 'json.member_unknown', '/body'],
  ]
  for (const [change, reason, pointer] of wrong) {
    const answer = await post({ ...duty, ...change }, clerk)
    assert.equal(answer.body.reason, reason, JSON.stringify(answer.body))
    assert.ok(answer.body.errors[0].pointer.startsWith(pointer), JSON.stringify(answer.body))
    assert.notEqual(answer.body.errors[0].title, '请求参数有误，请看所列各项', `${reason} has no text of its own`)
  }
  assert.equal((await post('[1]', clerk)).body.reason, 'request.not_json')
  assert.equal((await get('/obligations?limit=1', clerk)).body.total, before + 2, 'refusals leave nothing')
  assert.equal(JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).ok, true)
})

test('the same Idempotency-Key has one effect and one answer', async () => {
  const before = (await get('/obligations?limit=1', clerk)).body.total
  const key = { 'idempotency-key': 'once-only' }
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(duty, clerk, key)))
  for (const answer of answers) {
    assert.equal(answer.status, 201)
    assert.deepEqual(answer.body, answers[0].body)
  }
  assert.equal((await get('/obligations?limit=1', clerk)).body.total, before + 1)
  const other = await post({ ...duty, title: '另一项' }, clerk, key)
  assert.equal(other.status, 409)
  assert.equal(other.body.reason, 'idempotency.key_reused')
  assert.equal((await post(duty, clerk, { 'idempotency-key': 'a b' })).body.reason, 'idempotency.key_form')
  sqlite(join(data, 'gongxin.db'), 'UPDATE idempotency SET at = at - 86400001')
  const later = await post(duty, clerk, key)
  assert.equal(later.status, 201)
  assert.notEqual(later.body.id, answers[0].body.id, 'after a day the key is free')
})

test('what another county has answers as what is not there', async () => {
  const file = join(data, 'gongxin.db')
  const foreign = sqlite(file, `SELECT id, key FROM obligation WHERE tenant <> '990101' LIMIT 1`).trim()
  const stranger = make('--user', 'stranger-1', '--role', 'R2', '--tenant', '211382').token
  await noticed(server, data, stranger)
  assert.equal((await get('/obligations?limit=1', stranger)).body.total, foreign ? undefined : 0)
  const own = (await get('/obligations?limit=1', clerk)).body.items[0]
  for (const name of [own.id, own.code]) {
    const answer = await get(`/obligations/${encodeURIComponent(name)}`, stranger)
    assert.equal(answer.status, 404)
    assert.equal(answer.body.reason, 'obligation.unknown')
  }
  assert.equal((await get(`/obligations/summary?body=${own.body.code}`, stranger)).status, 404)
  assert.equal((await get(`/obligations?body=${own.body.code}`, stranger)).body.total, 0)
  assert.equal((await post({ ...duty }, stranger)).body.reason, 'tenant.published_facts_only')
})

test('kill -9 amid inserts: every acknowledged duty is there, the journal verifies', async (t) => {
  const store = demo(t)
  const token = JSON.parse(expect(0, ['token', 'create', '--data', store, '--json', '--user', 'load-1', '--role', 'R2']).out).token
  const running = await serve(t, ['--data', store, '--demo'])
  const body = (await running.api('/public/bodies?tenant=990101&limit=1')).body.items[0].id
  const acknowledged = []
  let going = true
  const writers = Array.from({ length: 24 }, async (_, writer) => {
    for (let i = 0; going; i++) {
      try {
        const answer = await running.api('/obligations', { method: 'POST', body: JSON.stringify({ ...duty, body, code: `K9-${writer}-${i}` }), headers: auth(token) })
        if (answer.status === 201) acknowledged.push(answer.body.id)
      } catch { return }
    }
  })
  await new Promise((done) => setTimeout(done, 700))
  running.child.kill('SIGKILL')
  going = false
  await running.ended
  await Promise.all(writers)
  assert.ok(acknowledged.length > 50, `${acknowledged.length} acknowledged`)
  const kept = new Set(sqlite(join(store, 'gongxin.db'), `SELECT id FROM obligation WHERE key LIKE 'K9-%'`).trim().split('\n'))
  for (const id of acknowledged) assert.ok(kept.has(id), `${id} was acknowledged`)
  assert.equal(JSON.parse(expect(0, ['verify', '--data', store, '--json']).out).ok, true)
})
