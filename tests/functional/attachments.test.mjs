// SPDX-License-Identifier: Apache-2.0
// Files of objects over the real binary: what is taken, what is refused, how they come back, what proves them.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { copyStore, demo, expect, folder, gongxin, serve, sqlite } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let server
let clerk
let reader
let officer
let stranger
let duty
const make = (...args) => JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', ...args]).out).token
const auth = (token) => ({ authorization: `Bearer ${token}` })
const target = (change = {}) => new URLSearchParams({ entity: 'obligation', entity_id: duty, name: 'a.pdf', ...change }).toString()
const post = (at, bytes, token = clerk, change = {}) =>
  at.api(`/attachments?${target(change)}`, { method: 'POST', body: bytes, headers: token ? auth(token) : {} })
const add = (bytes, change) => post(server, bytes, clerk, change)
const withdraw = (id, token, body = { reason: '传错了' }) =>
  server.api(`/attachments/${id}/withdraw`, { method: 'POST', body: JSON.stringify(body), headers: { ...auth(token), 'content-type': 'application/json' } })
const fetchRaw = async (id, token = reader) => {
  const answer = await fetch(`${server.url}/api/v1/attachments/${id}`, { headers: auth(token) })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
/** The answer to a head that announces so many bytes; none of them is sent. */
const announced = (bytes, token) => new Promise((done, failed) => {
  const asked = request(`${server.url}/api/v1/attachments?${target()}`, { method: 'POST', headers: { ...auth(token), 'content-length': bytes } })
  asked.on('response', (answer) => { done(answer.statusCode); asked.destroy() })
  asked.on('error', failed)
  asked.flushHeaders()
})
const pdf = (more = '') => Buffer.from(`%PDF-1.7\n1 0 obj<<>>endobj\n${more}\ntrailer<<>>\nstartxref\n9\n%%EOF\n`)

/** A zip as office programs write it. */
function zip(parts) {
  const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0 })
  const crc = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0 }
  const files = []
  const directory = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const raw = Buffer.from(text)
    const packed = deflateRawSync(raw)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0); facts.writeUInt16LE(8, 4); facts.writeUInt32LE(crc(raw), 10)
    facts.writeUInt32LE(packed.length, 14); facts.writeUInt32LE(raw.length, 18); facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), facts, place, Buffer.from(name))
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), packed])
    files.push(file)
    at += file.length
  }
  const names = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4); end.writeUInt16LE(files.length, 6); end.writeUInt32LE(names.length, 8); end.writeUInt32LE(at, 12)
  return Buffer.concat([...files, names, Buffer.from('PK\x05\x06'), end])
}
const docx = (more = {}) => zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>', ...more })

before(async () => {
  data = demo(suite)
  clerk = make('--user', 'clerk-1', '--role', 'R2')
  officer = make('--user', 'head-1', '--role', 'R1')
  reader = make('--user', 'reader-1', '--actions', 'obligation.read,attachment.read')
  stranger = make('--user', 'stranger-1', '--role', 'R2', '--tenant', '211382')
  server = await serve(suite, ['--data', data, '--demo', '--attachment-quota', '64'])
  duty = (await server.api('/obligations?limit=1', { headers: auth(clerk) })).body.items[0].id
})
after(async () => { for (const f of undo.reverse()) await f() })

