// SPDX-License-Identifier: Apache-2.0
// The public feed over the real binary: nothing missed while twenty write, tombstones when days pass, a reader known by its token.
// ANCHORS 7, 24; CONTRACT 3
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { binary, demo, expect, folder, root, serve, until } from './support.mjs'

const run = promisify(execFile)
const undo = []
const suite = { after: (f) => undo.push(f) }
const start = '2026-10-20'
let data
let server
let body
let head
let clerk

const call = (path, token, init = {}) =>
  server.api(path, { ...init, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers } })
const post = (path, json, token) =>
  call(path, token, { method: 'POST', body: JSON.stringify(json ?? {}), headers: { 'content-type': 'application/json' } })
const HEADER = ['记录类别', '单位', '性质', '严重程度', '损失等级', '影响等级', '文书类型', '文书文号', '文书日期', '认定机关', '事实摘要', '告知送达方式', '告知送达日期', '送达凭证',
  '申辩截止日期', '认定日期', '经办账号', '复核账号', '生效日期', '公示开始', '公示截止']
const record = (no, { severity = '一般', from = '2026-09-20', until: last = '' } = {}) => ['R-WY-01', body.name, '负面', severity, '1万至50万元', '单一当事人', '认定书', no,
  '2026-09-01', '示范市人民政府', '未按合同约定付款', '直接送达', '2026-08-10', '回证1', '2026-08-25', '2026-09-01', 'jingban01', 'fuhe01', '2026-09-15', from, last]
const csv = (rows) => '\uFEFF' + [HEADER, ...rows].map((row) => row.join(',')).join('\r\n') + '\r\n'

/** Records come in by the command line alone: a process of its own, beside the server. */
async function imported(rows) {
  const file = join(folder(suite), 'records.csv')
  writeFileSync(file, csv(rows))
  const { stdout } = await run(binary, ['import', 'records', file, '--data', data, '--json'], { cwd: root })
  assert.equal(JSON.parse(stdout).added, rows.length, stdout)
}
const page = async (cursor, token, more = '') => {
  const answer = await call(`/public/feed?limit=50${cursor ? `&cursor=${cursor}` : ''}${more}`, token)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}
/** All that follows the cursor, and where it ends. */
async function follow(cursor, token) {
  const items = []
  for (;;) {
    const got = await page(cursor, token)
    items.push(...got.items)
    cursor = got.next
    if (!got.more) return { items, cursor }
  }
}
const moveTo = async (today) => {
  const moved = await post('/drill/clock', { today }, head)
  assert.equal(moved.status, 200, JSON.stringify(moved.body))
  await until(`the day ${today}`, async () => (await page()) && (await server.api('/public/overview')).status === 200)
}
/** What a file of open data says of a document. */
const inFile = async (no) => (await server.api('/public/datasets/records?format=csv&tenant=990101')).body.includes(no)

before(async () => {
  data = demo(suite)
  const make = (user, role) => JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', '--user', user, '--role', role]).out).token
  head = make('head-1', 'R1')
  clerk = make('clerk-1', 'R2')
  server = await serve(suite, ['--data', data, '--demo', '--drill', '--drill-start', start])
  body = (await server.api('/public/bodies?tenant=990101&limit=1')).body.items[0]
  await until('the first round', async () => (await post('/drill/clock', { today: start }, head)).status === 200)
})
after(async () => { for (const f of undo.reverse()) await f() })

test('the feed tells what the public list shows, and no more', async () => {
  const listed = new Set()
  let cursor
  do {
    const list = (await server.api(`/public/records?tenant=990101&limit=200${cursor ? `&cursor=${cursor}` : ''}`)).body
    for (const item of list.items) listed.add(item.id)
    cursor = list.next
  } while (cursor)
  assert.ok(listed.size > 0, 'the demonstration shows records')
  const { items } = await follow()
  assert.deepEqual(items.filter((item) => item.record).map((item) => item.id).sort(), [...listed].sort())
  for (const item of items) {
    assert.equal(item.entity, 'record')
    assert.equal(item.tenant, '990101')
    assert.ok(item.body_code)
    assert.equal(item.record === undefined, item.action === 'withdrawn')
    assert.ok(!JSON.stringify(item).includes('maker'))
  }
  const sheet = (await server.api('/public/feed?format=csv')).body
  assert.ok(sheet.split('\r\n')[0].endsWith('position,entity,id,action,day,tenant,body,body_code,reason,type,polarity,severity,decided_on,decided_by,document,shown_from,shown_to,disputed,summary'))
  assert.equal((await server.api('/public/feed?cursor=x')).body.reason, 'feed.cursor')
  assert.equal((await server.api('/public/feed?tenant=000000')).status, 404)
})

