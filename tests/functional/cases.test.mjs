// SPDX-License-Identifier: Apache-2.0
// Cases over the real binary: a complaint from opening to end in a drill, what each side sees, two at once, time, and the proof.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { demo, expect, serve, until } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
const start = '2026-03-02'
let data
let server
let people
let accused
let superior

const open = (day = start) => serve(suite, ['--data', data, '--demo', '--drill', '--drill-start', day])

async function call(who, method, path, body, headers = {}) {
  return server.api(path, { method, body: body === undefined ? undefined : JSON.stringify(body),
    headers: { ...people.get(who).headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers } })
}
const get = (who, path) => call(who, 'GET', path)
const post = (who, path, body, headers) => call(who, 'POST', path, body, headers)
async function step(who, id, name, fields = {}, note) {
  const { body } = await get(who, `/cases/${id}`)
  return post(who, `/cases/${id}/steps`, { step: name, version: body.version ?? 1, fields, ...(note ? { note } : {}) })
}
const body = async (code) => (await get('r1', `/bodies?q=${code}&limit=5`)).body.items.find((one) => one.code === code)
const filed = async (more = {}) => post('r2', '/cases', { procedure: 'complaint', subject: accused.id,
  fields: { title: '拖欠货款', content: '合同约定付款，至今未付。', channel: 'letter', ...more } })
const today = (day) => post('r1', '/drill/clock', { today: day })

before(async () => {
  data = demo(suite)
  people = new Map(JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8')).map((one) => [one.name, one]))
  server = await open()
  accused = await body('990101-D09')
  superior = await body('990101-D06')
})
after(async () => { for (const f of undo.reverse()) await f() })

test('procedures are told with their forms, and who may open one', async () => {
  const { status, body: list } = await get('r2', '/procedures')
  assert.equal(status, 200)
  assert.ok(list.items.length >= 20)
  assert.equal(list.items.find(({ id }) => id === 'complaint').may_open, true)
  assert.equal((await get('r5', '/procedures')).body.items.find(({ id }) => id === 'complaint').may_open, false)
  const { body: one } = await get('r2', '/procedures/complaint')
  assert.ok(one.opening.form.some(({ field }) => field === 'channel'))
  assert.ok(one.states.every((state) => state.final || (state.limit && state.task)))
  assert.equal((await get('r2', '/procedures/nothing')).status, 404)
})

test('a complaint goes from opening to end; the accused body never knows of it', async () => {
  const made = await filed()
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { id, code } = made.body
  assert.match(code, /^TS-2026-\d{6}$/)
  assert.equal(made.headers.get('location'), `/api/v1/cases/${id}`)
  const seen = await get('r2', `/cases/${id}`)
  assert.equal(seen.body.due_on, '2026-03-05')
  assert.equal(seen.headers.get('etag'), '"1"')
  assert.ok(seen.body.may.some((one) => one.id === 'accept'))
  const clock = await get('r2', `/cases/${id}/clock`)
  assert.equal(clock.body.rule, 'DL-TS-02')
  assert.deepEqual(clock.body.days.filter((day) => day.counted).map(({ day }) => day), ['2026-03-03', '2026-03-04', '2026-03-05'])
  for (const who of ['r4', 'r5', 'r6']) {
    assert.equal((await get(who, `/cases/${id}`)).status, 404, who)
    assert.equal((await get(who, '/cases')).body.items.length, 0, who)
    const journal = await get(who, '/journal?limit=200')
    assert.ok(!JSON.stringify(journal.body).includes(code), `${who} reads it in the journal`)
  }
  assert.equal((await step('r2', id, 'accept')).body.state, 'accepted')
  const refused = await step('r1', id, 'assign', { handler: accused.id })
  assert.equal(refused.status, 409)
  assert.equal(refused.body.reason, 'case.body_recused')
  assert.ok(/[\u4e00-\u9fff]/.test(refused.body.title))
  assert.ok(refused.body.basis.length > 0, 'the article that asks for it')
  assert.equal((await step('r1', id, 'assign', {})).body.errors[0].pointer, '/body/fields/handler')
  assert.equal((await step('r1', id, 'assign', { handler: superior.id })).body.state, 'assigned')
  assert.equal((await step('r7', id, 'take')).body.state, 'verifying')
  assert.equal((await step('r7', id, 'conclude', { conclusion: 'untrue', findings: '款项已付。' })).body.state, 'concluded')
  assert.equal((await step('r7', id, 'reply', { reply: '款项已付。' })).body.reason, 'case.same_person')
  assert.equal((await step('r7b', id, 'reply', { reply: '款项已付。' })).body.state, 'callback')
  assert.equal((await step('r7b', id, 'rate', { satisfaction: 'satisfied' })).body.state, 'closed')
  const done = await get('r2', `/cases/${id}`)
  assert.equal(done.body.outcome, 'untrue')
  assert.equal(done.body.steps.length, 7)
  assert.equal((await get('r2', `/cases/${id}/clock`)).body.reason, 'case.closed')
})

test('two at once: one wins, the other is told', async () => {
  const { id } = (await filed()).body
  const both = await Promise.all(['r2', 'r2b'].map((who) => post(who, `/cases/${id}/steps`, { step: 'accept', version: 1 })))
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412])
  const late = await post('r2', `/cases/${id}/steps`, { step: 'accept', version: 1 })
  assert.equal(late.status, 412)
})