test('a file is kept under its digest, listed, journalled and given back byte for byte', async () => {
  const bytes = pdf('x'.repeat(700_000))
  const made = await add(bytes, { name: '采购合同（副本）.pdf' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal(made.headers.get('location'), `/api/v1/attachments/${made.body.id}`)
  assert.equal(made.body.name, '采购合同（副本）.pdf')
  assert.equal(made.body.media_type, 'application/pdf')
  assert.equal(made.body.size_bytes, bytes.length)
  assert.deepEqual(made.body.warnings, [])
  const file = join(data, 'blobs', made.body.digest.slice(0, 2), made.body.digest.slice(2))
  assert.ok(readFileSync(file).equals(bytes))
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(readdirSync(join(data, 'blobs')).filter((name) => name.startsWith('.part-')).length, 0)

  const got = await fetchRaw(made.body.id)
  assert.equal(got.status, 200)
  assert.ok(got.bytes.equals(bytes))
  const head = (name) => got.headers.get(name)
  assert.equal(head('content-type'), 'application/pdf')
  assert.equal(head('x-content-type-options'), 'nosniff')
  assert.match(head('content-security-policy'), /default-src 'none'/)
  assert.match(head('content-security-policy'), /sandbox/)
  assert.equal(head('cache-control'), 'no-store')
  assert.equal(head('content-disposition'), `attachment; filename="${'_'.repeat(24)}.pdf"; filename*=UTF-8''${encodeURIComponent('采购合同（副本）.pdf')}`)

  const list = (await server.api(`/attachments?entity=obligation&entity_id=${duty}`, { headers: auth(reader) })).body
  assert.equal(list.total, 1)
  assert.deepEqual(list.items[0], made.body)
  const entry = sqlite(join(data, 'gongxin.db'), `SELECT entity, action, actor FROM journal_entry WHERE actor <> 'round' ORDER BY seq DESC LIMIT 1`).trim()
  assert.equal(entry, 'attachment|add|clerk-1')
  assert.equal((await add(bytes, { name: '采购合同（副本）.pdf' })).body.reason, 'attachment.same')
})

test('names that lead elsewhere are kept harmless and given back harmless', async () => {
  const wanted = [
    ['../../etc/passwd.txt', 'passwd.txt'], ['..%2f..%2fb.txt', '_2f.._2fb.txt'], ['%252e%252e%252fc.txt', '_252e_252e_252fc.txt'],
    ['C:\\Windows\\d.txt', 'd.txt'], ['\\\\server\\share\\e.txt', 'e.txt'], ['/abs/f.txt', 'f.txt'], ['Re\u0301sume\u0301.txt', 'R\u00e9sum\u00e9.txt'],
    ['\u202efdp.exe.txt', 'fdp.exe.txt'], ['a";x="y.txt', 'a_;x=_y.txt'], ['nul.txt', '_nul.txt'], ['..htaccess.txt', 'htaccess.txt'],
  ]
  for (const [given, name] of wanted) {
    const made = await add(`text of ${given}`, { name: given })
    assert.equal(made.status, 201, `${given}: ${JSON.stringify(made.body)}`)
    assert.equal(made.body.name, name)
    const { headers } = await fetchRaw(made.body.id)
    assert.doesNotMatch(headers.get('content-disposition'), /[\\/\r\n\u202e]|filename="[^"]*"[^;]/)
  }
  const long = await add('long', { name: `${'长'.repeat(250)}.txt` })
  assert.equal(long.status, 201)
  assert.ok(Buffer.byteLength(long.body.name) <= 200 && long.body.name.endsWith('长.txt'))
  for (const [name, reason] of [['.txt', 'attachment.name'], ['noname', 'attachment.name'], ['13812345678.txt', 'attachment.name_personal'], ['../..', 'attachment.name']]) {
    const refused = await add('text', { name })
    assert.equal(refused.status, 400)
    assert.equal(refused.body.reason, reason, name)
    assert.equal(refused.body.errors[0].pointer, '/query/name')
  }
  const raw = (name) => server.api(`/attachments?entity=obligation&entity_id=${duty}&name=${name}`, { method: 'POST', body: 'x', headers: auth(clerk) })
  for (const name of ['a%00.txt', 'a%0d%0aX.txt', 'a%ff.txt', 'a%zz.txt', 'x'.repeat(1_001)]) assert.equal((await raw(name)).status, 400, name)
})

test('the content decides, and a file that is two things is refused', async () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const flood = Buffer.from(png)
  flood.writeUInt32BE(60_000, 16); flood.writeUInt32BE(60_000, 20)
  const taken = [['p.png', png, 'image/png'], ['d.docx', docx(), /wordprocessingml/], ['t.csv', '编码,名称\n', 'text/csv'],
    ['g.csv', Buffer.from('b1e0c2eb2cc3fbb3c60a', 'hex'), 'text/csv'], ['o.ofd', zip({ 'OFD.xml': '<OFD/>' }), 'application/ofd']]
  for (const [name, bytes, type] of taken) {
    const made = await add(bytes, { name })
    assert.equal(made.status, 201, `${name}: ${JSON.stringify(made.body)}`)
    assert.match(made.body.media_type, new RegExp(type))
    assert.equal((await fetchRaw(made.body.id)).headers.get('content-type'), made.body.media_type)
  }
  const refused = [
    ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 400, 'attachment.type_refused'],
    ['a.html', '<html>', 400, 'attachment.type_refused'], ['a.zip', zip({ a: 'x' }), 400, 'attachment.type_refused'], ['a.exe', 'MZ', 400, 'attachment.type_refused'],
    ['a.pdf', png, 400, 'attachment.type_differs'], ['a.docx', zip({ a: 'x' }), 400, 'attachment.type_differs'], ['a.txt', Buffer.from([0, 1, 2]), 400, 'attachment.type_differs'],
    ['a.txt', '<script>alert(1)</script>', 400, 'attachment.two_in_one'], ['a.pdf', Buffer.concat([Buffer.from('GIF89a'), pdf()]), 400, 'attachment.two_in_one'],
    ['a.pdf', Buffer.concat([pdf(), zip({ a: 'x' })]), 400, 'attachment.two_in_one'], ['a.png', Buffer.concat([png, zip({ a: 'x' })]), 400, 'attachment.not_whole'],
    ['a.docx', Buffer.concat([docx(), Buffer.from('x')]), 400, 'attachment.two_in_one'], ['a.docx', docx({ 'word/vbaProject.bin': 'x' }), 400, 'attachment.macros'],
    ['a.docx', docx({ '../x': 'x' }), 400, 'attachment.archive_names'], ['a.docx', docx({ 'word/media/a.bin': '0'.repeat(12 << 20) }), 413, 'zip.bomb'],
    ['a.png', flood, 413, 'attachment.pixels'], ['a.pdf', '', 400, 'attachment.empty'],
  ]
  const before = Number(sqlite(join(data, 'gongxin.db'), 'SELECT count(*) FROM attachment'))
  for (const [name, bytes, status, reason] of refused) {
    const answer = await add(bytes, { name })
    assert.equal(answer.status, status, `${name}: ${JSON.stringify(answer.body)}`)
    assert.equal(answer.body.reason, reason, name)
    assert.ok(answer.body.errors?.[0]?.title ?? answer.body.title)
  }
  assert.equal(await announced((20 << 20) + 1, clerk), 413, 'before the body is read')
  assert.equal(Number(sqlite(join(data, 'gongxin.db'), 'SELECT count(*) FROM attachment')), before)
})

