// SPDX-License-Identifier: Apache-2.0
// Every public read is called with real ids; each answer must be exactly what the API document says: no member more, none
// that is required missing. Refusals as well. So what is not on the document's lists cannot leave.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Browser, passwords } from './accounts_support.mjs'
import { demo, expect, serve } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let server
let document
let attachment
let principals
let users
before(async () => {
  const data = demo(suite)
  const clerk = JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', '--user', 'clerk-1', '--role', 'R2']).out).token
  const made = expect(0, ['token', 'create', '--data', data, '--json', '--user', 'contract-1', '--role', 'R1', '--role', 'R2'])
  const authorization = `Bearer ${JSON.parse(made.out).token}`
  const running = await serve(suite, ['--data', data, '--demo', '--drill'])
  // Public routes answer the same with a token; those of staff need one.
  users = passwords(data)
  server = { ...running, anonymous: running.api, api: (path, init = {}) => running.api(path, { ...init, headers: { authorization, ...init.headers } }) }
  document = (await server.api('/openapi.json')).body
  principals = JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8'))
  const duty = (await server.api('/obligations?limit=1')).body.items[0].id
  attachment = (await server.api(`/attachments?entity=obligation&entity_id=${duty}&name=a.txt`, { method: 'POST', body: 'text', headers: { authorization: `Bearer ${clerk}` } })).body
  // Somebody objects to the own file, so that there is an objection to read.
  const self = await signedIn('self')
  const { official } = (await self.get('/me/file')).body
  assert.equal((await self.post('/me/file/objections', { entity: 'official', id: official.id, text: '人员类别登记有误' })).status, 201)
  query.listAttachments = `?entity=obligation&entity_id=${duty}`
})
after(async () => { for (const f of undo.reverse()) await f() })

/** The headers of somebody who may do it: the clerk and checker of the county where they may, else a demonstration account. */
function headersFor(operation) {
  const roles = operation['x-roles']
  if (['public', 'R1', 'R2'].some((role) => roles.includes(role))) return {}
  const who = principals.find((one) => one.roles.some((role) => roles.includes(role)))
  assert.ok(who, `nobody of the demonstration may ${operation.operationId}`)
  return Object.fromEntries(Object.entries(who.headers).map(([name, value]) => [name.toLowerCase(), value]))
}
const browsers = new Map()
/** As who may do it: with a token, or signed in where it concerns the own account. */
async function ask(operation, path) {
  if (operation['x-scope'] !== 'own') return server.api(path, { headers: headersFor(operation) })
  return (await signedIn(['r1', 'r2'].find((one) => operation['x-roles'].includes(one.toUpperCase())) ?? 'self')).get(path)
}
async function signedIn(username) {
  if (!browsers.has(username)) {
    const browser = new Browser({ api: server.anonymous })
    assert.equal((await browser.signIn(username, users[username].password)).status, 200)
    browsers.set(username, browser)
  }
  return browsers.get(username)
}

const resolve = (part) => (part?.$ref ? resolve(part.$ref.slice(2).split('/').reduce((at, key) => at[key], document)) : part)

const typeOf = (value) => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (Number.isInteger(value)) return 'integer'
  return typeof value
}

/** The first place at which `value` is not what the schema allows, or ''. */
function fault(value, schemaPart, at) {
  const schema = resolve(schemaPart)
  const type = typeOf(value)
  const allowed = [schema.type ?? type].flat()
  if (!allowed.includes(type) && !(type === 'integer' && allowed.includes('number'))) return `${at}: ${type}, not ${allowed}`
  if (schema.enum && !schema.enum.includes(value)) return `${at}: ${value} is none of ${schema.enum}`
  if (type === 'string') {
    if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) return `${at}: ${value} has not the form ${schema.pattern}`
    if (schema.maxLength !== undefined && [...value].length > schema.maxLength) return `${at}: too long`
    if (schema.format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return `${at}: ${value} is no day`
  }
  if (type === 'array') {
    if (schema.maxItems !== undefined && value.length > schema.maxItems) return `${at}: ${value.length} items`
    for (const [i, item] of value.entries()) {
      const found = schema.items ? fault(item, schema.items, `${at}/${i}`) : ''
      if (found) return found
    }
  }
  if (type === 'object') {
    for (const name of schema.required ?? []) if (!(name in value)) return `${at}/${name}: missing`
    for (const [name, member] of Object.entries(value)) {
      const known = schema.properties?.[name]
      if (!known && schema.additionalProperties === false) return `${at}/${name}: not in the document`
      const found = known ? fault(member, known, `${at}/${name}`) : ''
      if (found) return found
    }
  }
  return ''
}

