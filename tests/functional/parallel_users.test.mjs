// SPDX-License-Identifier: Apache-2.0
// Two hundred people at once, with tokens and sessions of every role and scope, at lists, objects, searches, exports and writes:
// no row out of reach, no 5xx, no dropped connection. GX_PARALLEL_SECONDS: how long (10; a release check takes 60). ASSURANCE S1, L4
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { after, before, test } from 'node:test'
import { Browser, passwords } from './accounts_support.mjs'
import { caller, furnishCounty, RELATIONS } from './matrix/county.mjs'
import { operationsOf, readMatrix } from './matrix/expected.mjs'
import { demo, serve } from './support.mjs'

const seconds = Number(process.env.GX_PARALLEL_SECONDS ?? (process.env.GONGXIN_LONG ? 60 : 10))
const USERS = 200
const undo = []
const suite = { after: (f) => undo.push(f) }
const matrix = readMatrix()
let server
let county
let actors
let operations
let bodies

before(async () => {
  const data = demo(suite)
  const users = passwords(data)
  server = await serve(suite, ['--data', data, '--demo', '--rate-limits', 'off'])
  operations = operationsOf((await server.api('/openapi.json')).body)
  county = await furnishCounty(server, data)
  const office = caller(server, county.make('matrix-map', 'R2'))
  actors = []
  // The sessions have the other roles.
  const wide = ['R1', 'R2', 'R3', 'R8', 'R9']
  const [sys, sec] = [new Browser(server), new Browser(server)]
  assert.equal((await sys.signIn('sysadmin', users.sysadmin.password)).status, 200)
  assert.equal((await sec.signIn('secadmin', users.secadmin.password)).status, 200)
  const add = async (role, kind, ref) => {
    const account = `pu-${role.toLowerCase()}-${kind}`
    const made = await sys.post('/accounts', { username: account, name: '示范用户' })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const granted = await sec.put(`/accounts/${made.body.id}/grants`, { grants: [{ role, scope: { kind, ...(ref ? { ref } : {}) } }], version: made.body.version ?? 1 })
    assert.equal(granted.status, 200, JSON.stringify(granted.body))
    const token = await sec.post('/tokens', { account, roles: [role] })
    assert.equal(token.status, 201, JSON.stringify(token.body))
    actors.push({ roles: [role], kind, ref, name: `${role}@${kind}`, headers: { authorization: `Bearer ${token.body.token}` } })
  }
  for (const role of wide) for (const [kind, ref] of [['tenant'], ['body', county.own.body], ['division', county.division]]) await add(role, kind, ref)
  for (const role of ['R4', 'R5', 'R6']) for (const [kind, ref] of [['body', county.own.body], ['division', county.division]]) await add(role, kind, ref)
  for (const [username, { role, password }] of Object.entries(users)) {
    if (role === 'R10' || role === 'self') continue
    const one = new Browser(server)
    const answer = await one.signIn(username, password)
    if (answer.status !== 200) continue
    const scope = answer.body.roles[0].scope
    actors.push({ roles: answer.body.roles.map(({ id }) => id), kind: scope.kind, ref: scope.ref, name: `${username}@session`, headers: { cookie: `gx=${one.cookie}`, 'x-csrf-token': one.csrf } })
  }
  bodies = new Map()
  for (let page = 1, more = true; more; page++) {
    const { items } = (await office('GET', `/bodies?limit=200&state=all&page=${page}`)).body
    for (const item of items) bodies.set(item.id, item)
    more = items.length === 200
  }
  for (const actor of actors) actor.reach = reachOf(actor)
})
after(async () => { for (const f of undo.reverse()) await f() })

/** Ids of the bodies that an actor may see. */
function reachOf(actor) {
  if (actor.kind === 'tenant') return new Set(bodies.keys())
  if (actor.kind === 'division') return new Set([...bodies.values()].filter((body) => body.division_code === actor.ref).map(({ id }) => id))
  if (actor.kind !== 'body') return new Set()
  const below = new Set([...bodies.values()].filter((body) => body.id === actor.ref || body.code === actor.ref).map(({ id }) => id))
  for (let grown = true; grown;) {
    grown = false
    for (const body of bodies.values()) {
      const parent = body.parent?.id ?? body.parent_id
      if (parent && below.has(parent) && !below.has(body.id)) grown = !!below.add(body.id)
    }
  }
  return below
}

