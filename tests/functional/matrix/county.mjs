// SPDX-License-Identifier: Apache-2.0
// Four bodies in one line of superiors and beside it, each with one row of every kind, so that a right can be tried on own, child,
// parent, sibling and foreign objects.
import assert from 'node:assert/strict'
import { expect, until } from '../support.mjs'

/** parent → own → child; sibling beside own; foreign in another county. */
export const RELATIONS = ['parent', 'own', 'child', 'sibling', 'foreign']

export function tokenMaker(data) {
  return (user, grant) => JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', '--user', user, '--grant', grant]).out).token
}

export function caller(server, token) {
  return (method, path, json, headers = {}) => server.api(path, { method,
    body: json === undefined ? undefined : typeof json === 'string' || json instanceof Uint8Array ? json : JSON.stringify(json),
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers } })
}

/** Waits until the server knows the caller: it learns of tokens from the journal. */
export const known = (call) => until('the token', async () => (await call('GET', '/bodies?limit=1')).status !== 401)

async function made(call, path, json, headers) {
  const answer = await call('POST', path, json, headers)
  assert.ok(answer.status < 300, `POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

const basis = ['示编〔2024〕1号']

/** One body with a row of each kind: ids by kind. */
async function furnish({ office, personnel, discipline }, code, name, parent, division) {
  const body = (await made(office, '/bodies', { code, scheme: 'none', name, class: 'DEPT', division_code: division, valid_from: '2020-01-01',
    ...(parent ? { parent_id: parent } : {}) })).id
  const post = (await made(office, '/posts', { code: `${code}-P`, body_id: body, title: '局长', rank: 'head', valid_from: '2020-01-01' })).id
  const person = (no) => made(personnel, '/officials', { staff_no: `${code}-${no}`, body_id: body, name: `张${no}`, staff_type: 'civil_servant', valid_from: '2020-01-01' })
  const official = (await person('A')).id
  const successor = (await person('B')).id
  const tenure = (await made(office, '/tenures', { post_id: post, official_id: official, from_on: '2020-01-01', basis })).id
  const obligation = (await made(office, '/obligations', { body, post, kind: 'policy_promise', title: `${name}的承诺`, domain: 'investment',
    source: { kind: 'promise', title: `${name}承诺书` }, made_on: '2024-01-03', due_on: '2026-12-31', amount_fen: 1000, fulfilled_fen: 0,
    counterparty: { name: '测试公司', type: 'private' } })).id
  const milestone = (await made(office, `/obligations/${obligation}/milestones`, { no: 1, type: 'report', title: '节点', due_on: '2026-11-30' })).id
  await made(office, `/obligations/${obligation}/payments`, { paid_on: '2024-06-01', amount_fen: 10 })
  const statement = (await made(office, '/statements', { body_id: body, leaf: 'A1', period: '2030', form: 'parts', parts: [{ numerator: 1, denominator: 2 }] })).id
  const attachment = (await made(office, `/attachments?name=${encodeURIComponent('佐证.txt')}&entity=obligation&entity_id=${obligation}`,
    new TextEncoder().encode('已付\n'), { 'content-type': 'application/octet-stream' })).id
  assert.equal((await office('PUT', `/tenures/${tenure}`, { to_on: '2026-01-01', basis })).status, 200)
  await made(office, '/tenures', { post_id: post, official_id: successor, from_on: '2026-01-01', basis })
  const handover = (await made(office, '/handovers', { post_id: post, on_day: '2026-01-01', basis })).id
  return { body, code, post, official, tenure, obligation, milestone, statement, attachment, handover }
}

/** The bodies of the matrix by relation; `divisions.own` is the one that holds own and child. */
export async function furnishCounty(server, data) {
  const make = tokenMaker(data)
  const office = caller(server, make('matrix-office', 'R2'))
  const personnel = caller(server, make('matrix-personnel', 'R8'))
  await Promise.all([known(office), known(personnel)])
  const divisions = (await office('GET', '/divisions?parent=990101')).body.items
  const [first, second] = divisions.map((division) => division.code)
  const actors = { office, personnel }
  const parent = await furnish(actors, 'MX-P', '矩阵上级', '', '990101')
  const own = await furnish(actors, 'MX-O', '矩阵本级', parent.body, first)
  const child = await furnish(actors, 'MX-C', '矩阵下级', own.body, first)
  const sibling = await furnish(actors, 'MX-S', '矩阵同级', parent.body, second)
  const foreignBody = (await caller(server)('GET', '/public/bodies?tenant=211382&limit=1')).body.items[0].id
  const foreign = Object.fromEntries(Object.keys(own).map((kind) => [kind, kind === 'body' ? foreignBody : `foreign-${kind}`]))
  const divisionOf = Object.fromEntries((await office('GET', '/bodies?limit=200&state=all')).body.items.map((body) => [body.id, body.division_code]))
  return { parent, own, child, sibling, foreign, division: first, divisionOf, make }
}
