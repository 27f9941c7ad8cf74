// SPDX-License-Identifier: Apache-2.0
// Planted identity numbers, phones, passwords, tokens and names in every member, parameter, header and file that the API takes, good
// and refused: none of them stands in the server's log; no secret and no number in the store. ASSURANCE S2, S12
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Browser, cookieOf, passwords } from './accounts_support.mjs'
import { caller, furnishCounty } from './matrix/county.mjs'
import { REQUESTS } from './matrix/requests.mjs'
import { operationsOf } from './matrix/expected.mjs'
import { demo, serve, sqlite, until } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let server
let users
let log = ''
let document
/** {text, where, kind}: what was sent, and in which field. */
const planted = []
const secrets = []
const accepted = new Map()
const kindsTaken = new Set()

/** A right identity number from 17 digits. */
function idNumber(digits) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return digits + '10X98765432'[weights.reduce((all, weight, i) => all + weight * Number(digits[i]), 0) % 11]
}
let serial = 0
function plant(kind, where) {
  serial += 1
  const n = String(serial).padStart(4, '0')
  const text = { number: () => idNumber(`211382197${7 + Number(n[0]) % 3}0${1 + Number(n[1]) % 9}1${Number(n[2])}${n[3]}${n.slice(1, 3)}`), phone: () => `1397${n}${String(serial * 7 % 1000).padStart(3, '0')}`,
    password: () => `Kanarie-${n}-wachtwoord-Zq`, name: () => `鸑鷟金丝雀${n}` }[kind]()
  planted.push({ text, where, kind })
  return text
}

before(async () => {
  data = demo(suite)
  users = passwords(data)
  server = await serve(suite, ['--data', data, '--demo', '--rate-limits', 'off', '--access-log'])
  server.child.stderr.on('data', (text) => { log += text })
  document = (await server.api('/openapi.json')).body
})
after(async () => { for (const f of undo.reverse()) await f() })

const resolve = (part) => (part?.$ref ? resolve(part.$ref.slice(2).split('/').reduce((at, key) => at[key], document)) : part ?? {})
/** Pointers of the text members of a schema. */
function textMembers(part, at = [], depth = 0) {
  const schema = resolve(part)
  const type = [schema.type ?? ''].flat()
  if (type.includes('string') || type.length === 0) return [at]
  if (type.includes('array') && depth < 3) return textMembers(schema.items, [...at, 0], depth + 1)
  if (type.includes('object') && depth < 3) return [...Object.entries(schema.properties ?? {}).flatMap(([name, member]) => textMembers(member, [...at, name], depth + 1)), ...(schema.additionalProperties === true ? [[...at, 'free']] : [])]
  return []
}
function placed(body, at, value) {
  const out = structuredClone(body)
  let inner = out
  for (const [i, key] of at.entries()) {
    if (i === at.length - 1) inner[key] = value
    else inner = inner[key] ??= typeof at[i + 1] === 'number' ? [] : {}
    if (inner === null || typeof inner !== 'object') return out
  }
  return out
}

