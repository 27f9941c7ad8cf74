// SPDX-License-Identifier: Apache-2.0
// Every operation for every role in every scope on own, child, parent, sibling and foreign objects, held against the reviewed table
// matrix/matrix.tsv. A new operation without a line there, or without an object here, fails.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { caller, furnishCounty, RELATIONS } from './matrix/county.mjs'
import { operationsOf, readMatrix } from './matrix/expected.mjs'
import { REQUESTS, SKIPPED_WRITES } from './matrix/requests.mjs'
import { demo, noticed, serve } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
const matrix = readMatrix()
let server
let operations
let county
let actors

/** Roles by how widely they may be granted (law/roles). */
const WIDE = ['R1', 'R2', 'R3', 'R7', 'R8', 'R9', 'R11', 'R12', 'R13']
const OF_A_BODY = ['R4', 'R5', 'R6']
const SYSTEM = ['R16', 'R17', 'R18']
const IN_REACH = {
  tenant: ['parent', 'own', 'child', 'sibling'],
  body: ['own', 'child'],
  division: ['own', 'child'],
  system: [],
}

before(async () => {
  const data = demo(suite)
  server = await serve(suite, ['--data', data, '--demo'])
  operations = operationsOf((await server.api('/openapi.json')).body).filter(({ scope }) => ['own', 'rows', 'system'].includes(scope))
  county = await furnishCounty(server, data)
  actors = []
  let token
  const add = (role, kind, ref) => {
    token = county.make(`mx-${role.toLowerCase()}-${kind}`, ref ? `${role}@${kind}:${ref}` : role)
    actors.push({ role, kind, name: `${role}@${kind}`, call: caller(server, token) })
  }
  for (const role of WIDE) {
    add(role, 'tenant')
    add(role, 'body', county.own.code)
    add(role, 'division', county.division)
  }
  for (const role of OF_A_BODY) {
    add(role, 'body', county.own.code)
    add(role, 'division', county.division)
  }
  for (const role of SYSTEM) add(role, 'system')
  await noticed(server, data, token)
})
after(async () => { for (const f of undo.reverse()) await f() })

const may = (actor, operation) => matrix.operations.get(operation.id).may.has(actor.role)
const fill = (path, ids) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(ids[name] ?? ids.id ?? 'nothing'))
/** What a client learns: nothing else may differ between an unknown and a foreign object. */
const told = (answer) => JSON.stringify([answer.status, answer.body?.reason, answer.body?.title, answer.body?.errors])

test('the table has a line for every operation and none too many', () => {
  const listed = [...matrix.operations.keys()].sort()
  assert.deepEqual(listed, operations.map(({ id }) => id).sort())
  for (const [id, line] of matrix.operations) {
    assert.ok(line.cells.every((cell) => cell === 'y' || cell === '-'), `${id}: unreviewed cells`)
    assert.equal(line.scope, operations.find((operation) => operation.id === id).scope, id)
  }
})

test('the law pack grants exactly what the table says', () => {
  for (const operation of operations) {
    const listed = matrix.roles.filter((role) => matrix.operations.get(operation.id).may.has(role)).sort()
    assert.deepEqual([...operation.roles].sort(), listed, operation.id)
  }
})

test('nobody without a token or a session gets past the door, and no body is read before', async () => {
  const nobody = caller(server)
  for (const operation of operations) {
    const answer = await nobody(operation.method, fill(operation.path, { id: county.own.body }), operation.method === 'GET' ? undefined : '{"broken')
    assert.equal(answer.status, 401, `${operation.id}: ${answer.status}`)
  }
})

test('who may not is refused before the body is read', async () => {
  for (const actor of actors) {
    for (const operation of operations.filter((each) => !may(actor, each))) {
      const answer = await actor.call(operation.method, fill(operation.path, { id: county.own.body }), operation.method === 'GET' ? undefined : '{"broken')
      assert.equal(answer.status, 403, `${actor.name} ${operation.id}: ${answer.status} ${answer.body?.reason}`)
      assert.equal(answer.body.reason, 'access.denied', `${actor.name} ${operation.id}`)
    }
  }
})