const agent = new Agent({ keepAlive: true, maxSockets: USERS })
const tally = { requests: 0, rows: 0, objects: 0, hidden: 0, exports: 0, exportRows: 0, writes: 0, dropped: 0 }
const statuses = {}
const wrong = []

const ask = (actor, method, path, json) => new Promise((done) => {
  const url = new URL(`${server.url}/api/v1${path}`)
  const body = json === undefined ? undefined : JSON.stringify(json)
  const out = request({ hostname: url.hostname, port: url.port, path: url.pathname + url.search, method, agent,
    headers: { ...actor.headers, ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) } }, (answer) => {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('data', (part) => { text += part })
    answer.on('error', (error) => dropped(error))
    answer.on('end', () => {
      tally.requests += 1
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1
      if (answer.statusCode >= 500) wrong.push(`${answer.statusCode} ${actor.name} ${method} ${path} ${text.slice(0, 200)}`)
      const isJson = (answer.headers['content-type'] ?? '').includes('json')
      done({ status: answer.statusCode, text, body: isJson && text ? JSON.parse(text) : undefined })
    })
  })
  const dropped = (error) => {
    tally.dropped += 1
    wrong.push(`dropped ${actor.name} ${method} ${path}: ${error.message}`)
    done({ status: 0, text: '' })
  }
  out.on('error', dropped)
  out.end(body)
})

const pick = (list) => list[Math.floor(Math.random() * list.length)]
const may = (actor, id) => actor.roles.some((role) => matrix.operations.get(id)?.may.has(role))
/** Texts that only rows of the parent, the sibling and the foreign body hold. */
const foreignText = (actor) => RELATIONS.filter((relation) => relation !== 'foreign' && !actor.reach.has(county[relation].body))
  .flatMap((relation) => [`${{ parent: '矩阵上级', own: '矩阵本级', child: '矩阵下级', sibling: '矩阵同级' }[relation]}的`, `${county[relation].code}-A`])

function judgeRows(actor, operation, answer, path) {
  if (answer.status !== 200) return wrong.push(`${answer.status} ${actor.name} ${path}`)
  // The audit administrator reads the whole log: that is the office.
  if (actor.roles.includes('R17') && operation.id === 'listJournal') return
  for (const item of answer.body.items ?? []) {
    const body = operation.path.startsWith('/bodies') ? item.id : item.body_id ?? item.body?.id
    if (!body) continue
    tally.rows += 1
    if (!actor.reach.has(body)) wrong.push(`${actor.name} ${path}: row of ${body}`)
  }
  for (const text of foreignText(actor)) if (answer.text.includes(text)) wrong.push(`${actor.name} ${path}: holds ${text}`)
}

async function readList(actor) {
  const all = operations.filter((each) => each.method === 'GET' && each.scope === 'rows' && !each.path.includes('{') && may(actor, each.id)
    && !['listAttachments', 'getBodyTree', 'listImportKinds', 'listExportKinds', 'listImports', 'listExports'].includes(each.id) && each.parameters.length > 0)
  if (all.length === 0) return
  const operation = pick(all)
  const knows = (name) => operation.parameters.some((parameter) => JSON.stringify(parameter).match(new RegExp(`"${name}"|/${name}"`)))
  const query = [knows('limit') ? `limit=${pick([1, 20, 50, 200])}` : '', knows('q') && Math.random() < 0.4 ? `q=${encodeURIComponent(pick(['矩阵', '局', '承诺', 'MX', '示范']))}` : ''].filter(Boolean).join('&')
  const path = `${operation.path}${query ? `?${query}` : ''}`
  judgeRows(actor, operation, await ask(actor, 'GET', path), path)
}

const OBJECTS = [['getStaffBody', '/bodies/', 'body'], ['getPost', '/posts/', 'post'], ['getStaffObligation', '/obligations/', 'obligation'], ['getObligationFile', '/obligations/', 'obligation', '/file'],
  ['getStatement', '/statements/', 'statement'], ['getHandover', '/handovers/', 'handover'], ['getOfficial', '/officials/', 'official', `?reason=${encodeURIComponent('核对信息')}`]]
