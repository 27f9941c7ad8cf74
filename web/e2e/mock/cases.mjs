// SPDX-License-Identifier: Apache-2.0
// Made-up cases that run under the procedures of the law pack, moved by a small engine. Development only.
import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { bodies } from './data.mjs'
import { SAMPLE } from './sample-procedure.mjs'

const TODAY = '2026-11-28'
const DAY = 864e5
const plus = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
const isRest = (day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
const ref = (body) => ({ id: body.id, code: body.id, name: body.name })
const bodyOf = (name) => bodies.find((one) => one.name === name)
const [water, finance] = [bodyOf('市水利局'), bodyOf('市财政局')]
const OFFICE = { id: 'B-XYB', code: 'XYB', name: '市信用办' }
const FOCUS = ['harm_people', 'harm_market']

const folder = new URL('../../../law/procedures/', import.meta.url)
const plain = (form) => (form ?? []).map((one) => ({ required: false, ...one }))
/** As the server answers: without guards and effects, with what a file may leave out. */
const shown = (one) => ({
  id: one.id, name: one.name, code_prefix: one.code_prefix, source: one.source, ...(one.subject ? { subject: one.subject } : {}), subject_required: Boolean(one.subject_required), confidential: Boolean(one.confidential), person: Boolean(one.person),
  opening: { state: one.opening.state, form: plain(one.opening.form) },
  states: one.states.map(({ id, name, public_name, final, outcome, limit, task }) => ({ id, name, ...(public_name ? { public_name } : {}), final: Boolean(final), ...(outcome ? { outcome } : {}), ...(limit ? { limit: Object.fromEntries(['rule', 'by_field', 'by_value', 'day_field'].flatMap((key) => (limit[key] ? [[key, limit[key]]] : []))) } : {}), ...(task ? { task } : {}) })),
  steps: one.steps.map(stepOf),
})
const stepOf = (step) => ({ id: step.id, name: step.name, from: step.from, ...(step.to ? { to: step.to } : {}), action: step.action, at: step.at ?? 'handler', form: plain(step.form), source: step.source ?? [], clock: step.clock ?? 'start', by_time: Boolean(step.by_time), note_asked: Boolean(step.note_asked), ...(step.print ? { print: step.print } : {}) })
const procedures = [...readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => load(readFileSync(new URL(file, folder), 'utf8'))), SAMPLE]
const procedureOf = (id) => procedures.find((one) => one.id === id)
const specOf = (procedure, field) => [procedure.opening.form, ...procedure.steps.map((step) => step.form)].flatMap((form) => form ?? []).find((one) => one.field === field)

/** Working days of a limit without holidays; half of them for a focus. */
function clockOf(one) {
  const total = one.halved ? Math.ceil(one.days / 2) : one.days
  const days = []
  for (let day = plus(one.entered_on, 1), ordinal = 0; ordinal < total && days.length < 400; day = plus(day, 1)) {
    const pause = one.pauses.find((pause) => day >= pause.from && (!pause.to || day <= pause.to))
    if (pause && !pause.to) return { days, due: undefined }
    if (pause) days.push({ day, counted: false, reason: 'paused', name: pause.reason, ordinal: 0 })
    else if (isRest(day)) days.push({ day, counted: false, reason: 'weekend', name: '', ordinal: 0 })
    else days.push({ day, counted: true, reason: 'counted', name: '', ordinal: (ordinal += 1) })
  }
  return { days, due: days.at(-1)?.day }
}
function leftOf(due) {
  let left = 0
  for (let day = due > TODAY ? plus(TODAY, 1) : due; due > TODAY ? day <= due : day < TODAY; day = plus(day, 1)) if (!isRest(day)) left += 1
  return due > TODAY ? left : due < TODAY ? -Math.max(1, left) : 0
}
const lightOf = (left) => (left === undefined ? 'grey' : left < 0 ? 'red' : left <= 1 ? 'yellow' : left <= 2 ? 'blue' : 'green')
const stateOf = (one) => procedureOf(one.procedure).states.find((state) => state.id === one.state)
const may = (one) => (stateOf(one).final ? [] : procedureOf(one.procedure).steps.filter((step) => step.from.includes(one.state) && !step.by_time && (step.clock === 'pause' ? !one.paused : step.clock === 'resume' ? one.paused : true)))

