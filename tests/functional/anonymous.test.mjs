// SPDX-License-Identifier: Apache-2.0
// Fifty anonymous complaints against the real binary; then data folder, logs, metrics and backup are searched for what must not be
// there. ASSURANCE A4, A5, S11; ADR 0081
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Browser, passwords } from './accounts_support.mjs'
import { demo, expect, folder, serve, sqlite } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
const COUNT = 50
const AGENT = 'Kanarienvogel/7.13 (agent nobody else has)'
const FORWARDED = '203.0.113.77'
const PASSPHRASE = 'langsam fließt der Daling 2026'
let data
let server
let log = ''
let users
/** {key, title, content, receipt, id, at, day} */
const filed = []

const post = (path, body, headers = {}) => server.api(path, { method: 'POST', body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', 'user-agent': AGENT, 'x-forwarded-for': FORWARDED, cookie: 'gx=canary-cookie-0123456789', ...headers } })
const newKey = () => randomBytes(16).toString('hex')

async function start() {
  server = await serve(suite, ['--data', data, '--demo', '--access-log', '--behind-proxy', '--complaint-proof-bits', '8', '--complaints-free', '3', '--receipt-misses-free', '5'])
  server.child.stderr.on('data', (text) => { log += text })
}

/** A nonce that satisfies a fresh challenge. */
async function proof(bound) {
  const { challenge, bits, algorithm } = (await server.api('/public/complaints/challenge')).body
  assert.equal(algorithm, 'SHA-256')
  for (let n = 0; ; n += 1) {
    const hash = createHash('sha256').update(`${challenge}.${bound}.${n}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return { challenge, nonce: String(n) }
  }
}
/** As `post`, and works when it is asked to. */
async function worked(path, body, bound, headers) {
  const first = await post(path, body, headers)
  if (first.body?.reason !== 'complaint.proof_needed') return first
  return post(path, { ...body, proof: await proof(bound) }, headers)
}

before(async () => {
  data = demo(suite)
  users = passwords(data)
  await start()
})
after(async () => { for (const f of undo.reverse()) await f() })

/** Signs the first accounts of these roles in. */
async function handlers() {
  const wanted = Object.entries(users).filter(([, user]) => ['R2', 'R7', 'R9', 'handler'].includes(user.role)).slice(0, 2)
  assert.equal(wanted.length, 2)
  const browsers = []
  for (const [username, user] of wanted) {
    const browser = new Browser(server)
    assert.equal((await browser.signIn(username, user.password)).status, 200, username)
    browsers.push(browser)
  }
  return browsers
}

test('none is taken before two handlers have keys, and the refusal says so', async () => {
  const refused = await post('/public/complaints', { title: '早', content: '来得太早' }, { 'idempotency-key': newKey() })
  assert.equal(refused.status, 503)
  assert.equal(refused.body.reason, 'complaint.no_handlers')
  for (const browser of await handlers()) {
    assert.equal((await browser.call('GET', '/me/handler-key')).body.ready, false)
    const made = await browser.call('POST', '/me/handler-key', { passphrase: PASSPHRASE, shares: { n: 3, m: 2 } })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal(made.body.shares.length, 3)
    assert.ok(!JSON.stringify((await browser.call('GET', '/me/handler-key')).body).includes(made.body.shares[0]))
  }
})

test('fifty complaints are taken, each with a receipt of its own and without a trace in the answer', async () => {
  const linesBefore = log.split('\n').length
  for (let i = 0; i < COUNT; i += 1) {
    const one = { key: newKey(), title: `鸑鷟标题${1000 + i}`, content: `麒麟内容${1000 + i}拖欠工程款` }
    one.from = Date.now()
    const answer = await worked('/public/complaints', { title: one.title, content: one.content }, one.key, { 'idempotency-key': one.key })
    one.to = Date.now()
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    assert.equal(answer.headers.get('set-cookie'), null)
    assert.equal(answer.headers.get('location'), null)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    assert.ok(answer.headers.get('content-security-policy'))
    assert.match(answer.body.receipt, /^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/)
    filed.push({ ...one, ...answer.body })
  }
  assert.equal(new Set(filed.map((one) => one.receipt)).size, COUNT)
  const again = await post('/public/complaints', { title: filed[0].title, content: filed[0].content }, { 'idempotency-key': filed[0].key })
  assert.equal(again.body.receipt, filed[0].receipt)
  assert.equal((await post('/public/complaints', { title: 'x', content: 'y' }, { 'idempotency-key': 'short' })).body.reason, 'complaint.key_weak')
  assert.equal((await post('/public/complaints', { title: 'x', content: 'y' })).body.reason, 'complaint.key_missing')
  assert.equal(log.split('\n').length, linesBefore, 'a line was logged while complaints came in')
})

test('a receipt opens its complaint; a wrong one is told in one way and costs work', async () => {
  const form = (receipt) => receipt.replaceAll('-', '')
  const seen = await worked('/public/complaints/lookup', { receipt: filed[3].receipt }, form(filed[3].receipt))
  assert.equal(seen.status, 200, JSON.stringify(seen.body))
  assert.equal(seen.body.content, filed[3].content)
  assert.equal(seen.headers.get('set-cookie'), null)
  assert.equal(seen.headers.get('cache-control'), 'no-store')
  const sent = await worked('/public/complaints/messages', { receipt: filed[3].receipt, text: '貔貅留言四四四' }, form(filed[3].receipt))
  assert.equal(sent.status, 201, JSON.stringify(sent.body))
  const refusals = []
  for (const wrong of ['AAAAA-BBBBB-CCCCC-DDDDD', 'x', `${filed[3].receipt.slice(0, -1)}${filed[3].receipt.endsWith('7') ? '8' : '7'}`, '%%%', filed[3].id]) {
    const answer = await worked('/public/complaints/lookup', { receipt: wrong }, wrong.toUpperCase().replace(/[-\s]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1'))
    refusals.push(JSON.stringify({ status: answer.status, ...answer.body, trace: undefined }))
  }
  assert.equal(new Set(refusals).size, 1, refusals.join('\n'))
  assert.equal(JSON.parse(refusals[0]).reason, 'complaint.receipt_unknown')
  let asked = 0
  for (let i = 0; i < 30; i += 1) asked += (await post('/public/complaints/lookup', { receipt: `WRONG${i}` })).status === 429 ? 1 : 0
  assert.ok(asked >= 20, `${asked} of 30 wrong receipts were asked for work`)
  // In an address by mistake: no such path, and no line of it.
  assert.equal((await server.api(`/public/complaints/${filed[3].receipt}`)).status, 404)
})

test('a certificate is valid until a character changes', async () => {
  const judged = async (file) => (await post('/public/verify', file)).body
  assert.equal((await judged(filed[0].certificate)).verdict, 'valid')
  assert.equal((await judged(filed[0].certificate)).entered, false)
  assert.equal((await judged({ ...filed[0].certificate, day: '2020-01-01' })).verdict, 'inconsistent')
  assert.ok(!JSON.stringify(await judged(filed[0].certificate)).includes('标题'))
})

/** Every file below a folder as one buffer each. */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [[path, readFileSync(path)]]
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)))
}

/** Milliseconds of these hours, as SQLite lays an integer down or as digits. */
function* moments(bytes) {
  const now = BigInt(filed[0].from)
  for (const high of [(now >> 24n) - 1n, now >> 24n, (now >> 24n) + 1n]) {
    const head = Buffer.from([Number(high >> 16n), Number((high >> 8n) & 255n), Number(high & 255n)])
    for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) {
      if (at + 6 <= bytes.length) yield bytes.readUIntBE(at, 6)
    }
  }
  const digits = String(filed[0].from).slice(0, 6)
  for (let at = bytes.indexOf(digits); at >= 0; at = bytes.indexOf(digits, at + 1)) yield Number(bytes.toString('latin1', at, at + 13))
}

test('data folder, write-ahead log, backup, log and metrics hold none of it', async () => {
  const metrics = await server.api('/metrics', { headers: {} })
  const backup = join(folder(suite), 'backup.gx')
  expect(0, ['backup', backup, '--data', data])
  const texts = filed.flatMap((one) => [one.title, one.content, one.receipt, one.receipt.replaceAll('-', ''), one.key])
  texts.push('貔貅留言四四四', AGENT, 'Kanarienvogel', FORWARDED, 'canary-cookie', PASSPHRASE)
  const sources = [...filesBelow(data), [backup, readFileSync(backup)], ['the log', Buffer.from(log)], ['metrics', Buffer.from(String(metrics.body))]]
  assert.ok(sources.some(([name]) => name.endsWith('-wal')), 'no write-ahead log was searched')
  assert.ok(sources.some(([, bytes]) => bytes.includes('handler_key')), 'the search itself finds nothing')
  for (const [name, bytes] of sources) {
    for (const text of texts) assert.equal(bytes.indexOf(text), -1, `${name} holds ${text}`)
    // The milliseconds in which one came in. Other requests had their own.
    if (!/gongxin\.db|backup/.test(name)) continue
    for (const moment of moments(bytes)) {
      assert.ok(!filed.some((one) => moment >= one.from && moment <= one.to), `${name} holds the moment ${moment} of a complaint`)
    }
  }
  assert.ok([...moments(readFileSync(join(data, 'gongxin.db')))].length > 0, 'moments are not laid down as the search thinks')
})

test('the log names no complaint route, and the counters of requests do not move', async () => {
  assert.ok(log.includes('"operation":"makeHandlerKey"'), 'there is no access log at all')
  for (const operation of ['fileComplaint', 'lookUpComplaint', 'writeToOffice', 'rateComplaint', 'getComplaintChallenge']) assert.ok(!log.includes(operation), operation)
  const count = async () => {
    const metrics = String((await server.api('/metrics', { headers: {} })).body)
    return [...metrics.matchAll(/gongxin_http_requests_total\{[^}]*\} (\d+)/g)].reduce((all, [, n]) => all + Number(n), 0)
  }
  const before = await count()
  for (let i = 0; i < 7; i += 1) await post('/public/complaints/lookup', { receipt: 'NONE' })
  assert.equal(await count(), before + 1, 'more than the metrics request itself was counted')
})

test('neither rows nor ids tell the order in which they came', () => {
  const stored = sqlite(join(data, 'gongxin.db'), "SELECT id FROM sealed_filing WHERE kind = 'complaint'").trim().split('\n')
  assert.deepEqual([...stored].sort(), filed.map((one) => one.id).sort())
  const place = new Map(stored.map((id, i) => [id, i]))
  let inOrder = 0
  for (let a = 0; a < COUNT; a += 1) for (let b = a + 1; b < COUNT; b += 1) inOrder += place.get(filed[a].id) < place.get(filed[b].id) ? 1 : 0
  // 1225 pairs; a shuffle leaves 400..825 in all but one of ten million runs.
  assert.ok(inOrder > 400 && inOrder < 825, `${inOrder} pairs in order`)
})

test('a complaint that was acknowledged is there after the process was killed, and no core file may be written', async () => {
  assert.match(readFileSync(`/proc/${server.child.pid}/limits`, 'utf8'), /Max core file size\s+0\s+0\s/)
  const key = newKey()
  const taken = await worked('/public/complaints', { title: '断电前', content: '断电前的投诉' }, key, { 'idempotency-key': key })
  assert.equal(taken.status, 201, JSON.stringify(taken.body))
  server.child.kill('SIGKILL')
  await server.ended
  await start()
  const seen = await worked('/public/complaints/lookup', { receipt: taken.body.receipt }, taken.body.receipt.replaceAll('-', ''))
  assert.equal(seen.body.content, '断电前的投诉')
})
