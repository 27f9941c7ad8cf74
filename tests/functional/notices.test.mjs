// SPDX-License-Identifier: Apache-2.0
// To-dos and notices over the real binary: the ladder day by day in a drill, each rung once across restarts, mail and webhooks that
// really arrive, a sink that is down.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { demo, expect, gongxin, noticed, serve, sqlite, until } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
const start = '2026-09-21'
let data
let server
let clerk
let boss
let mail
let hooks
let duty

/** A mail server that keeps what it is given; `close` makes it unreachable, `listen` brings it back. */
function mailSink() {
  const sink = { messages: [], port: 0, server: null, sockets: new Set() }
  const speak = (socket) => {
    sink.sockets.add(socket)
    socket.on('close', () => sink.sockets.delete(socket))
    socket.on('error', () => {})
    let data = null
    let from = ''
    let to = []
    let rest = ''
    socket.write('220 sink.example ESMTP\r\n')
    socket.on('data', (bytes) => {
      rest += bytes.toString('latin1')
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (data !== null) {
          if (line === '.') {
            sink.messages.push({ from, to, text: data.join('\r\n') })
            data = null
            socket.write('250 kept\r\n')
          } else data.push(line.startsWith('.') ? line.slice(1) : line)
          continue
        }
        const word = line.slice(0, 4).toUpperCase()
        if (word === 'EHLO') socket.write('250-sink.example\r\n250 8BITMIME\r\n')
        else if (word === 'MAIL') { from = line; to = []; socket.write('250 ok\r\n') }
        else if (word === 'RCPT') { to.push(line); socket.write('250 ok\r\n') }
        else if (word === 'DATA') { data = []; socket.write('354 go on\r\n') }
        else if (word === 'QUIT') socket.end('221 bye\r\n')
        else socket.write('502 unknown\r\n')
      }
    })
  }
  sink.listen = () => new Promise((done) => {
    sink.server = createServer(speak)
    sink.server.listen(sink.port, '127.0.0.1', () => { sink.port = sink.server.address().port; done() })
  })
  sink.close = () => new Promise((done) => {
    for (const socket of sink.sockets) socket.destroy()
    sink.server.close(done)
  })
  return sink
}

/** The decoded subject and text of a message. */
function decoded(message) {
  const [head, body] = message.text.split(/\r\n\r\n/)
  const subject = [...head.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/g)].map(([, part]) => Buffer.from(part, 'base64').toString('utf8')).join('')
  return { head, subject, text: Buffer.from(body.replace(/\s/g, ''), 'base64').toString('utf8') }
}

async function hookSink() {
  const sink = { calls: [], status: 204 }
  sink.server = createHttpServer((request, response) => {
    const parts = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      sink.calls.push({ headers: request.headers, method: request.method, url: request.url, body: Buffer.concat(parts).toString('utf8') })
      response.statusCode = sink.status
      response.end()
    })
  })
  await new Promise((done) => sink.server.listen(0, '127.0.0.1', done))
  sink.port = sink.server.address().port
  return sink
}