function item(one) {
  const procedure = procedureOf(one.procedure)
  const final = Boolean(stateOf(one).final)
  const { due } = clockOf(one)
  const left = final || !due ? undefined : leftOf(due)
  return { id: one.id, version: one.version, code: one.code, procedure: one.procedure, procedure_name: procedure.name, state: one.state, state_name: stateOf(one).name, title: one.title, body: one.body, ...(one.concerned ? { concerned: one.concerned } : {}), opened_on: one.opened_on, entered_on: one.entered_on, ...(final || !due ? {} : { due_on: due }), due_provisional: false, ...(left === undefined ? {} : { left_days: left }), light: lightOf(left), paused: Boolean(one.paused), ...(final ? { closed_on: one.entered_on, outcome: one.state } : {}), flags: one.flags, mine: !final }
}
const namesOf = { body: (value) => bodies.find((one) => one.id === value)?.name, official: (value) => (value === 'OF1' ? '张*' : undefined) }
const valuesOf = (procedure, fields) => Object.entries(fields).filter(([, value]) => value !== null).map(([field, value]) => { const spec = specOf(procedure, field); const words = namesOf[spec?.type]?.(value); return { field, name: spec?.name ?? { zh: field, en: field }, type: spec?.type ?? 'text', value, ...(words ? { shown: words } : {}) } })
function detail(one) {
  const procedure = procedureOf(one.procedure)
  const nameOf = (state) => procedure.states.find((other) => other.id === state)?.name
  return {
    ...item(one), subject: one.subject, children: one.children ?? [], fields: valuesOf(procedure, one.fields),
    ...(one.parent ? { parent: one.parent } : {}),
    steps: one.steps.map((step) => ({ ...step, ...(step.from ? { from_name: nameOf(step.from) } : {}), to_name: nameOf(step.to), fields: valuesOf(procedure, step.fields) })),
    may: may(one).map((step) => ({ ...stepOf(step), known: Object.fromEntries((step.form ?? []).flatMap(({ field }) => (one.fields[field] === undefined ? [] : [[field, one.fields[field]]]))) })),
    ...(stateOf(one).final ? {} : { clock: { rule: stateOf(one).limit?.rule, source: procedure.source, trigger_on: one.entered_on, ...(clockOf(one).due ? { due_on: clockOf(one).due } : {}), provisional: false, pauses: one.pauses, extensions: [], halved: one.halved } }),
  }
}

