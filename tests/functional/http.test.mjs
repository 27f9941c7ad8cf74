// SPDX-License-Identifier: Apache-2.0
// The served county as a stranger meets it: public answers, refusals, the real city without any judgement.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { before, after, test } from 'node:test'
import { demo, serve } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let server
before(async () => { server = await serve(suite, ['--data', demo(suite), '--demo']) })
after(async () => { for (const f of undo.reverse()) await f() })

const get = (path, init) => server.api(path, init)

test('the overview, the bodies and a body with its score', async () => {
  const overview = await get('/public/overview?tenant=990101')
  assert.equal(overview.status, 200)
  const bodies = await get('/public/bodies?tenant=990101&limit=5')
  assert.equal(bodies.status, 200)
  assert.equal(bodies.body.items.length, 5)
  assert.ok(bodies.body.total > 40)
  const body = await get(`/public/bodies/${bodies.body.items[0].id}`)
  assert.equal(body.status, 200)
  const score = await get(`/public/bodies/${bodies.body.items[0].id}/score`)
  assert.equal(score.status, 200)
})

test('pages and cursors give each item once and the total is exact', async () => {
  const seen = new Set()
  let next = ''
  let total
  do {
    const page = await get(`/public/obligations?tenant=990101&limit=200${next ? `&cursor=${encodeURIComponent(next)}` : ''}`)
    assert.equal(page.status, 200)
    total ??= page.body.total
    for (const item of page.body.items) {
      assert.ok(!seen.has(item.id))
      seen.add(item.id)
    }
    next = page.body.next
  } while (next)
  assert.equal(seen.size, total)
})

test('search finds with one and with two Chinese characters', async () => {
  for (const q of ['财', '财政', '示范市财政局']) {
    const found = await get(`/public/bodies?tenant=990101&q=${encodeURIComponent(q)}`)
    assert.equal(found.status, 200)
    assert.ok(found.body.items.some((b) => b.name.includes('财政')), q)
  }
  const none = await get(`/public/bodies?tenant=990101&q=${encodeURIComponent('龘')}`)
  assert.equal(none.body.total, 0)
})

test('the real city has bodies and published figures, and no obligation, light, score or record', async () => {
  const bodies = await get('/public/bodies?tenant=211382&limit=200')
  assert.ok(bodies.body.items.length >= 27)
  for (const body of bodies.body.items) {
    for (const part of ['obligations', 'records']) {
      const list = await get(`/public/bodies/${body.id}/${part}`)
      assert.equal(list.body.total ?? 0, 0)
    }
    assert.equal((await get(`/public/bodies/${body.id}/score`)).status, 404)
    assert.equal('grade' in body && body.grade !== null, false)
  }
  for (const part of ['obligations', 'records', 'evaluations']) {
    assert.equal((await get(`/public/${part}?tenant=211382`)).body.total, 0, part)
  }
  assert.ok((await get('/public/figures?tenant=211382')).body.items.length >= 6)
})

test('no personal value, no name of a private firm, no internal account leaves', async () => {
  const text = JSON.stringify(await Promise.all([
    get('/public/obligations?tenant=990101&limit=200'), get('/public/records?tenant=990101&limit=200'), get('/public/bodies?tenant=990101&limit=200'),
  ]))
  assert.doesNotMatch(text, /sealed|commit|示范人员|demo-maker|demo-checker|command-line|[1-9]\d{5}(19|20)\d{9}[\dXx]/)
  assert.doesNotMatch(text, /示范企业\d/)
})

test('refusals are problem documents with a stable reason and a place', async () => {
  const cases = [
    ['/nothing-here', 404], ['/public/bodies/unknown', 404], ['/public/bodies?limit=201', 400], ['/public/bodies?limit=-1', 400],
    ['/public/bodies?nonsense=1', 400], ['/public/bodies?cursor=%00', 400], ['/public/ledger/inclusion?index=999999999&size=5', 400],
    ['/public/ledger/consistency?from=9&to=3', 400], ['/public/obligations?due_from=2025-02-30', 400],
  ]
  for (const [path, status] of cases) {
    const answer = await get(path)
    assert.equal(answer.status, status, `${path}: ${JSON.stringify(answer.body)}`)
    assert.match(answer.headers.get('content-type'), /application\/problem\+json/)
    for (const member of ['type', 'title', 'status', 'reason', 'trace']) assert.ok(answer.body[member], `${path} ${member}`)
    assert.match(answer.body.title, /[\u4e00-\u9fff]/)
  }
  const method = await get('/public/bodies', { method: 'DELETE' })
  assert.equal(method.status, 405)
  assert.ok(method.headers.get('allow'))
})

test('an unchanged answer is not sent twice', async () => {
  const first = await get('/public/bodies?tenant=990101')
  const etag = first.headers.get('etag')
  assert.ok(etag)
  assert.equal((await get('/public/bodies?tenant=990101', { headers: { 'if-none-match': etag } })).status, 304)
})

test('each answer and the page carry the security headers', async () => {
  for (const url of [`${server.url}/`, `${server.url}/api/v1/public/site`, `${server.url}/api/v1/nothing`]) {
    const answer = await fetch(url)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', url)
    assert.match(answer.headers.get('content-security-policy'), /default-src/)
    assert.doesNotMatch(answer.headers.get('content-security-policy'), /unsafe-inline|unsafe-eval/)
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(answer.headers.get('server'), null)
  }
})

/** Sends raw bytes and gives back what came until the connection ended or a full head was read. */
const raw = (bytes) => new Promise((done, failed) => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', (data) => { text += data.toString('latin1') })
  socket.on('close', () => done(text))
  socket.on('error', failed)
  socket.write(bytes)
  socket.end()
})

test('malformed and oversized requests are refused, never with 5xx', async () => {
  const cases = [
    ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', 400],
    ['\x00\x01\x02\r\n\r\n', 400],
    [`GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20000)}\r\n\r\n`, 431],
  ]
  for (const [bytes, status] of cases) {
    const answer = await raw(bytes)
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), `${bytes.slice(0, 60)}: ${answer.slice(0, 80)}`)
  }
})

test('the API document is complete and each operation names its action and roles', async () => {
  const document = (await get('/openapi.json')).body
  assert.match(document.openapi, /^3\.1/)
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (!['get', 'post', 'put', 'delete', 'patch'].includes(method)) continue
      assert.ok(operation['x-action'] && operation['x-roles'], `${method} ${path}`)
    }
  }
})

test('the ledger gives a signed checkpoint and proofs that fit it', async () => {
  const checkpoint = (await get('/public/ledger/checkpoint')).body
  for (const member of ['origin', 'size', 'root', 'hash', 'time', 'signature', 'note']) assert.ok(checkpoint[member] !== undefined, member)
  const proof = (await get(`/public/ledger/inclusion?index=0&size=${checkpoint.size}`)).body
  assert.equal(proof.root, checkpoint.root)
  const consistency = (await get(`/public/ledger/consistency?from=1&to=${checkpoint.size}`)).body
  assert.equal(consistency.root2, checkpoint.root)
})

test('health says ready', async () => {
  for (const path of ['/healthz', '/readyz']) assert.equal((await fetch(server.url + path)).status, 200)
})