test('twenty write while one follows: each id once, in order, none missed', async () => {
  let { cursor } = await follow()
  let writing = true
  const numbers = []
  const work = Promise.all(Array.from({ length: 20 }, async (_, w) => {
    const rows = Array.from({ length: 10 }, (__, n) => record(`订阅〔2026〕${w}-${n}号`))
    numbers.push(...rows.map((row) => row[7]))
    await imported(rows)
  })).finally(() => { writing = false })
  const seen = []
  let last = -1
  const read = async () => {
    const got = await page(cursor)
    cursor = got.next
    for (const item of got.items) {
      assert.ok(item.position > last, 'in order')
      assert.ok(item.position < got.watermark, 'below the watermark')
      last = item.position
      assert.equal(item.action, 'published')
      seen.push(item.record.document)
    }
  }
  while (writing) {
    await read()
    await new Promise((done) => setTimeout(done, 20))
  }
  await work
  await until('the last of them', async () => { await read(); return seen.length >= numbers.length })
  assert.deepEqual([...seen].sort(), [...numbers].sort())
})

test('a day ends a showing: a tombstone, and nothing on page, list, search and file', async () => {
  const no = '到期〔2026〕1号'
  let { cursor } = await follow()
  await imported([record(no, { until: '2026-10-22' }), record('待公示〔2026〕1号', { from: '2026-10-23' })])
  let told
  await until('the publication', async () => { told = await follow(cursor); return told.items.length === 1 })
  const [{ id }] = told.items
  assert.equal(told.items[0].record.document, no)
  await moveTo('2026-10-22')
  assert.equal((await server.api(`/public/records/${id}`)).status, 200, 'its last day')
  assert.ok(await inFile(no))
  assert.deepEqual((await follow(told.cursor)).items, [])
  await moveTo('2026-10-23')
  await until('the turn of the day', async () => (await server.api(`/public/records/${id}`)).status === 404)
  const { items } = await follow(told.cursor)
  assert.deepEqual(items.map(({ action, reason, record: shown }) => [action, reason ?? '', shown?.document ?? '']).sort(),
    [['published', '', '待公示〔2026〕1号'], ['withdrawn', 'window_over', '']])
  const tombstone = items.find((item) => item.action === 'withdrawn')
  assert.deepEqual(Object.keys(tombstone).sort(), ['action', 'body', 'body_code', 'day', 'entity', 'id', 'position', 'reason', 'tenant'])
  assert.equal(tombstone.id, id)
  assert.equal(tombstone.day, '2026-10-23')
  assert.ok(!await inFile(no))
  assert.ok(!JSON.stringify((await server.api(`/public/records?q=${encodeURIComponent('到期〔2026〕')}`)).body).includes(no))
})

test('a minor record of before the new law is never shown', async () => {
  const row = record('轻微〔2026〕1号', { severity: '轻微' })
  row[0] = 'R-WY-04'
  row[6] = '督办结论'
  row[8] = '2026-03-31'
  const later = [...row]
  later[7] = '轻微〔2026〕2号'
  later[8] = '2026-09-01'
  const { cursor } = await follow()
  await imported([row, later])
  let items
  await until('the one that may be shown', async () => { ({ items } = await follow(cursor)); return items.length > 0 })
  assert.deepEqual(items.map((item) => item.record.document), ['轻微〔2026〕2号'])
  assert.equal(items[0].record.shown_to, '2026-12-01', 'three months at most')
})

test('a reader known by its token is remembered; a foreign token is refused; staff ends it', async () => {
  const made = await post('/feed-subscribers', { name: '省信用平台' }, clerk)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { id, token } = made.body
  assert.match(token, /^gf_[0-9a-f]{64}$/)
  const listed = (await call('/feed-subscribers', head)).body
  assert.deepEqual(listed.items.map((item) => item.id), [id])
  assert.ok(!JSON.stringify(listed).includes(token) && !JSON.stringify(listed).includes('token_hash'))
  assert.equal((await post('/feed-subscribers', { name: ' ' }, head)).body.reason, 'feed.name_missing')
  assert.equal((await page(undefined, token)).items.length, (await page()).items.length)
  assert.equal((await call('/public/feed', `gf_${'0'.repeat(64)}`)).status, 401)
  assert.equal((await post('/public/feed/acknowledge', { records: ['x'] }, token)).body.acknowledged, 0)
  assert.equal((await post('/public/feed/acknowledge', { records: ['x'] })).status, 401)
  assert.deepEqual((await call('/recalls', head)).body.items, [])
  assert.equal((await post('/recalls/nothing/acknowledge', { note: '已电话确认' }, head)).body.reason, 'recall.unknown')
  assert.equal((await post(`/feed-subscribers/${id}/revoke`, {}, head)).status, 200)
  assert.equal((await call('/public/feed', token)).status, 401)
})

test('an anonymous answer is kept until the position moves', async () => {
  const first = await fetch(`${server.url}/api/v1/public/feed?limit=1`)
  const tag = first.headers.get('etag')
  assert.ok(tag)
  assert.equal((await fetch(`${server.url}/api/v1/public/feed?limit=1`, { headers: { 'if-none-match': tag } })).status, 304)
})