const operations = () => Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).filter(([method]) => ['get', 'post'].includes(method)).map(([method, operation]) => ({ path, method, ...operation })))

const answerSchema = (operation, status, type) => {
  const answer = resolve(operation.responses[status] ?? operation.responses.default)
  return answer.content?.[type.split(';')[0]]?.schema
}

/** The id of a job that has ended. */
async function jobDone(path, init) {
  const { id } = (await server.api(path, { method: 'POST', ...init })).body
  const place = `${path.startsWith('/imports') ? '/imports' : '/exports'}/${id}`
  for (let i = 0; i < 1200; i++) {
    const { state } = (await server.api(place)).body
    if (state === 'done') return id
    assert.ok(['queued', 'running'].includes(state), `${place}: ${state}`)
    await new Promise((done) => setTimeout(done, 50))
  }
  assert.fail(`${place} never ended`)
}

/** A case to be read, with a document that its acceptance made. */
async function openedCase(subject) {
  const made = await server.api('/cases', { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ procedure: 'complaint', subject, fields: { title: '拖欠货款', content: '合同约定付款，至今未付。', channel: 'letter' } }) })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const taken = await server.api(`/cases/${made.body.id}/steps`, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ step: 'accept', version: 1 }) })
  assert.equal(taken.status, 200, JSON.stringify(taken.body))
  return made.body.id
}

/** Real ids for the path parameters of each operation. */
async function samples() {
  const first = async (path) => (await server.api(path)).body.items[0]
  const standing = (await server.api('/public/bodies?tenant=990101&limit=200')).body.items.find((body) => body.standing)
  const body = standing.id
  const evaluation = standing.standing.evaluation
  const ranked = (await server.api(`/public/evaluations/${evaluation}/ranking`)).body.items[0].body
  const score = (await server.api(`/public/evaluations/${evaluation}/bodies/${ranked}`)).body
  return {
    body, evaluation,
    ids: {
      '/public/bodies/': body, '/public/obligations/': (await first('/public/obligations')).id,
      '/obligations/': (await first('/obligations')).id, '/cases/': await openedCase(body), '/procedures/': 'complaint', '/attachments/': attachment.id,
      '/imports/': await jobDone('/imports/posts', { body: '岗位编号,所属单位,岗位名称,设立日期\nP-1,无此单位,主任,2020-01-01\n' }),
      '/exports/': await jobDone('/exports', { body: '{"kind":"posts"}', headers: { 'content-type': 'application/json' } }),
      '/public/records/': (await first('/public/records')).id, '/public/schemes/': (await first('/public/schemes')).id,
      '/public/evaluations/': evaluation, '/evaluations/': evaluation, '/public/sources/': (await first('/public/sources')).id,
      '/public/deadlines/': 'DL-SME-01', '/public/figures/': (await first('/public/figures')).id, '/public/datasets/': 'bodies',
    },
    values: { step: 'accept', body: ranked, leaf: score.groups[0].leaves[0].id, year: '2025', kind: 'bodies', seq: String((await first('/journal')).seq) },
  }
}

/** The first row that a list shows to whoever may see it. */
async function listed(path) {
  const list = operations().find((one) => one.method === 'get' && one.path === path)
  assert.ok(list, `no list at ${path}`)
  const { items } = (await ask(list, `${path}?limit=1`)).body
  assert.ok(items.length > 0, `${path} is empty`)
  return items[0]
}

const query = { getOverview: '', getOfficial: '?reason=%E6%A0%B8%E5%AF%B9%E4%BF%A1%E6%81%AF', search: '?q=%E8%B4%A2', computeDue: '?from=2024-09-27', getInclusionProof: '?index=0', getConsistencyProof: '?from=1' }

test('every read answers exactly what the document says', async () => {
  const sample = await samples()
  let checked = 0
  // What only leads elsewhere (303) has its own tests.
  for (const operation of operations().filter((one) => one.method === 'get' && one.responses['200'])) {
    const prefix = operation.path.slice(0, operation.path.indexOf('{'))
    if (operation.path.includes('{id}') && !sample.ids[prefix]) sample.ids[prefix] = (await listed(prefix.slice(0, -1))).id
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(name === 'id' ? sample.ids[prefix] : sample.values[name]))
    const answer = await ask(operation, path + (query[operation.operationId] ?? ''))
    assert.equal(answer.status, 200, `${operation.operationId} ${path}: ${JSON.stringify(answer.body).slice(0, 300)}`)
    const type = answer.headers.get('content-type')
    const schema = answerSchema(operation, '200', type) ?? answerSchema(operation, '200', '*/*')
    assert.ok(schema, `${operation.operationId} answers ${type}`)
    if (type.includes('json')) assert.equal(fault(answer.body, schema, operation.operationId), '')
    checked += 1
  }
  assert.ok(checked >= 40, `${checked} operations`)
})