test('every member, parameter, path and header of every operation is tried with something planted', async () => {
  const county = await furnishCounty(server, data)
  const principals = JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8'))
  secrets.push(...principals.map((one) => one.headers.Authorization.slice(7)))
  const operations = operationsOf(document)
  const send = async (operation, path, body, headers, where, text) => {
    const answer = await server.api(path, { method: operation.method, headers, body })
    assert.ok(answer.status < 500, `${where}: ${answer.status}`)
    if (answer.status < 300 && operation.method !== 'GET') accepted.set(text, where)
  }
  for (const operation of operations) {
    const whole = document.paths[operation.path][operation.method.toLowerCase()]
    const able = principals.find((one) => one.roles.some((role) => operation.roles.includes(role)))
    const headers = able ? { ...able.headers } : {}
    const request = REQUESTS[operation.id]
    const object = county.child
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(request?.ids?.(object)?.[name] ?? 'nothing'))
    for (const kind of ['number', 'phone']) {
      for (const parameter of operation.parameters.map(resolve)) {
        const where = `${operation.id} ${parameter.in} ${parameter.name}`
        const text = plant(kind, where)
        if (parameter.in === 'query') await send(operation, `${path}?${parameter.name}=${text}`, operation.method === 'GET' ? undefined : '{}', headers, where, text)
        if (parameter.in === 'path') await send(operation, operation.path.replace(/\{\w+\}/g, text), operation.method === 'GET' ? undefined : '{}', headers, where, text)
      }
      const json = whole.requestBody?.content?.['application/json']?.schema
      if (!json || SELF.test(operation.id)) continue
      const good = request?.body?.(object, county) ?? {}
      for (const at of textMembers(json)) {
        const where = `${operation.id} ${at.join('/')}`
        const text = plant(kind, where)
        await send(operation, path, JSON.stringify(placed(good, at, `甲${text}乙`)), { ...headers, 'content-type': 'application/json' }, where, text)
      }
      kindsTaken.add(kind)
    }
  }
  for (const name of ['user-agent', 'referer', 'x-access-reason', 'idempotency-key', 'x-forwarded-for', 'cookie', 'if-match', 'x-csrf-token', 'accept-language']) {
    for (const kind of ['number', 'phone']) {
      const text = plant(kind, name)
      await server.api('/obligations?limit=1', { headers: { ...principals[1].headers, [name]: text } })
      await server.api(`/${text}`, { headers: { [name]: text } })
    }
  }
  await server.api('/me', { headers: { authorization: `Bearer ${plant('password', 'bearer')}` } })
  await server.api('/me', { headers: { authorization: `Basic ${plant('password', 'basic')}` } })
  assert.ok(planted.length > 600, `${planted.length} planted`)
})
/** What would lock the accounts of the test. */
const SELF = /^(setGrants|revokeToken|setDrillClock|endMySession)$/