const cases = []
let made = 0
function begin(procedure, { title, fields = {}, concerned, subject, by = '赵敏', on = TODAY, days = 15, parent }) {
  made += 1
  const flags = FOCUS.includes(fields.focus) ? [fields.focus] : []
  const one = { id: `CS-${made}`, version: 1, code: `${procedure.code_prefix}-2026-${String(made).padStart(4, '0')}`, procedure: procedure.id, state: procedure.opening.state, title, body: OFFICE, concerned, subject, parent, opened_on: on, entered_on: on, days, halved: flags.length > 0, flags, pauses: [], fields, steps: [{ step: 'open', to: procedure.opening.state, by: { account: 'office', name: by }, on, fields, late: false }] }
  cases.push(one)
  return one
}
function go(one, id, { by = { account: 'office', name: '赵敏' }, on = TODAY, note, fields = {}, days = 15 } = {}) {
  const step = procedureOf(one.procedure).steps.find((other) => other.id === id)
  const { due } = clockOf(one)
  one.steps.push({ step: id, name: step.name, from: one.state, to: step.to ?? one.state, by, on, ...(note ? { note } : {}), fields, ...(due ? { due_was: due } : {}), late: Boolean(due && on > due) })
  Object.assign(one.fields, fields)
  one.version += 1
  if (step.clock === 'pause') { one.paused = true; one.pauses.push({ from: on, reason: step.pause_reason }) }
  if (step.clock === 'resume') { one.paused = false; one.pauses.at(-1).to = plus(on, -1) }
  if (step.clock === 'extend') one.days += 10
  if (!step.clock || step.clock === 'start') Object.assign(one, { state: step.to ?? one.state, entered_on: on, days, pauses: [], paused: false })
  const handler = fields.handler && bodies.find((body) => body.id === fields.handler)
  if (handler) one.body = ref(handler)
}
const complaint = procedureOf('complaint')
const TITLES = ['工程款拖欠两年未付', '招商引资承诺的厂房未交付', '承诺的奖补资金未兑现', '采购合同验收后不付款', '公示的办结时限多次超期', '拆迁安置协议未履行']
const CONTENT = '2024年6月与单位签订合同，工程已于2024年12月验收合格，至今未付工程款。\n多次书面催告，未获答复。'
for (let i = 0; i < 26; i += 1) {
  const one = begin(complaint, { title: `${i % 2 ? water.name : finance.name}${TITLES[i % 6]}`, concerned: i % 3 === 2 ? undefined : ref(i % 2 ? water : finance), on: plus(TODAY, -4 - i * 3), days: 5, subject: { type: 'body', id: (i % 2 ? water : finance).id, title: (i % 2 ? water : finance).name }, fields: { title: TITLES[i % 6], content: CONTENT, channel: ['portal', 'hotline', 'letter'][i % 3], ...(i % 4 === 1 ? { focus: FOCUS[i % 2] } : {}) } })
  if (i % 5 >= 1) go(one, 'accept', { on: plus(one.opened_on, i % 4 === 0 ? 10 : 6), note: '有明确的被反映单位和具体事实，予以受理。', days: 3 })
  if (i % 5 >= 2) go(one, 'assign', { on: plus(one.opened_on, 11), fields: { handler: bodies[0].id }, note: '由上级主管部门核实。', days: 2 })
  if (i % 5 >= 2) go(one, 'take', { on: plus(one.opened_on, 12), by: { account: 'head', name: '王建国' }, days: 30 })
  if (i % 5 === 3) go(one, 'pause', { on: plus(one.opened_on, 14), by: { account: 'head', name: '王建国' }, note: '委托造价鉴定。' })
  if (i % 5 === 4 && i > 4) { go(one, 'conclude', { on: plus(one.opened_on, 20), by: { account: 'head', name: '王建国' }, fields: { conclusion: 'rectified', findings: '合同、验收单、付款凭证齐全，拖欠属实，已付清。', basis: ['SRC-XXGKTL art. 33', 'S-6.4d'] }, days: 5 }); go(one, 'reply', { on: plus(one.opened_on, 22), fields: { reply: '您反映的问题属实，款项已付清。' }, days: 5 }); go(one, 'rate', { on: plus(one.opened_on, 23), fields: { satisfaction: 'satisfied' } }) }
}
const parent = cases[2]
const anonymous = begin(complaint, { title: '', concerned: ref(water), on: plus(TODAY, -1), days: 5, fields: { channel: 'portal', focus: FOCUS[0] } })
Object.assign(anonymous, { id: 'CS-anonymous', code: 'TSN-4f0d9c2a7be1', flags: [...anonymous.flags, 'anonymous'] })
const child = begin(SAMPLE, { title: '对工程款拖欠记录的异议', on: plus(TODAY, -3), days: 20, subject: { type: 'record', id: 'R-XZ-9', title: '逾期未付工程款' }, fields: { title: '对工程款拖欠记录的异议', ground: 'paid', paid_fen: 123456789, paid_on: '2026-10-08' }, parent: { id: parent.id, code: parent.code, title: parent.title } })
parent.children = [{ id: child.id, code: child.code, title: child.title, procedure: 'sample', state_name: stateOf(child).name }]

const unfit = (procedure, form, entered, known) => plain(form).filter((spec) => spec.required && spec.type !== 'documents' && (!spec.when_field || spec.when_values.includes(String(entered[spec.when_field] ?? known[spec.when_field]))) && [undefined, null, ''].includes(entered[spec.field] ?? null))
const missing = (refuse, specs) => specs.length && refuse(422, 'case.field_missing', '必填内容没有填写', specs.map((spec) => ({ pointer: `/body/fields/${spec.field}`, reason: 'case.field_missing', title: '请填写此项' })))
const found = (id, refuse) => cases.find((one) => one.id === id || one.code === id) ?? refuse(404, 'case.unknown', '没有这个案件')