test('lists of every kind hold to the document over several pages', async () => {
  for (const operation of operations().filter((one) => one.method === 'get' && !one.path.includes('{'))) {
    const names = (operation.parameters ?? []).map((p) => resolve(p).name)
    if (!names.includes('page')) continue
    for (const page of [1, 2]) {
      const more = operation.operationId === 'search' ? '&q=%E6%94%BF' : ''
      const answer = await ask(operation, `${operation.path}?limit=50&page=${page}${more}`)
      assert.equal(answer.status, 200, operation.operationId)
      assert.equal(fault(answer.body, answerSchema(operation, '200', 'application/json'), `${operation.operationId}?page=${page}`), '')
    }
  }
})

test('a wrong value of any parameter is refused at its place, and an unknown one too', async () => {
  const wrong = { integer: ['x', '-1', '99999999999999999999'], string: ['\u0001', 'a'.repeat(600)] }
  for (const operation of operations().filter((one) => one.method === 'get' && !one.path.includes('{'))) {
    const unknown = await ask(operation, `${operation.path}?no_such_parameter=1`)
    assert.equal(unknown.status, 400, operation.operationId)
    assert.equal(unknown.body.errors[0].pointer, '/query/no_such_parameter')
    for (const parameter of (operation.parameters ?? []).map(resolve).filter((one) => one.in === 'query')) {
      for (const value of wrong[resolve(parameter.schema).type]) {
        const answer = await ask(operation, `${operation.path}?${parameter.name}=${encodeURIComponent(value)}`)
        assert.equal(answer.status, 400, `${operation.operationId} ${parameter.name}=${value}`)
        assert.ok(answer.body.errors.some((one) => one.pointer === `/query/${parameter.name}`), `${operation.operationId} ${parameter.name}`)
        assert.equal(fault(answer.body, document.components.schemas.Problem, operation.operationId), '')
      }
    }
  }
})

test('unknown ids answer 404 as a problem document on every path', async () => {
  for (const operation of operations().filter((one) => one.method === 'get' && one.path.includes('{'))) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'year' ? '2100' : 'no-such-thing'))
    const answer = await ask(operation, path + (query[operation.operationId] ?? ''))
    const wanted = ['getDataset', 'getJournalEntry', 'getCaseDocument'].includes(operation.operationId) ? 400 : 404
    assert.equal(answer.status, wanted, `${operation.operationId}: ${JSON.stringify(answer.body)}`)
    assert.equal(fault(answer.body, document.components.schemas.Problem, operation.operationId), '')
  }
})

test('a checkpoint and proofs pass the verdict, changed ones do not', async () => {
  const verdict = async (file) => (await server.api('/public/verify', { method: 'POST', body: JSON.stringify(file) })).body
  const schema = document.components.schemas.Verdict
  const good = await Promise.all(['checkpoint', 'inclusion?index=5', 'consistency?from=10'].map(
    async (path) => (await server.api(`/public/ledger/${path}`)).body))
  for (const file of good) {
    const judged = await verdict(file)
    assert.equal(fault(judged, schema, 'verdict'), '')
    assert.equal(judged.verdict, 'valid', JSON.stringify(judged))
    const root = file.root ?? file.root2
    const other = root.startsWith('0') ? `1${root.slice(1)}` : `0${root.slice(1)}`
    const changed = { ...file, ...(file.root ? { root: other } : { root2: other }) }
    assert.equal((await verdict(changed)).verdict, 'inconsistent')
  }
  assert.equal((await verdict({ anything: 1 })).kind, 'unknown')
  const broken = await server.api('/public/verify', { method: 'POST', body: '{' })
  assert.equal(broken.status, 400)
  assert.equal(broken.body.reason, 'verify.not_json')
  const large = await server.api('/public/verify', { method: 'POST', body: 'x'.repeat((1 << 20) + 1) })
  assert.equal(large.status, 413)
})

test('open data files are whole in both forms', async () => {
  for (const set of (await server.api('/public/datasets')).body.items) {
    const json = await server.api(`/public/datasets/${set.id}?format=json`)
    assert.equal(json.body.items.length, set.rows, set.id)
    for (const row of json.body.items) assert.deepEqual(Object.keys(row).filter((name) => !set.columns.includes(name)), [])
    const csv = (await server.api(`/public/datasets/${set.id}?format=csv`)).body
    const lines = csv.trimEnd().split('\r\n')
    assert.equal(lines.length, set.rows + 1)
    assert.equal(lines[0].replace('\ufeff', ''), set.columns.join(','))
  }
})