test('what a file says beside its content is told to the sender', async () => {
  const made = await add(docx({ 'docProps/core.xml': '<c><dc:creator>x</dc:creator></c>' }), { name: 'w.docx' })
  assert.deepEqual(made.body.warnings, ['metadata.author'])
})

test('who may not: 401, 403 before the body, and what is out of reach is unknown', async () => {
  const file = await add('shared', { name: 'shared.txt' })
  const { id } = file.body
  assert.equal((await post(server, pdf(), '')).status, 401)
  assert.equal((await post(server, pdf(), reader)).body.reason, 'access.denied')
  assert.equal((await post(server, pdf(), officer)).body.reason, 'access.denied', 'R1 checks, and adds nothing')
  assert.equal(await announced(1_000, reader), 403, 'decided from the head')
  assert.equal((await fetchRaw(id, officer)).status, 200)
  for (const [answer, reason] of [
    [await post(server, pdf(), stranger), 'obligation.unknown'], [await add(pdf(), { entity_id: 'no-such' }), 'obligation.unknown'],
    [await add(pdf(), { entity: 'milestone' }), 'milestone.unknown'],
    [await server.api(`/attachments/${id}`, { headers: auth(stranger) }), 'attachment.unknown'],
    [await server.api('/attachments/no-such', { headers: auth(reader) }), 'attachment.unknown'],
    [await server.api(`/attachments?entity=obligation&entity_id=${duty}`, { headers: auth(stranger) }), 'obligation.unknown'],
    [await withdraw(id, stranger), 'attachment.unknown'],
  ]) {
    assert.equal(answer.status, 404, JSON.stringify(answer.body))
    assert.equal(answer.body.reason, reason)
  }
  assert.equal((await add(pdf(), { entity: 'official' })).status, 400)
  assert.equal((await withdraw(id, reader)).status, 403)
  assert.equal((await server.api(`/attachments/${id}`)).status, 401)
})

test('a withdrawn file is hidden for good and its entry stays', async () => {
  const { id } = (await add('to be withdrawn', { name: 'w.txt' })).body
  assert.equal((await withdraw(id, clerk, {})).body.reason, 'json.member_missing')
  assert.equal((await withdraw(id, clerk, { reason: '电话13812345678' })).body.reason, 'attachment.reason_personal')
  const gone = await withdraw(id, clerk)
  assert.equal(gone.status, 200, JSON.stringify(gone.body))
  assert.equal(gone.body.version, 2)
  assert.equal(gone.body.withdraw_reason, '传错了')
  assert.equal((await server.api(`/attachments/${id}`, { headers: auth(reader) })).body.reason, 'attachment.withdrawn')
  assert.equal((await withdraw(id, clerk)).status, 409)
  const listed = (await server.api(`/attachments?entity=obligation&entity_id=${duty}`, { headers: auth(reader) })).body.items
  assert.ok(listed.some((one) => one.id === id && one.withdrawn_on))
  assert.equal((await server.api(`/attachments/${id}`, { method: 'DELETE', headers: auth(clerk) })).status, 405)
})

test('an object has a number of files, a body has a quota', async () => {
  const items = (await server.api('/obligations?limit=200', { headers: auth(clerk) })).body.items
  const other = items.find((one) => one.id !== duty && one.body_id !== items.find((first) => first.id === duty).body_id)
  for (let i = 0; i < 50; i++) assert.equal((await add(`n${i}`, { entity_id: other.id, name: `${i}.txt` })).status, 201)
  assert.equal((await add('one more', { entity_id: other.id, name: 'x.txt' })).body.reason, 'attachment.too_many')
  const third = items.find((one) => one.body_id !== other.body_id && one.body_id !== items.find((first) => first.id === duty).body_id)
  const large = (n) => pdf(`${n}`.padEnd(20_000_000, 'x'))
  for (let i = 0; i < 3; i++) assert.equal((await add(large(i), { entity_id: third.id, name: `${i}.pdf` })).status, 201)
  const full = await add(large(3), { entity_id: third.id, name: '3.pdf' })
  assert.equal(full.status, 409)
  assert.equal(full.body.reason, 'attachment.quota')
})