test('passwords, codes, cookies and new accounts: right, wrong and refused', async () => {
  const one = new Browser(server)
  for (const [username, password] of [['r5', plant('password', 'sign-in')], [plant('name', 'username'), plant('password', 'unknown')], [plant('phone', 'phone as username'), 'x'], [plant('password', 'password as username'), 'x']]) await one.signIn(username, password)
  assert.equal((await one.signIn('r5', users.r5.password)).status, 200)
  secrets.push(users.r5.password, one.cookie, one.csrf)
  const next = plant('password', 'new password')
  for (const body of [{ current: plant('password', 'wrong current'), next: 'x' }, { current: users.r5.password, next: plant('password', 'refused').slice(0, 9) }, { current: users.r5.password, next }]) await one.post('/me/password', body)
  await one.post('/me/totp')
  const { secret } = (await one.post('/me/totp')).body ?? {}
  if (secret) secrets.push(secret)
  await one.post('/me/reauthenticate', { password: plant('password', 'wrong proof') })
  secrets.push(one.cookie, one.csrf)
  const admin = new Browser(server)
  assert.equal((await admin.signIn('sysadmin', users.sysadmin.password)).status, 200)
  const made = await admin.post('/accounts', { username: 'canary-1', name: '示范新人' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  secrets.push(made.body.initial_password, admin.cookie, users.sysadmin.password)
  for (const path of [`/session?password=${plant('password', 'query')}`, `/${plant('password', 'path')}`]) await server.api(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  const broken = await server.api('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"username":"r5","password":"${plant('password', 'broken json')}` })
  assert.equal(broken.status, 400)
  assert.equal(cookieOf(broken), undefined)
})

test('files: names, rows of people', async () => {
  const make = JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8'))
  const clerk = make.find((one) => one.name === 'r2').headers
  const personnel = make.find((one) => one.name === 'r8').headers
  const obligation = (await server.api('/obligations?limit=1', { headers: clerk })).body.items[0].id
  for (const kind of ['number', 'phone', 'name']) {
    const name = plant(kind, 'attachment name')
    const answer = await server.api(`/attachments?name=${encodeURIComponent(`${name}.txt`)}&entity=obligation&entity_id=${obligation}`, { method: 'POST', headers: { ...clerk, 'content-type': 'application/octet-stream' }, body: '已付' })
    if (answer.status < 300) accepted.set(name, 'attachment name')
    assert.ok(answer.status < 500)
  }
  const rows = ['number', 'phone', 'name'].map((kind) => plant(kind, 'import row'))
  const header = '人员编号,所在单位,姓名,身份证号,联系电话,到岗日期\n'
  const files = [`${header}KN-1,990101-D09,${rows[2]},${rows[0]},${rows[1]},2020-07-01\n`, `${header}KN-2,无此单位,${plant('name', 'refused row')},${plant('number', 'refused row').replace(/.$/, 'Y')},${plant('phone', 'refused row')}9,2020-07-01\n`,
    `${header}${plant('number', 'number as staff_no')},990101-D09,${plant('name', 'row')},x,y,z\n`]
  for (const file of files) {
    for (const dry of ['true', 'false']) {
      const begun = await server.api(`/imports/officials?dry_run=${dry}&file_name=${encodeURIComponent(`${plant('phone', 'import file name')}.csv`)}`, { method: 'POST', headers: { ...personnel, 'content-type': 'application/octet-stream' }, body: file })
      assert.ok(begun.status < 500, JSON.stringify(begun.body))
      // Files of people come in by the command line only (officials.test.mjs); here even the refusal must tell no log of them.
      assert.equal(begun.status, 403, JSON.stringify(begun.body))
    }
  }
})

const filesBelow = (path) => readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))

test('the server log holds none of it, and each of its lines is one JSON object', async () => {
  const last = await server.api('/the-last-one')
  await until('the last line', () => log.includes(last.body.trace))
  const lines = log.trim().split('\n')
  assert.ok(lines.length > 600, `${lines.length} lines`)
  for (const line of lines) assert.doesNotThrow(() => JSON.parse(line), line)
  const held = new Set(log.match(/[1-9]\d{16}[\dX]|1397\d{7}|Kanarie-\d{4}-wachtwoord-Zq|鸑鷟金丝雀\d{4}/g) ?? [])
  const hits = [...planted.filter(({ text }) => held.has(text) || (/[^\x20-\x7e]/.test(text) && log.includes(encodeURIComponent(text)))).map(({ text, where }) => [text, where]),
    ...secrets.filter((text) => log.includes(text)).map((text) => [text, 'secret'])]
  assert.deepEqual(hits, [])
})

test('no secret and no official stands in the store, no number of a person outside the codes of the registers', (t) => {
  const dump = sqlite(join(data, 'gongxin.db'), '.dump')
  assert.ok(dump.length > 1_000_000)
  for (const text of [...secrets, ...planted.filter(({ kind }) => kind === 'password').map((one) => one.text)]) assert.equal(dump.includes(text), false, `${text} in the dump`)
  const candidates = /[1-9]\d{16}[\dX]|1397\d{7}|Kanarie-\d{4}-wachtwoord-Zq|鸑鷟金丝雀\d{4}/g
  const stored = new Map()
  const keep = (text, file) => { for (const [match] of text.matchAll(candidates)) stored.set(match, file) }
  keep(dump, 'dump')
  for (const path of filesBelow(data).filter((each) => !/accounts\.txt|principals\.json|\/keys\//.test(each))) keep(readFileSync(path, 'utf8'), path)
  const found = new Map()
  for (const { text, where, kind } of planted) {
    // A name in a free text cannot be told from another word; where a name belongs it is sealed.
    if (kind === 'name' && !where.includes('row')) continue
    if (stored.has(text)) found.set(`${where} (${kind})`, stored.get(text))
  }
  t.diagnostic(`${planted.length} planted, ${secrets.length} secrets, ${accepted.size} accepted writes`)
  assert.deepEqual([...found].filter(([where]) => !CODES.has(where.replace(/ \(\w+\)$/, ''))), [])
})
/** Codes, ids and digests are names that other offices gave: they are kept as they came (publication masks what looks like a person). */
const CODES = new Set(['registerBody code', 'registerBody successor_id', 'registerObligation code', 'registerObligation counterparty/code', 'addEvidence digest', 'openPost code'])