/** `page` and `sorted` are those of the other lists. */
export const casesOf = ({ page }) => ({
  todos: () => cases.filter((one) => (item(one).left_days ?? 0) < -20).slice(0, 3).map((one) => { const shownOne = item(one); return { id: `TC-${one.id}`, version: 1, kind: `case_${one.procedure}_${one.state}`, kind_name: { zh: `${procedureOf(one.procedure).name.zh}：${stateOf(one).name.zh}`, en: `${procedureOf(one.procedure).name.en}: ${stateOf(one).name.en}` }, title: one.title, body: one.body, subject: { type: 'case_file', id: one.id }, source: procedureOf(one.procedure).source, opened_on: one.opened_on, due_on: shownOne.due_on ?? TODAY, remaining_working_days: shownOne.left_days ?? 0, provisional: false, light: shownOne.light, state: 'open' } }),
  routes: [
    ['GET', '/procedures', ({ needs }) => { needs('case.read'); return { items: procedures.map((one) => ({ id: one.id, name: one.name, code_prefix: one.code_prefix, ...(one.subject ? { subject: one.subject } : {}), confidential: Boolean(one.confidential), source: one.source, may_open: true })) } }],
    ['GET', '/procedures/:id', ({ needs, refuse }, id) => { needs('case.read'); return shown(procedureOf(id) ?? refuse(404, 'procedure.unknown', '没有这个程序')) }],
    ['GET', '/cases', ({ needs, query }) => {
      needs('case.read')
      const is = (name, value) => !query.get(name) || query.get(name) === value
      const list = cases.map(item).filter((one) => is('procedure', one.procedure) && is('state', one.state) && is('open', String(!one.closed_on)) && (!query.get('focus') || one.flags.length > 0) && (!query.get('body') || [one.body?.id, one.concerned?.id].includes(query.get('body'))))
      const sort = query.get('sort') ?? 'due_on'
      const key = sort.replace('-', '')
      list.sort((a, b) => ((a[key] ?? '9999') < (b[key] ?? '9999') ? -1 : 1))
      return page(sort.startsWith('-') ? list.reverse() : list, query)
    }],
    ['POST', '/cases', ({ needs, body, refuse, session }) => {
      needs('case.open')
      const procedure = procedureOf(body.procedure) ?? refuse(404, 'procedure.unknown', '没有这个程序')
      missing(refuse, unfit(procedure, procedure.opening.form, body.fields, {}))
      if (body.fields.content?.includes('13800001234')) refuse(400, 'case.text_personal', '内容中不得写身份证号、电话或银行卡号', [{ pointer: '/body/fields/content', reason: 'case.text_personal', title: '内容中不得写身份证号、电话或银行卡号' }])
      const about = bodies.find((one) => one.id === body.subject)
      const one = begin(procedure, { title: body.title ?? body.fields.title ?? procedure.name.zh, fields: body.fields, by: session.account.name, ...(about ? { concerned: ref(about) } : {}), subject: body.subject ? { type: procedure.subject, id: body.subject, title: about?.name ?? body.subject } : undefined })
      return { status: 201, body: { id: one.id, code: one.code, version: 1 } }
    }],
    ['GET', '/cases/:id', ({ needs, refuse }, id) => { needs('case.read'); const one = found(id, refuse); return { body: detail(one), headers: { ETag: `"${one.version}"` } } }],
    ['GET', '/cases/:id/clock', ({ needs, refuse }, id) => { needs('case.read'); const one = found(id, refuse); const { days, due } = clockOf(one); const rule = stateOf(one).limit?.rule; return { ...(rule ? { rule, rule_title: { zh: '办理期限', en: 'Limit of this state' }, source: procedureOf(one.procedure).source } : {}), trigger_on: one.entered_on, ...(due ? { due_on: due, due } : {}), provisional: false, missing: [], days, pauses: one.pauses, extensions: [], halved: one.halved } }],
    ['POST', '/cases/:id/steps', ({ needs, body, refuse, session }, id) => {
      needs('case.act')
      const one = found(id, refuse)
      if (one.version !== body.version) refuse(412, 'store.version', '内容已被他人修改')
      const step = may(one).find((other) => other.id === body.step) ?? refuse(409, 'case.step_not_from_here', '案件现在的状态不能办理这一步')
      missing(refuse, unfit(procedureOf(one.procedure), step.form, body.fields ?? {}, one.fields))
      const others = (step.guards ?? []).find((guard) => guard.name === 'other_person')
      if (others && one.steps.some((taken) => others.steps.includes(taken.step) && taken.by.account === session.account.username)) refuse(409, 'case.same_person', '前一步由您办理，这一步须由另一人办理')
      if (body.fields?.handler === one.subject?.id) refuse(409, 'case.body_recused', '不得交由被反映的单位自己核实', [{ pointer: '/body/fields/handler', reason: 'case.body_recused', title: '不得交由被反映的单位自己核实' }])
      go(one, step.id, { by: { account: session.account.username, name: session.account.name }, note: body.note, fields: body.fields ?? {} })
      const shownOne = item(one)
      return { id: one.id, version: one.version, state: one.state, ...(shownOne.due_on ? { due_on: shownOne.due_on } : {}), made: step.to === 'concluded' ? [{ type: 'case_file', id: child.id, code: child.code }] : [] }
    }],
  ],
})