test('verify reads every file again; a backup carries them and refuses to lack one', async (t) => {
  assert.equal(JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).ok, true)
  const file = join(folder(t), 'b.gx')
  expect(0, ['backup', file, '--data', data])
  const restored = join(folder(t), 'r')
  cpSync(join(data, 'keys'), join(restored, 'keys'), { recursive: true })
  chmodSync(join(restored, 'keys'), 0o700)
  for (const name of readdirSync(join(restored, 'keys'))) chmodSync(join(restored, 'keys', name), 0o600)
  cpSync(join(data, 'keys.profile.json'), join(restored, 'keys.profile.json'))
  expect(0, ['restore', file, '--data', restored])
  assert.equal(JSON.parse(expect(0, ['verify', '--data', restored, '--json']).out).ok, true)
  const digests = sqlite(join(data, 'gongxin.db'), 'SELECT DISTINCT digest FROM attachment').trim().split('\n')
  const sum = (root, digest) => createHash('sha256').update(readFileSync(join(root, 'blobs', digest.slice(0, 2), digest.slice(2)))).digest('hex')
  for (const digest of digests) assert.equal(sum(restored, digest), sum(data, digest))

  const spoilt = copyStore(t, restored).data
  const one = join(spoilt, 'blobs', digests[0].slice(0, 2), digests[0].slice(2))
  writeFileSync(one, `${readFileSync(one)}x`)
  const kinds = () => JSON.parse(gongxin(['verify', '--data', spoilt, '--json']).out).findings.map((finding) => finding.kind)
  assert.deepEqual([...new Set(kinds())], ['blob_changed'])
  rmSync(one)
  assert.deepEqual([...new Set(kinds())], ['blob_missing'])
  const refused = gongxin(['backup', join(spoilt, 'c.gx'), '--data', spoilt])
  assert.notEqual(refused.code, 0)
  assert.ok(refused.err.includes('backup.blob_unsound'), refused.err)
  assert.ok(!existsSync(join(spoilt, 'c.gx')))
})

/** A clamd that knows one word; gives its port. */
async function scanner(t) {
  const seen = []
  const listener = createServer((socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more])
      if (!bytes.subarray(0, 10).equals(Buffer.from('zINSTREAM\0')) && bytes.length >= 10) return socket.destroy()
      let at = 10
      const parts = []
      while (at + 4 <= bytes.length) {
        const size = bytes.readUInt32BE(at)
        if (size === 0) {
          const file = Buffer.concat(parts)
          seen.push(file)
          return socket.end(file.includes('MALWARE') ? 'stream: Test.Malware FOUND\0' : 'stream: OK\0')
        }
        if (at + 4 + size > bytes.length) return undefined
        parts.push(bytes.subarray(at + 4, at + 4 + size))
        at += 4 + size
      }
      return undefined
    })
  })
  await new Promise((done) => listener.listen(0, '127.0.0.1', done))
  const close = () => new Promise((done) => listener.close(done))
  t.after(close)
  return { port: listener.address().port, seen, close }
}

test('with a virus scan nothing enters unseen, and nothing at all while it is down', async (t) => {
  const store = copyStore(t, data).data
  const clamd = await scanner(t)
  const running = await serve(t, ['--data', store, '--demo', '--clamav', `127.0.0.1:${clamd.port}`])
  const clean = await post(running, pdf('clean'), clerk, { name: 'clean.pdf' })
  assert.equal(clean.status, 201, JSON.stringify(clean.body))
  assert.ok(clamd.seen[0].equals(pdf('clean')))
  const infected = await post(running, pdf('MALWARE'), clerk, { name: 'infected.pdf' })
  assert.equal(infected.status, 422)
  assert.equal(infected.body.reason, 'attachment.infected')
  await clamd.close()
  const down = await post(running, pdf('later'), clerk, { name: 'later.pdf' })
  assert.equal(down.status, 503)
  assert.equal(down.body.reason, 'attachment.scan_unavailable')
  assert.ok(Number(down.headers.get('retry-after')) > 0)
  assert.ok(!sqlite(join(store, 'gongxin.db'), 'SELECT content FROM attachment').includes('later.pdf'))
  assert.ok(gongxin(['serve', '--data', store, '--clamav', 'nowhere']).err.includes('options.clamav'))
})