test('a task waits for its office, and the system acts when time is over, also after a restart', async () => {
  const { id } = (await filed()).body
  await step('r2', id, 'ask_supplement', { supplement_asked: '请补充合同。' })
  const waiting = await until('the to-do', async () => (await get('r2', '/todos?limit=200')).body.items.find((one) => one.subject.id === id))
  assert.equal(waiting.kind, 'case_complaint_supplement')
  assert.equal(waiting.due_on, '2026-03-16')
  server.child.kill('SIGTERM')
  await server.ended
  server = await open()
  await today('2026-03-16')
  assert.equal((await get('r2', `/cases/${id}`)).body.state, 'supplement')
  await today('2026-03-17')
  const lapsed = (await get('r2', `/cases/${id}`)).body
  assert.equal(lapsed.state, 'withdrawn')
  assert.equal(lapsed.steps.at(-1).by.account, 'system')
})

test('forms from outside are held to their bounds', async () => {
  const bad = async (fields) => (await post('r2', '/cases', { procedure: 'complaint', subject: accused.id, fields })).body
  assert.equal((await bad({ title: '标题', content: '内容', channel: 'pigeon' })).errors[0].pointer, '/body/fields/channel')
  assert.equal((await bad({ title: '标题'.repeat(60), content: '内容', channel: 'letter' })).reason, 'case.field_too_long')
  assert.equal((await bad({ title: '身份证211382199001011234', content: '电话13800138000', channel: 'letter' })).reason, 'case.personal_value')
  assert.equal((await bad({ title: '标题', content: '内容', channel: 'letter', state: 'closed' })).reason, 'case.field_unknown')
  assert.equal((await post('r2', '/cases', { procedure: 'complaint', subject: 'nowhere', fields: {} })).status, 404)
  assert.equal((await post('r5', '/cases', { procedure: 'complaint', subject: accused.id, fields: {} })).status, 403)
  assert.equal((await post('r2', '/cases', 'x')).status, 400)
})

test('vetting tells what stands in effect, and is in the journal', async () => {
  const asked = { purpose: '评选先进单位', basis: 'S-5.5d', bodies: [accused.id] }
  const { status, body: told } = await post('r1', '/vetting', asked)
  assert.equal(status, 200, JSON.stringify(told))
  assert.equal(told.bodies[0].code, '990101-D09')
  assert.ok(Array.isArray(told.bodies[0].records) && Array.isArray(told.bodies[0].measures))
  assert.equal((await post('r5', '/vetting', asked)).status, 403)
  assert.equal((await post('r1', '/vetting', { ...asked, basis: '' })).status, 422)
  assert.equal((await get('r1', '/measures')).status, 200)
})

test('the journal still proves everything', () => {
  expect(0, ['verify', '--data', data])
})