const make = (...args) => JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', ...args]).out).token
const call = (token, method, path, body) => server.api(path, {
  method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
const get = (path, token = clerk) => call(token, 'GET', path)
const move = async (today) => {
  const moved = await call(boss, 'POST', '/drill/clock', { today })
  assert.equal(moved.status, 200, JSON.stringify(moved.body))
  assert.equal(moved.body.today, today)
  return moved.body.ran
}
const nextDay = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
const open = (more = {}) => serve(suite, ['--data', data, '--demo', '--drill', '--drill-start', more.day ?? start, '--outbox-retry', '1',
  '--smtp', `smtp+plain://127.0.0.1:${mail.port}`, '--smtp-from', 'office@county.example', '--webhook-host', `internal:127.0.0.1:${hooks.port}`])
/** The to-do of one duty in a tab, or nothing. */
const todoOf = async (id, tab = 'todo', token = clerk) => {
  for (const kind of ['obligation_due', 'obligation_overdue']) {
    for (let page = 1; page < 10; page++) {
      const list = (await get(`/todos?tab=${tab}&kind=${kind}&body=${duty.body}&limit=200&page=${page}`, token)).body
      const found = list.items.find((item) => item.subject.id === id)
      if (found) return found
      if (list.items.length < 200) break
    }
  }
  return undefined
}
const rungsOf = async (todo, token = clerk) => {
  const list = (await get('/notices?limit=200', token)).body
  return list.items.filter((one) => one.object.id === todo).map((one) => `${new Date(Date.parse(one.made_at) + 8 * 3_600_000).toISOString().slice(0, 10)} ${one.rung}`).reverse()
}

before(async () => {
  mail = mailSink()
  await mail.listen()
  hooks = await hookSink()
  suite.after(() => mail.close())
  suite.after(() => new Promise((done) => { hooks.server.closeAllConnections(); hooks.server.close(done) }))
  data = demo(suite)
  clerk = make('--user', 'clerk-1', '--role', 'R2')
  boss = make('--user', 'boss-1', '--role', 'R1')
  server = await open()
  const body = (await server.api('/public/bodies?tenant=990101&limit=1')).body.items[0].id
  duty = { kind: 'policy_promise', title: '兑现搬迁奖励', source: { kind: 'promise', title: '招商承诺书' }, domain: 'investment', body,
    made_on: '2026-09-01', due_on: '2026-10-12', counterparty: { name: '测试公司', type: 'private' } }
})
after(async () => { for (const f of undo.reverse()) await f() })

test('the first round opens what is there and tells it once', async () => {
  const counts = await until('the first round', async () => {
    const answer = await get('/todos/counts')
    return answer.body.unread_notices > 0 && answer.body
  })
  const list = (await get('/todos?limit=200')).body
  assert.equal(counts.todo, list.total)
  assert.equal(Object.values(counts.by_light).reduce((all, one) => all + one, 0), counts.todo)
  const notices = (await get('/notices?unread=true')).body
  assert.equal(notices.total, counts.unread_notices)
  assert.deepEqual(notices.items.map((one) => [one.kind, one.text.zh.includes(String(counts.todo))]), [['todo_backlog', true]])
  assert.ok(list.items.every((item) => item.light && item.kind_name.zh && item.source.length > 0))
  const byDay = list.items.map((item) => item.due_on)
  assert.deepEqual(byDay, byDay.toSorted(), 'nearest first')
  assert.equal((await get('/todos?tab=overdue')).body.total, counts.overdue)
  // Nothing is ever said of the real city.
  assert.equal(sqlite(join(data, 'gongxin.db'), `SELECT count(*) FROM todo WHERE tenant <> '990101'`).trim(), '0')
  const marked = await call(clerk, 'POST', '/notices/read', { all: true })
  assert.equal(marked.body.marked, 1)
  assert.equal((await get('/todos/counts')).body.unread_notices, 0)
})

test('lights and notices follow the ladder over the long holiday', async () => {
  const made = await call(clerk, 'POST', '/obligations', duty)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  duty.id = made.body.id
  await until('the to-do', () => todoOf(duty.id))
  const set = await call(clerk, 'PUT', '/me/notice-channels', { email: 'clerk@county.example', webhook: { url: `http://127.0.0.1:${hooks.port}/hook` } })
  assert.equal(set.status, 200, JSON.stringify(set.body))
  hooks.secret = set.body.webhook.secret
  // 1 to 7 October 2026 are off, 10 October is worked.
  const expected = { '2026-09-21': 'green 10', '2026-09-24': 'green 7', '2026-09-27': 'green 7', '2026-09-28': 'green 6', '2026-09-29': 'blue 5',
    '2026-09-30': 'blue 4', '2026-10-07': 'blue 4', '2026-10-08': 'blue 3', '2026-10-09': 'yellow 2', '2026-10-10': 'yellow 1', '2026-10-11': 'yellow 1',
    '2026-10-12': 'yellow 0', '2026-10-13': 'yellow -1', '2026-10-26': 'yellow -10' }
  let due
  for (let day = start; day <= '2026-10-26'; day = nextDay(day)) {
    await move(day)
    const todo = await todoOf(duty.id)
    if (day <= '2026-10-12') due = todo.id
    if (expected[day]) assert.equal(`${todo.light} ${todo.remaining_working_days}`, expected[day], day)
    assert.equal(todo.kind, day <= '2026-10-12' ? 'obligation_due' : 'obligation_overdue', day)
  }
  assert.deepEqual(await rungsOf(due), ['2026-09-29 near', '2026-10-09 soon', '2026-10-12 day'])
  const late = await todoOf(duty.id, 'overdue')
  assert.deepEqual(await rungsOf(late.id), ['2026-10-13 overdue'])
  assert.equal((await todoOf(duty.id, 'done')).outcome, 'overdue')
  assert.equal((await todoOf(duty.id, 'mine')).id, due, 'started by who registered it')
})

test('mail arrives in UTF-8 and webhooks are signed', async () => {
  const about = (text) => text.includes(duty.title)
  const letters = await until('four letters', () => {
    const found = mail.messages.filter((one) => about(decoded(one).subject))
    return found.length >= 4 && found
  })
  assert.equal(letters.length, 4)
  const near = decoded(letters[0])
  assert.equal(near.subject, '临近到期：兑现搬迁奖励')
  assert.match(near.text, /将于 2026-10-12 到期，剩余 5 个工作日。\n\nDue soon: 兑现搬迁奖励\n/)
  assert.match(near.head, /^From: <office@county\.example>\r$/m)
  assert.match(letters[0].from, /<office@county\.example>/)
  assert.deepEqual(letters[0].to.map((line) => /<(.*)>/.exec(line)[1]), ['clerk@county.example'])
  const calls = await until('four calls', () => {
    const found = hooks.calls.filter((one) => about(one.body))
    return found.length >= 4 && found
  })
  assert.equal(calls.length, 4)
  for (const one of calls) {
    assert.equal(one.method, 'POST')
    assert.equal(one.headers['content-type'], 'application/json')
    const [name, mac] = one.headers['x-gongxin-signature'].split('=')
    const wanted = createHmac(name.replace('hmac-', ''), hooks.secret).update(`${one.headers['x-gongxin-timestamp']}.${one.body}`).digest('hex')
    assert.equal(mac, wanted)
    assert.ok(Math.abs(Number(one.headers['x-gongxin-timestamp']) - Date.now() / 1000) < 600)
  }
  const first = JSON.parse(calls[0].body)
  assert.deepEqual([first.kind, first.params.left, first.object.type], ['duty_near', 5, 'todo'])
})

test('a rung is fired once, however often the server starts around it', async () => {
  const todo = await todoOf(duty.id, 'overdue')
  assert.deepEqual(await rungsOf(todo.id, boss), [])
  for (const [i, day] of ['2026-10-26', '2026-10-27', '2026-10-27', '2026-10-27', '2026-10-28'].entries()) {
    server.child.kill(i === 4 ? 'SIGKILL' : 'SIGTERM')
    await server.ended
    server = await open({ day })
    await until(`the round of ${day}`, () => sqlite(join(data, 'gongxin.db'), `SELECT day FROM job_claim WHERE tenant = '990101' AND job = 'todos' AND until_at = 0`).trim() ===
      String(Date.parse(day) / 86_400_000))
  }
  const office = (await get('/notices?limit=200', boss)).body.items.filter((one) => one.object.id === todo.id)
  assert.deepEqual(office.map((one) => [one.rung, one.copied, one.kind]), [['office', true, 'duty_escalated']])
  assert.equal((await todoOf(duty.id, 'cc', boss)).id, todo.id)
  assert.equal((await todoOf(duty.id, 'cc', clerk)), undefined)
  assert.equal((await todoOf(duty.id)).light, 'orange')
})

test('what cannot be delivered is tried again and arrives later', async () => {
  const file = join(data, 'gongxin.db')
  await mail.close()
  hooks.status = 503
  const told = { ...duty, title: '兑现用地奖励', due_on: '2026-10-30' }
  delete told.id
  const before = mail.messages.length
  const made = await call(clerk, 'POST', '/obligations', told)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const waiting = `SELECT channel, last_reason, attempts > 1 FROM outbox WHERE state = 'waiting' AND attempts > 1 ORDER BY channel`
  await until('two failed attempts each', () => {
    const rows = sqlite(file, waiting).trim().split('\n')
    return rows.includes('email|outbound.unreachable|1') && rows.includes('webhook|outbound.status|1')
  })
  await mail.listen()
  hooks.status = 200
  const letter = await until('the letter', () => mail.messages.slice(before).map(decoded).find((one) => one.subject.includes(told.title)))
  assert.match(letter.text, /2026-10-30/)
  await until('all sent', () => sqlite(file, `SELECT count(*) FROM outbox WHERE state = 'waiting'`).trim() === '0')
  assert.equal(mail.messages.slice(before).map(decoded).filter((one) => one.subject.includes(told.title)).length, 1)
})

test('late completion stays late; signing tells an outcome for each', async () => {
  const todo = await todoOf(duty.id)
  const other = (await get(`/todos?limit=3`)).body.items.find((item) => item.id !== todo.id)
  const signed = await call(clerk, 'POST', '/todos/sign', { ids: [todo.id, other.id, 'nothing', todo.id] })
  assert.deepEqual(signed.body.items.map((one) => [one.ok, one.reason]), [[true, undefined], [true, undefined], [false, 'todo.unknown'], [false, 'todo.twice']])
  const again = await call(clerk, 'POST', '/todos/sign', { ids: [todo.id] })
  assert.deepEqual(again.body.items, [{ id: todo.id, ok: false, reason: 'todo.signed' }])
  const shown = await todoOf(duty.id)
  assert.deepEqual([shown.state, shown.signed_by, shown.signed_on], ['signed', 'clerk-1', '2026-10-28'])
  assert.equal((await call(clerk, 'POST', '/todos/sign', { ids: [] })).body.reason, 'todo.ids_count')
  const reader = make('--user', 'reader-1', '--actions', 'todo.read')
  await noticed(server, data, reader)
  assert.equal((await get('/todos', reader)).body.total, 0, 'no right to any kind, nothing to see')
  assert.equal((await call(reader, 'POST', '/todos/sign', { ids: [todo.id] })).status, 403)
  assert.equal((await get('/notices', reader)).status, 403)
})

test('the first screen shows each part to whoever may read it', async () => {
  const bench = (await get('/workbench')).body
  assert.ok(bench.todos.todo > 0 && bench.overdue.length > 0 && bench.overdue.length <= 5 && bench.due_soon.length <= 5, JSON.stringify(bench).slice(0, 600))
  assert.ok(bench.overdue.every((item) => item.remaining_working_days < 0))
  assert.ok(bench.bodies.length > 0 && bench.bodies.every((one) => one.body.name && one.period && Number.isInteger(one.score)))
  assert.equal(bench.statements.period, '2025')
  assert.ok(bench.statements.filed > 0)
  assert.ok(bench.notices.length > 0)
})

test('channels are sealed, and go only where they may', async () => {
  const refused = async (input, reason) => {
    const answer = await call(boss, 'PUT', '/me/notice-channels', input)
    assert.equal(answer.status, 400)
    assert.equal(answer.body.reason, reason)
  }
  await refused({ email: 'no address' }, 'channel.email_form')
  await refused({ email: 'a@b>\r\nBcc: c@d' }, 'channel.email_form')
  await refused({ webhook: { url: 'https://evil.example/hook' } }, 'channel.host_not_listed')
  await refused({ webhook: { url: `http://127.0.0.1:${hooks.port + 1}/` } }, 'channel.host_not_listed')
  await refused({ webhook: { url: `http://0x7f.1:${hooks.port}/` } }, 'channel.url_form')
  await refused({ webhook: { url: 'ftp://127.0.0.1/' } }, 'channel.url_form')
  await refused({ phone: '1' }, 'json.member_unknown')
  const mine = (await get('/me/notice-channels')).body
  assert.deepEqual(mine, { email: 'clerk@county.example', webhook: { url: `http://127.0.0.1:${hooks.port}/hook` } })
  assert.deepEqual((await get('/me/notice-channels', boss)).body, {})
  const dump = sqlite(join(data, 'gongxin.db'), '.dump')
  for (const secret of ['clerk@county.example', hooks.secret, `${hooks.port}/hook`]) assert.ok(!dump.includes(secret))
  assert.deepEqual((await call(clerk, 'PUT', '/me/notice-channels', {})).body, {})
  assert.deepEqual((await get('/me/notice-channels')).body, {})
})

test('the clock goes on only, and only in a drill', async () => {
  assert.equal((await call(boss, 'POST', '/drill/clock', { today: '2026-10-27' })).body.reason, 'drill.backwards')
  assert.equal((await call(boss, 'POST', '/drill/clock', { today: '2027-12-31' })).body.reason, 'drill.too_far')
  assert.equal((await call(boss, 'POST', '/drill/clock', { today: 'tomorrow' })).status, 400)
  assert.equal((await get('/drill/clock', boss)).body.today, '2026-10-28')
  const ran = await move('2027-01-15')
  // The server's own thread may be first with a day; what this call ran it names, each day once.
  const days = ran.filter((one) => one.job === 'todos').map((one) => one.day)
  assert.equal(new Set(days).size, days.length)
  assert.ok(days.length > 40 && days.length <= 79 && days.every((day) => day > '2026-10-28' && day <= '2027-01-15'), String(days.length))
  assert.equal(sqlite(join(data, 'gongxin.db'), "SELECT max(day) FROM job_claim WHERE tenant = '990101'").trim(), String(Date.parse('2027-01-15') / 86_400_000))
  // What rests on a year without calendar shows no light.
  const list = (await get('/todos?limit=200&sort=-remaining')).body
  assert.ok(list.items.some((item) => item.provisional))
  for (const item of list.items) if (item.due_on >= '2027-01-01') assert.deepEqual([item.light, item.provisional], ['grey', true])
  const done = gongxin(['serve', '--data', data, '--drill', '--listen', '127.0.0.1:0'])
  assert.notEqual(done.code, 0)
  assert.ok(done.err.includes('options.drill'), done.err)
  server.child.kill('SIGTERM')
  await server.ended
  assert.equal(JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).ok, true)
  server = await serve(suite, ['--data', data, '--demo'])
  assert.equal((await get('/drill/clock', boss)).body.reason, 'drill.off')
  assert.equal((await call(boss, 'POST', '/drill/clock', { today: '2027-10-29' })).body.reason, 'drill.off')
})