async function readObject(actor) {
  const all = OBJECTS.filter(([id]) => may(actor, id))
  if (all.length === 0) return
  const [, prefix, kind, suffix = ''] = pick(all)
  const relation = pick(RELATIONS)
  const path = `${prefix}${county[relation][kind]}${suffix}`
  const answer = await ask(actor, 'GET', path)
  const near = actor.reach.has(county[relation].body)
  if (near) tally.objects += 1
  else tally.hidden += 1
  if (answer.status !== (near ? 200 : 404)) wrong.push(`${answer.status} for ${relation}: ${actor.name} ${path} ${answer.text.slice(0, 160)}`)
}

async function takeOut(actor) {
  if (!may(actor, 'startExport')) return
  const kinds = (await ask(actor, 'GET', '/exports/kinds')).body?.items ?? []
  const kind = pick(kinds)?.kind ?? pick(kinds)?.id
  if (!kind) return
  const begun = await ask(actor, 'POST', '/exports', { kind, format: 'csv' })
  // So many exports at once may be told to wait.
  if (begun.status === 429 || begun.status === 409) return
  if (begun.status !== 202) return wrong.push(`${begun.status} ${actor.name} export ${kind} ${begun.text.slice(0, 160)}`)
  for (let i = 0; i < 200; i++) {
    const { state } = (await ask(actor, 'GET', `/exports/${begun.body.id}`)).body ?? {}
    if (state === 'done') break
    if (!['queued', 'running'].includes(state)) return wrong.push(`export ${kind} of ${actor.name} is ${state}`)
    await new Promise((done) => setTimeout(done, 100))
    if (Date.now() > until + 20_000) return
  }
  const file = await ask(actor, 'GET', `/exports/${begun.body.id}/file`)
  if (file.status !== 200) return wrong.push(`${file.status} ${actor.name} file of export ${kind}`)
  tally.exports += 1
  tally.exportRows += file.text.trimEnd().split('\n').length - 1
  for (const text of foreignText(actor)) if (file.text.includes(text)) wrong.push(`${actor.name} export ${kind}: holds ${text}`)
  // Nobody else's.
  const other = pick(actors.filter((each) => each !== actor && may(each, 'startExport')))
  if ((await ask(other, 'GET', `/exports/${begun.body.id}/file`)).status !== 404) wrong.push(`${other.name} reads an export of ${actor.name}`)
}

async function write(actor) {
  const relation = pick(RELATIONS)
  const near = actor.reach.has(county[relation].body)
  if (!may(actor, 'addPayment')) {
    const answer = await ask(actor, 'POST', `/obligations/${county.own.obligation}/payments`, { paid_on: '2024-06-01', amount_fen: 1 })
    if (answer.status !== 403) wrong.push(`${answer.status} ${actor.name} pays`)
    return
  }
  const answer = await ask(actor, 'POST', `/obligations/${county[relation].obligation}/payments`, { paid_on: '2024-06-01', amount_fen: 0 + Math.ceil(Math.random() * 3) })
  tally.writes += near ? 1 : 0
  if (near ? ![200, 201, 400, 409, 412, 422].includes(answer.status) : answer.status !== 404) wrong.push(`${answer.status} for ${relation}: ${actor.name} pays ${answer.text.slice(0, 160)}`)
}

let until
test(`${USERS} mixed users for ${seconds} s`, async (t) => {
  until = Date.now() + seconds * 1000
  await Promise.all(Array.from({ length: USERS }, async (_, index) => {
    const actor = actors[index % actors.length]
    while (Date.now() < until && wrong.length < 100) {
      const dice = Math.random()
      if (dice < 0.5) await readList(actor)
      else if (dice < 0.85) await readObject(actor)
      else if (dice < 0.88) await ask(actor, 'GET', `/public/search?q=${encodeURIComponent(pick(['矩阵', '财政', '局']))}`)
      else if (dice < 0.97) await write(actor)
      else await takeOut(actor)
    }
  }))
  agent.destroy()
  t.diagnostic(JSON.stringify({ actors: actors.length, users: USERS, seconds, ...tally, statuses }))
  assert.deepEqual(wrong.slice(0, 20), [])
  assert.equal(tally.dropped, 0)
  assert.ok(tally.requests > 20 * seconds && tally.rows > 500 && tally.hidden > 20 && tally.objects > 20, JSON.stringify(tally))
  assert.equal((await server.api('/healthz')).status, 200)
})