/** The body that an item belongs to, as far as it tells. */
const bodyOf = (item) => item.body_id ?? item.body?.id ?? null

test('lists and counts hold no row of a body out of reach', async () => {
  const bodies = Object.fromEntries(RELATIONS.map((relation) => [county[relation].body, relation]))
  let rows = 0
  for (const actor of actors) {
    const reach = IN_REACH[actor.kind]
    for (const operation of operations.filter((each) => each.method === 'GET' && each.scope === 'rows' && !each.path.includes('{') && may(actor, each))) {
      if (REQUESTS[operation.id]?.list === null) continue
      const answer = await actor.call('GET', REQUESTS[operation.id]?.list ?? operation.path)
      assert.equal(answer.status, 200, `${actor.name} ${operation.id}: ${answer.status} ${JSON.stringify(answer.body)}`)
      for (const item of answer.body.items ?? []) {
        const body = operation.path.startsWith('/bodies') ? item.id : bodyOf(item)
        if (body === null) continue
        rows += 1
        // The audit administrator reads the whole log: that is the office.
        if (actor.role === 'R17' && operation.id === 'listJournal') continue
        if (actor.kind === 'tenant') { assert.notEqual(bodies[body], 'foreign', `${actor.name} ${operation.id}`); continue }
        const near = actor.kind === 'division' ? county.divisionOf[body] === county.division : reach.includes(bodies[body])
        assert.ok(near, `${actor.name} ${operation.id}: row of ${bodies[body] ?? 'another'} body`)
      }
      if (!operation.parameters.some((parameter) => JSON.stringify(parameter).match(/"body"|bodyOrCode/))) continue
      for (const relation of RELATIONS.filter((each) => !reach.includes(each))) {
        const narrowed = await actor.call('GET', `${operation.path}?body=${county[relation].body}`)
        const count = narrowed.body?.total ?? narrowed.body?.count ?? 0
        assert.ok(narrowed.status === 404 || count === 0, `${actor.name} ${operation.id}?body=${relation}: ${count} rows`)
      }
    }
  }
  assert.ok(rows > 500, `only ${rows} rows were looked at`)
})

test('an object out of reach answers exactly as one that is not there; one within reach is there', async () => {
  const unknown = { body: 'nothing', code: 'nothing', post: 'nothing', official: 'nothing', tenure: 'nothing', obligation: 'nothing',
    milestone: 'nothing', statement: 'nothing', attachment: 'nothing', handover: 'nothing' }
  let within = 0
  let without = 0
  for (const operation of operations.filter(({ scope }) => scope === 'rows')) {
    const request = REQUESTS[operation.id]
    // A list is looked at above; every other operation needs an object to try it on.
    if (operation.method === 'GET' && !operation.path.includes('{') && !request?.query) continue
    assert.ok(request, `${operation.id}: no object to try it on (matrix/requests.mjs)`)
    if (request.alone) continue
    for (const actor of actors.filter((each) => may(each, operation))) {
      const ask = (object) => actor.call(operation.method, fill(operation.path, request.ids?.(object) ?? {}) + (request.query?.(object) ?? ''), request.body?.(object, county), request.headers)
      const absent = told(await ask(unknown))
      const whole = (request.needs ?? []).every((id) => matrix.operations.get(id).may.has(actor.role))
      for (const relation of RELATIONS) {
        const near = IN_REACH[actor.kind].includes(relation)
        const here = whole && near
        if (here && SKIPPED_WRITES.has(operation.id) && relation !== 'child') continue
        const answer = await ask(county[relation])
        const name = `${actor.name} ${operation.id} ${relation}: ${answer.status} ${answer.body?.reason}`
        assert.ok(answer.status < 500, name)
        if (here) {
          within += 1
          assert.ok(![401, 404].includes(answer.status) && answer.body?.reason !== 'access.denied', name)
        } else if (!near || answer.status !== 403) {
          without += 1
          assert.equal(told(answer), absent, name)
        }
      }
    }
  }
  assert.ok(within > 300 && without > 600, `${within} within, ${without} without`)
})
