// SPDX-License-Identifier: Apache-2.0
// Made-up answers of the data pages of the console, kept in memory. Development only.
import { bodies } from './data.mjs'
import { ROLES } from './roles.mjs'

const TODAY = '2026-11-28'
const day = (offset) => new Date(Date.parse(`${TODAY}T00:00:00Z`) + offset * 864e5).toISOString().slice(0, 10)
const at = (hours) => new Date(Date.parse(`${TODAY}T08:00:00Z`) - hours * 36e5).toISOString()
const ref = (body) => ({ id: body.id, code: body.id, name: body.name })
const bodyOf = (id) => bodies.find((one) => one.id === id)
const page = (list, query) => {
  const limit = Math.min(200, Number(query.get('limit') ?? 20))
  const start = (Number(query.get('page') ?? 1) - 1) * limit
  return { items: list.slice(start, start + limit), total: list.length }
}
const sorted = (list, sort) => {
  if (!sort) return list
  const key = sort.replace('-', '')
  const up = [...list].sort((a, b) => (String(a[key] ?? '') < String(b[key] ?? '') ? -1 : 1))
  return sort.startsWith('-') ? up.reverse() : up
}
const has = (query, name, value) => !query.get(name) || query.get(name) === value
const find = (list, id, refuse, reason) => list.find((one) => one.id === id) ?? refuse(404, reason, '没有这条内容')
const field = (pointer, title) => ({ pointer, reason: 'field', title })
let next = 1
const made = (prefix) => `${prefix}-N${next++}`
const journal = []
const log = (session, action, entity, one, changes) => journal.unshift({ seq: 300 + journal.length - 25, at: new Date(Date.parse(at(0)) + journal.length * 1000).toISOString(), account: session?.account.username ?? 'clerk', account_name: session?.account.name ?? '李晓明', action, entity, entity_id: one.id, entity_label: one.title ?? one.name ?? one.code ?? one.id, version: one.version ?? 1, origin: 'web', body: one.body, changes })

const staffBodies = bodies.map((one, i) => ({ id: one.id, version: 1, code: `11990101MB${String(one.id).padStart(7, '0')}X`.slice(0, 18), scheme: 'none', name: one.name, class: one.class, division_code: one.division, parent_id: i ? bodies[0].id : undefined, parent: i ? ref(bodies[0]) : undefined, has_penalty_power: one.class === 'DEPT', has_institutions: i % 3 === 0, has_debt: i % 4 === 0, valid_from: '2019-03-01', past: i === 3 ? [{ until: '2019-03-01', name: '市劳动局' }] : [] }))
const TITLES = [['head', '局长'], ['deputy', '分管副局长'], ['staff', '合同管理岗']]
const officials = bodies.flatMap((one, i) => ['张*', '李**', '王*'].map((name, n) => ({ id: `OF${i}-${n}`, version: 1, staff_no: `GB-${String(i * 3 + n + 1).padStart(6, '0')}`, body_id: one.id, body: ref(one), name, id_number: '9901**********00' + (10 + n), phone: '138****000' + n, staff_type: one.class === 'INST' ? 'institution_staff' : 'civil_servant', valid_from: '2020-07-01', disputed: i === 1 && n === 1 })))
const posts = bodies.flatMap((one, i) => TITLES.map(([rank, title], n) => ({ id: `P${i}-${n}`, version: 1, code: `${one.id}-0${n + 1}`, body_id: one.id, body: ref(one), title, rank, valid_from: '2019-03-01', holder: i % 5 === 4 && n === 2 ? undefined : { id: officials[i * 3 + n].id, staff_no: officials[i * 3 + n].staff_no, name: officials[i * 3 + n].name } })))
const tenures = posts.filter((one) => one.holder).map((one, i) => ({ id: `T${i}`, version: 1, code: `${one.code}/${one.holder.staff_no}/2021-03-01`, post_id: one.id, post: { id: one.id, title: one.title }, body: one.body, official_id: one.holder.id, official: { id: one.holder.id, staff_no: one.holder.staff_no }, from_on: '2021-03-01', ...(i % 9 === 8 ? { to_on: '2025-06-30' } : {}), ...(i % 11 === 3 ? { acting: true } : {}) }))

const KINDS = [['contract', '青石河堤防加固工程施工合同'], ['procurement_contract', '政务大厅系统运维采购合同'], ['policy_promise', '云岭食品加工项目用地与奖补承诺'], ['service_pledge', '社保业务一次办结承诺'], ['payment', '农村公路养护服务尾款'], ['plan_task', '年内完成三座危桥改造'], ['debt_service', '2021年一般债券付息']]
const duties = Array.from({ length: 137 }, (_, i) => {
  const body = bodies[i % bodies.length]
  const [kind, title] = KINDS[i % KINDS.length]
  const left = [-40, -6, 2, 9, 33, 80, 170, -200][i % 8]
  const done = i % 8 === 7
  const outcome = done ? 'kept' : left < 0 ? 'overdue' : 'pending'
  return { id: `OB-${i}`, version: 1, code: `SF-2026-${String(i + 1).padStart(4, '0')}`, body_id: body.id, body: ref(body), kind, title: `${title}${i > 20 ? `（第${i}期）` : ''}`, post_id: `P${i % bodies.length}-2`, source_id: `S-${i}`, state: done ? 'done' : 'open', outcome, light: left < 0 && !done ? 'red' : left < 5 && !done ? 'orange' : left < 30 && !done ? 'yellow' : 'green', remaining_days: left, made_on: day(left - 200), due_on: day(left), ...(done ? { done_on: day(left - 3) } : {}), ...(kind === 'service_pledge' || kind === 'plan_task' ? {} : { amount_fen: (i + 3) * 12_345_600, fulfilled_fen: done ? (i + 3) * 12_345_600 : 0 }), ...(kind.includes('contract') ? { counterparty: { type: 'private', name: '示范建设有限公司', sme: true } } : {}), domain: kind.includes('contract') ? 'procurement' : 'other', has_evidence: done, evidence: done ? [{ title: '竣工验收单', on: day(left - 3), doc_no: '验〔2026〕12号' }] : [] }
})
const steps = (duty) => [['delivery', '首期交付', -90], ['acceptance', '竣工验收', -10], ['payment', '支付尾款', 20]].map(([type, title, offset], i) => ({ id: `${duty.id}-M${i + 1}`, version: 1, no: i + 1, type, title, due_on: day(offset), ...(i === 0 ? { done_on: day(offset - 2), outcome: 'kept', light: 'green' } : { outcome: offset < 0 ? 'overdue' : 'pending', light: offset < 0 ? 'red' : 'yellow' }), amount_fen: Math.floor((duty.amount_fen ?? 0) / 3) || undefined }))
const extra = new Map()
const more = (duty) => { if (!extra.has(duty.id)) extra.set(duty.id, { milestones: steps(duty), payments: duty.amount_fen ? [{ id: `${duty.id}-P1`, paid_on: day(-85), amount_fen: Math.floor(duty.amount_fen / 3), milestone_id: `${duty.id}-M1`, voucher_no: 'PZ-0192' }] : [], changes: [] }); return extra.get(duty.id) }
const fileOf = (duty) => ({ obligation: duty, body: duty.body, post: { id: duty.post_id, title: '合同管理岗' }, source: { id: duty.source_id, kind: 'contract', title: '青石河堤防加固工程施工合同文本', doc_no: '示水合〔2026〕7号', issuer: '市水利局', issued_on: duty.made_on }, holders: [{ official: { id: 'OF0-2', staff_no: 'GB-000003', name: '王*' }, from_on: '2021-03-01' }, { official: { id: 'OF0-1', staff_no: 'GB-000002', name: '李**' }, from_on: '2018-01-01', to_on: '2021-02-28' }], ...more(duty), remaining_working_days: Math.round(duty.remaining_days * 0.7), provisional: false, findings: duty.outcome === 'overdue' ? [{ id: 'F1', kind: 'breach', organ: '市信用办', doc_no: '示信认〔2026〕3号', decided_on: day(-20) }] : [], attachments: [], timeline: [{ at: at(3), kind: 'entry', action: 'obligation.change', entity: 'obligation', account: '李晓明' }, { on: day(-85), kind: 'payment', title: '首期款' }, { on: day(-92), kind: 'milestone_done', title: '首期交付' }, { on: duty.made_on, kind: 'made' }] })

const handovers = [0, 3, 6].map((i, n) => ({ id: `HO${n}`, version: 1, code: `JJ-2026-000${n + 1}`, body_id: bodies[i].id, body: ref(bodies[i]), post_id: `P${i}-2`, post: { id: `P${i}-2`, title: '合同管理岗' }, from_official: { id: officials[i * 3 + 1].id, staff_no: officials[i * 3 + 1].staff_no }, to_official: n === 2 ? undefined : { id: officials[i * 3 + 2].id, staff_no: officials[i * 3 + 2].staff_no }, on_day: day(-30 + n), ...(n === 0 ? { signed_on: day(-25) } : {}), basis: ['示政任〔2026〕15号'], obligation_ids: duties.filter((one) => one.body_id === bodies[i].id).map((one) => one.id) }))
const withDuties = (one) => ({ ...one, obligations: one.obligation_ids.map((id) => duties.find((duty) => duty.id === id)) })

const LEAVES = [['A1', '权责清单动态公开率', 'Power lists published and current', 'parts'], ['A3', '复议诉讼纠错率', 'Decisions corrected by review or court', 'parts'], ['B1', '主动公开及时率', 'Proactive disclosure in time', 'parts'], ['B4', '五网办理覆盖率', 'Services online (five ratios)', 'parts', { parts: 5 }], ['C3', '后评估与问责落实', 'Review after decision and accountability', 'flag'], ['D5', 'PPP/特许经营守约', 'PPP and concessions kept', 'counts', { classes: ['breach'] }], ['D6', '招标投标诚信', 'Integrity in bidding', 'counts', { classes: ['complaint', 'penalty'] }], ['D7', '债务风险', 'Debt risk', 'code', { codes: ['green', 'yellow', 'orange', 'red'] }], ['E3', '投诉举报按期办结率', 'Complaints settled in time', 'parts'], ['F1', '诚信教育覆盖率', 'Staff trained in integrity', 'parts'], ['F5', '制度与保障', 'Rules and means', 'flag'], ['G3', '信用信息报送及时准确率', 'Credit data sent in time and right', 'parts']].map(([leaf, zh, en, form, rest]) => ({ leaf, name: { zh, en }, forms: [form, 'not_applicable'], ...rest }))
const statements = bodies.slice(0, 12).flatMap((body, b) => LEAVES.filter((_, i) => i % 3 !== b % 3).map((leaf, i) => ({ id: `ST${b}-${i}`, version: 1, code: `${body.id}/${leaf.leaf}/2026`, body_id: body.id, body: ref(body), leaf: leaf.leaf, leaf_name: leaf.name, period: '2026', form: leaf.forms[0], ...(leaf.forms[0] === 'parts' ? { parts: [{ numerator: 48, denominator: 50 }] } : leaf.forms[0] === 'flag' ? { flag: true } : leaf.forms[0] === 'code' ? { value_code: 'green' } : { counts: Object.fromEntries(leaf.classes.map((name) => [name, 0])) }), evidence: [{ title: '权责清单公开台账', doc_no: '示政办〔2026〕9号', on: day(-40) }], filed_on: day(-12), filed_by: i % 4 === 1 ? 'office.head' : 'clerk', state: ['filed', 'checked', 'filed', 'returned'][i % 4], ...(i % 4 === 1 ? { checked_on: day(-3), checked_by: 'head' } : {}), ...(i % 4 === 3 ? { returned_on: day(-2), returned_by: 'head', opinion: '分母与台账不符，请核对后重报' } : {}) })))

const KIND_ROWS = [['contracts', '合同台账导入表', 'Contracts', 28], ['obligations', '承诺及义务导入表', 'Obligations', 26], ['milestones', '合同节点导入表', 'Milestones', 11], ['payments', '付款导入表', 'Payments', 8], ['statements', '指标填报表', 'Statements', 27], ['bodies', '政务主体导入表', 'Bodies', 12], ['posts', '岗位信息导入表', 'Posts', 7], ['tenures', '任职导入表', 'Tenures', 6], ['debts', '债务导入表', 'Debts', 15]].map(([kind, zh, en, n]) => ({ kind, name: { zh, en }, columns: Array.from({ length: n }, (_, i) => ({ key: `c${i}`, name: { zh: ['合同编号', '责任单位', '合同名称', '签订日期', '履行期限', '金额', '备注'][i % 7], en: ['Code', 'Body', 'Title', 'Made on', 'Due on', 'Amount', 'Note'][i % 7] }, required: i < 5 })) }))
const REASONS = [['import.required', 'body', '', { zh: '责任单位', en: 'Body' }], ['import.date_format', 'due_on', '2026年13月', { zh: '履行期限', en: 'Due on' }], ['import.body_unknown', 'body', '市某某局', { zh: '责任单位', en: 'Body' }], ['import.money_format', 'amount', '壹拾万', { zh: '金额', en: 'Amount' }]]
const faults = (n) => Array.from({ length: Math.min(50, n) }, (_, i) => ({ row: 7 + i * 3, column: REASONS[i % 4][1], column_name: REASONS[i % 4][3], reason: REASONS[i % 4][0], value: REASONS[i % 4][2] }))
const imports = [{ id: 'IM-1', kind: 'obligations', kind_name: { zh: '承诺及义务导入表', en: 'Obligations' }, file_name: '合同台账.xlsx', state: 'done', dry_run: false, update: true, read: 10_000, added: 9800, changed: 0, unchanged: 0, rejected: 200, faults: faults(200), account: 'clerk', made_at: '2026-11-27T03:12:00.000Z', ended_at: '2026-11-27T03:12:41.000Z' }, { id: 'IM-2', kind: 'payments', kind_name: { zh: '付款导入表', en: 'Payments' }, file_name: '十月付款.csv', state: 'undone', dry_run: false, update: false, read: 45, added: 45, changed: 0, unchanged: 0, rejected: 0, account: 'clerk', made_at: '2026-11-20T03:12:00.000Z' }, { id: 'IM-3', kind: 'bodies', kind_name: { zh: '政务主体导入表', en: 'Bodies' }, file_name: '名录.json', state: 'failed', dry_run: true, update: true, reason: 'import.header_missing', account: 'office', made_at: '2026-11-19T01:00:00.000Z' }]
const running = (job, rounds, result) => Object.assign(job, { state: 'queued', rounds: 0, of: rounds, result })
function advance(job) {
  if (job.result === undefined) return job
  job.rounds += 1
  if (job.rounds > job.of) { Object.assign(job, job.result, { state: job.result.state ?? 'done', progress: undefined }); delete job.result } else { job.state = 'running'; job.progress = { done: Math.floor((job.rounds * 200) / (job.of + 1)), of: 200 } }
  return job
}
const shownJob = ({ rounds, of, result, bytes, ...job }) => job
const exports_ = [{ id: 'EX-1', kind: 'obligations', state: 'done', format: 'xlsx', filter: { outcome: 'overdue' }, account: 'office', made_at: at(30), rows: 212, digest: 'ab12cd34'.repeat(8), file_name: '承诺及义务-2026-11-27.xlsx', available: true }, { id: 'EX-2', kind: 'bodies', state: 'done', format: 'csv', filter: {}, account: 'office.head', made_at: at(400), rows: 26, digest: '99ff'.repeat(16), file_name: '政务主体.csv', available: false }, { id: 'EX-3', kind: 'journal', state: 'failed', format: 'xlsx', filter: {}, account: 'auditadmin', made_at: at(500), reason: 'server.not_ready' }]
const files = new Map([['obligation/OB-7', [{ id: 'AT-1', version: 1, name: '竣工验收单（盖章）.pdf', media_type: 'application/pdf', size_bytes: 1_482_003, digest: '3f9a'.repeat(16), warnings: ['metadata.author'], uploaded_on: day(-3), uploaded_by: 'clerk' }, { id: 'AT-2', version: 2, name: '现场照片.jpg', media_type: 'image/jpeg', size_bytes: 3_021_221, digest: '77c0'.repeat(16), warnings: ['metadata.location'], uploaded_on: day(-2), uploaded_by: 'clerk', withdrawn_on: day(-1), withdraw_reason: '照片中有无关人员' }]]])
const reads = [{ at: at(50), account: 'organisation', action: 'official.read', reason: '干部考察任免' }, { at: at(49), account: 'organisation', action: 'official.unmask', fields: ['name', 'id_number'], reason: '干部考察任免' }]
for (let i = 0; i < 26; i += 1) {
  const duty = duties[25 - i]
  log(null, i % 5 === 4 ? 'statement.check' : i % 3 ? 'obligation.change' : 'obligation.import', i % 5 === 4 ? 'statement' : 'obligation', i % 5 === 4 ? { id: 'ST0-1', title: 'B100/A3/2026', body: ref(bodies[0]) } : duty, i % 5 === 4 ? [{ field: 'checked_on', label: { zh: '复核日期', en: 'Checked on' }, before: null, after: day(-3) }] : i % 3 ? [{ field: 'due_on', label: { zh: '履行期限', en: 'Due on' }, before: day(-30), after: duty.due_on }, { field: 'amount_fen', label: { zh: '金额', en: 'Amount' }, before: 1_234_500, after: duty.amount_fen ?? null }] : [{ field: 'title', label: { zh: '内容', en: 'Title' }, after: duty.title }, { field: 'name', label: { zh: '姓名', en: 'Name' }, after: { sealed: 's1', commit: 'ab' } }])
}
const PACK = { id: 'LY', digest: '5c1e'.repeat(16), version: '2026.11', loaded_on: day(-60), name: { zh: '凌源政务诚信规则包', en: 'Lingyuan pack' }, kinds: [['contract', '合同', 'Contract', 'contract', 'S-6.4c'], ['payment', '应付账款', 'Payment owed', 'payment', 'S-6.1'], ['policy_promise', '政策承诺', 'Policy promise', 'promise', 'S-6.4'], ['service_pledge', '公开(服务)承诺', 'Service pledge', 'pledge', 'S-6.6']].map(([id, zh, en, group, source]) => ({ id, name: { zh, en }, group, source: [source] })), schemes: [{ id: 'LY-GIE-2021', name: { zh: '凌源市政务诚信考核评价(2021)', en: 'Lingyuan government-integrity evaluation (2021)' }, version: '1', groups: 7, indicators: 33, source: ['S-4.3c'] }], deadlines: 112, calendars: Array.from({ length: 20 }, (_, i) => 2007 + i), roles: ROLES.map((role) => ({ ...role, actions: role.actions.length })), warnings: [{ id: 'EW-OBL-1', name: { zh: '义务临期预警', en: 'Duty falls due' }, rungs: 3, source: ['S-6.4c'] }], imports: KIND_ROWS.map((one) => ({ id: one.kind, name: one.name, columns: one.columns.length, source: [] })), records: [{ id: 'R-XZ-01', name: { zh: '行政处罚决定违法', en: 'Unlawful penalty' }, public_level: 'P1', source: ['S-5.2'] }], measures: [] }

/** `openObjections`: set by whoever keeps them. */
export const people = { officials, tenures, openObjections: () => [] }
const recordsOf = (id) => [{ id: 'R-XZ-9', version: 1, code: 'REC-0009', cat: 'R-RY-02', polarity: 'negative', standing: 'in_effect', disputed: people.openObjections(id).some((one) => one.entity === 'record'), facts: '因逾期支付账款受到通报批评', organ: '市纪委监委', doc_no: '示纪通〔2026〕5号' }, { id: 'R-RY-8', version: 1, code: 'REC-0008', cat: 'R-RY-01', polarity: 'positive', standing: 'expired', disputed: false, facts: '全市诚信建设先进个人', organ: '市委组织部', doc_no: '示组〔2021〕9号' }]
export const importsShown = () => imports.slice(0, 3).map((one) => ({ ...shownJob(one), at: one.made_at }))
const matchDuty = (query) => (one) => has(query, 'body', one.body_id) && has(query, 'kind', one.kind) && has(query, 'state', one.state) && (!query.get('due_from') || one.due_on >= query.get('due_from')) && (!query.get('due_to') || one.due_on <= query.get('due_to'))
const change = (list, reason) => ({ body, session, request, refuse }, id) => {
  const one = find(list, id, refuse, reason)
  const asked = Number(/"(\d+)"/.exec(request.headers['if-match'] ?? '')?.[1] ?? body.version)
  if (asked !== one.version) refuse(412, 'store.version', '内容已被他人修改')
  const { version, body: _, ...members } = body
  Object.assign(one, members, { version: one.version + 1 })
  log(session, 'change', reason.split('.')[0], one, Object.keys(members).slice(0, 4).map((name) => ({ field: name, after: members[name] })))
  return { id: one.id, version: one.version }
}
const created = (one) => ({ status: 201, body: { id: one.id, code: one.code, version: 1 } })

/** Rows of the staff API: [method, pattern, answer({ query, body, bytes, session, needs, proven, refuse }, …path parts)]. */
export const dataRoutes = [
  ['GET', '/bodies', ({ query }) => page(sorted(staffBodies.filter((one) => has(query, 'class', one.class) && (!query.get('division') || one.division_code.startsWith(query.get('division'))) && (!query.get('q') || `${one.name}${one.code}`.includes(query.get('q'))) && (!query.get('parent') || one.class === { G0: 'DEPT', G1: 'TOWN', G2: 'INST', G3: 'OTHER' }[query.get('parent')])), query.get('sort')), query)],
  ['GET', '/bodies/:id', ({ refuse }, id) => ({ ...find(staffBodies, id, refuse, 'body.unknown'), children: bodies.slice(20, 23).map(ref), posts: 3, officials: 3 })],
  ['POST', '/bodies', ({ needs, body, session, refuse }) => { needs('body.add'); if (staffBodies.some((one) => one.code === body.code)) refuse(409, 'store.key_taken', '代码已被使用', [field('/body/code', '代码已被使用')]); const one = { id: made('B'), version: 1, ...body }; staffBodies.unshift(one); log(session, 'add', 'body', one, []); return created(one) }],
  ['PUT', '/bodies/:id', change(staffBodies, 'body.unknown')],
  ['GET', '/posts', ({ query }) => page(posts.filter((one) => has(query, 'body', one.body_id) && (!query.get('state') || (query.get('state') === 'ended') === Boolean(one.valid_to))).map(({ holder, ...one }) => one), query)],
  ['POST', '/posts', ({ needs, body }) => { needs('post.add'); const one = { id: made('P'), version: 1, ...body, body: ref(bodyOf(body.body_id)) }; posts.unshift(one); return created(one) }],
  ['PUT', '/posts/:id', change(posts, 'post.unknown')],
  ['GET', '/tenures', ({ query }) => page(tenures.filter((one) => has(query, 'body', one.body?.id) && has(query, 'post', one.post_id) && has(query, 'official', one.official_id) && (!query.get('state') || (query.get('state') === 'ended') === Boolean(one.to_on))), query)],
  ['POST', '/tenures', ({ needs, body }) => { needs('tenure.add'); const one = { id: made('T'), version: 1, code: 'x', ...body, official: officials.find((all) => all.id === body.official_id), post: posts.find((all) => all.id === body.post_id) }; one.body = one.post.body; tenures.unshift(one); return created(one) }],
  ['PUT', '/tenures/:id', change(tenures, 'tenure.unknown')],
  ['GET', '/handovers', ({ query }) => page(handovers.filter((one) => !query.get('state') || (query.get('state') === 'signed') === Boolean(one.signed_on)), query)],
  ['GET', '/handovers/:id', ({ refuse }, id) => withDuties(find(handovers, id, refuse, 'handover.unknown'))],
  ['POST', '/handovers', ({ needs, body, session, refuse }) => {
    needs('handover.add')
    const post = find(posts, body.post_id, refuse, 'post.unknown')
    if (!post.holder) refuse(404, 'handover.no_holder', '变更前一日该岗位无人任职，无需交接')
    const one = { id: made('HO'), version: 1, code: `JJ-2026-${String(handovers.length + 1).padStart(4, '0')}`, body_id: post.body_id, body: post.body, post_id: post.id, post: { id: post.id, title: post.title }, from_official: post.holder, on_day: body.on_day, basis: body.basis, obligation_ids: duties.filter((duty) => duty.post_id === post.id && duty.state === 'open').map((duty) => duty.id) }
    handovers.unshift(one)
    log(session, 'hand_over', 'handover', one, [{ field: 'basis', after: body.basis }])
    return created(one)
  }],
  ['POST', '/handovers/:id/sign', ({ needs, body, refuse }, id) => { needs('handover.sign'); const one = find(handovers, id, refuse, 'handover.unknown'); if (body.signed_on < one.on_day) refuse(400, 'handover.signed_before_day', '签收日期早于交接日期'); one.signed_on = body.signed_on; return { id, version: 2 } }],
  ['GET', '/officials', ({ needs, query }) => { needs('official.list'); const q = query.get('q'); return page(officials.filter((one) => has(query, 'body', one.body_id) && (!q || one.staff_no === q || (!q.startsWith('GB-') && one.name[0] === q[0]))), query) }],
  ['GET', '/officials/:id', ({ needs, query, refuse, session }, id) => { needs('official.read'); if ((query.get('reason') ?? '').length < 4) refuse(400, 'official.reason_missing', '须说明查阅理由'); reads.unshift({ at: at(0), account: session.account.username, action: 'official.read', reason: query.get('reason') }); return { ...find(officials, id, refuse, 'official.unknown'), tenures: tenures.filter((one) => one.official_id === id), records: recordsOf(id), objections: people.openObjections(id) } }],
  ['POST', '/officials', ({ needs, body }) => { needs('official.add'); const one = { id: made('OF'), version: 1, ...body, body: ref(bodyOf(body.body_id)), name: `${body.name[0]}**`, id_number: undefined }; officials.unshift(one); return created(one) }],
  ['PUT', '/officials/:id', change(officials, 'official.unknown')],
  ['POST', '/officials/:id/unmask', ({ needs, proven, body, session }) => { needs('official.unmask'); proven(); reads.unshift({ at: at(0), account: session.account.username, action: 'official.unmask', fields: body.fields, reason: body.reason }); return Object.fromEntries(body.fields.map((name) => [name, { name: '张示范', id_number: '990101199001010019', phone: '13800000001' }[name]])) }],
  ['GET', '/officials/:id/reads', () => ({ items: reads, total: reads.length })],
  ['GET', '/obligations', ({ query }) => page(sorted(duties.filter(matchDuty(query)), query.get('sort')), query)],
  ['GET', '/obligations/summary', () => ({ items: [], count: duties.length, amount_fen: 0 })],
  ['GET', '/obligations/:id', ({ refuse }, id) => find(duties, id, refuse, 'obligation.unknown')],
  ['GET', '/obligations/:id/file', ({ refuse }, id) => fileOf(find(duties, id, refuse, 'obligation.unknown'))],
  ['POST', '/obligations', ({ needs, body, session, refuse }) => {
    needs('obligation.add')
    if (/换届/.test(body.title)) refuse(400, 'obligation.personal_value', '内容不能登记', [field('/body/title', '名称中有不能登记的内容')])
    const one = { id: made('OB'), version: 1, state: 'open', outcome: 'pending', light: 'green', remaining_days: 90, ...body, code: body.code ?? made('SF'), body_id: body.body, body: ref(bodyOf(body.body)), post_id: body.post }
    duties.unshift(one)
    log(session, 'register', 'obligation', one, [{ field: 'title', label: { zh: '内容', en: 'Title' }, after: one.title }])
    return created(one)
  }],
  ['PUT', '/obligations/:id', change(duties, 'obligation.unknown')],
  ['POST', '/obligations/batch', ({ needs, body, session }) => { needs('obligation.change'); return { items: body.ids.map((id, i) => { const one = duties.find((all) => all.id === id); if (body.act === 'done' && i % 4 === 3) return { id, ok: false, reason: 'obligation.done_before_made' }; if (body.act === 'done') Object.assign(one, { state: 'done', done_on: body.done_on, outcome: 'kept', light: 'green' }); if (body.act === 'void') Object.assign(one, { state: 'void', outcome: 'void', light: 'grey' }); log(session, 'change', 'obligation', one, [{ field: body.act, after: true }]); return { id, ok: true } }) } }],
  ['POST', '/obligations/:id/milestones', ({ needs, body, refuse }, id) => { needs('milestone.add'); const one = { id: made('M'), version: 1, outcome: 'pending', light: 'green', ...body }; more(find(duties, id, refuse, 'obligation.unknown')).milestones.push(one); return created(one) }],
  ['PUT', '/milestones/:id', ({ body }, id) => { for (const parts of extra.values()) for (const one of parts.milestones) if (one.id === id) Object.assign(one, body, { outcome: 'kept', light: 'green', version: one.version + 1 }); return { id, version: 2 } }],
  ['POST', '/obligations/:id/payments', ({ needs, body, refuse }, id) => { needs('payment.add'); const one = { id: made('PY'), ...body }; more(find(duties, id, refuse, 'obligation.unknown')).payments.push(one); return created(one) }],
  ['POST', '/obligations/:id/evidence', ({ needs, body, refuse }, id) => { needs('obligation.change'); const duty = find(duties, id, refuse, 'obligation.unknown'); duty.evidence = [...(duty.evidence ?? []), body]; return created({ id: made('EV') }) }],
  ['POST', '/obligations/:id/changes', ({ needs, body, refuse }, id) => { needs('change.add'); if (body.approval_doc_no === '无') refuse(422, 'change.approval_missing', '变更承诺或者合同须有批准文件', [field('/body/approval_doc_no', '须有批准文件')]); const one = { id: made('CH'), ...body }; more(find(duties, id, refuse, 'obligation.unknown')).changes.push(one); return created(one) }],
  ['GET', '/statements/leaves', () => ({ items: LEAVES, total: LEAVES.length })],
  ['GET', '/statements', ({ query }) => page(statements.filter((one) => has(query, 'body', one.body_id) && has(query, 'period', one.period) && has(query, 'state', one.state) && has(query, 'leaf', one.leaf)), query)],
  ['GET', '/statements/:id', ({ refuse }, id) => find(statements, id, refuse, 'statement.unknown')],
  ['POST', '/statements', ({ needs, body, session }) => { needs('statement.add'); const one = { id: made('ST'), version: 1, state: 'filed', filed_on: TODAY, filed_by: session.account.username, ...body, body: ref(bodyOf(body.body_id)), leaf_name: LEAVES.find((leaf) => leaf.leaf === body.leaf)?.name }; statements.unshift(one); log(session, 'add', 'statement', { ...one, title: `${one.body.name} ${one.leaf}` }, []); return created(one) }],
  ['PUT', '/statements/:id', ({ body, refuse }, id) => { const one = find(statements, id, refuse, 'statement.unknown'); Object.assign(one, body, { body: one.body, version: one.version + 1, state: 'filed', opinion: undefined }); return { id, version: one.version } }],
  ['POST', '/statements/:id/check', ({ needs, body, session, refuse }, id) => { needs('statement.check'); const one = find(statements, id, refuse, 'statement.unknown'); if (one.filed_by === session.account.username) refuse(403, 'statement.same_person', '填报人不能复核自己的填报'); Object.assign(one, body.result === 'accepted' ? { state: 'checked', checked_on: TODAY, checked_by: session.account.username } : { state: 'returned', returned_on: TODAY, opinion: body.opinion }); return { id, version: 2 } }],
  ['GET', '/imports/kinds', ({ needs }) => { needs('import_batch.import'); return { items: KIND_ROWS, total: KIND_ROWS.length } }],
  ['GET', '/imports/templates/:kind', ({ query }, kind) => ({ status: 200, body: Buffer.from(`template of ${kind}`), headers: { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename="${kind}.${query.get('format') ?? 'xlsx'}"` } })],
  ['GET', '/imports', ({ query }) => page(imports.filter((one) => has(query, 'state', one.state)).map(shownJob), query)],
  ['POST', '/imports/:kind', ({ needs, bytes, query, session, refuse }, kind) => {
    needs('import_batch.import')
    if (bytes.includes('BROKEN')) refuse(400, 'import.file_form', '文件无法识别')
    const bad = bytes.includes('faults') ? 12 : 0
    const job = running({ id: made('IM'), kind, kind_name: KIND_ROWS.find((one) => one.kind === kind)?.name, file_name: query.get('file_name'), dry_run: query.get('dry_run') === 'true', update: query.get('update') === 'true', account: session.account.username, made_at: at(0) }, 2, { read: 200, added: 200 - bad - 3, changed: 3, unchanged: 0, rejected: bad, faults: faults(bad) })
    imports.unshift(job)
    return { status: 202, body: shownJob(job) }
  }],
  ['GET', '/imports/:id', ({ refuse }, id) => shownJob(advance(find(imports, id, refuse, 'import.unknown')))],
  ['GET', '/imports/:id/errors', () => ({ status: 200, body: Buffer.from('errors'), headers: { 'Content-Type': 'application/octet-stream', 'Content-Disposition': "attachment; filename*=UTF-8''%E9%94%99%E8%AF%AF%E6%B8%85%E5%8D%95.xlsx" } })],
  ['POST', '/imports/:id/confirm', ({ needs, refuse, session }, id) => { needs('import_batch.import'); const job = find(imports, id, refuse, 'import.unknown'); running(job, 2, { read: job.read, added: job.added, changed: job.changed, unchanged: 0, rejected: job.rejected, faults: job.faults, batch_id: made('BA') }); job.dry_run = false; log(session, 'import', 'import_batch', { ...job, title: job.file_name }, []); return { status: 202, body: shownJob(job) } }],
  ['POST', '/imports/:id/undo', ({ needs, refuse }, id) => { needs('import_batch.undo'); const job = find(imports, id, refuse, 'import.unknown'); running(job, 1, { state: 'undone' }); return { status: 202, body: shownJob(job) } }],
  ['GET', '/exports/kinds', () => ({ items: KIND_ROWS.map(({ kind, name }) => ({ kind, name })), total: KIND_ROWS.length })],
  ['GET', '/exports', ({ query }) => page(exports_.map((one) => shownJob(advance(one))).filter((one) => has(query, 'state', one.state)), query)],
  ['POST', '/exports', ({ needs, body, session }) => { needs('export.run'); const job = running({ id: made('EX'), ...body, account: session.account.username, made_at: at(0) }, 2, { rows: 137, available: true, digest: 'c0de'.repeat(16), file_name: '导出-2026-11-28.xlsx' }); exports_.unshift(job); return { status: 202, body: shownJob(job) } }],
  ['GET', '/exports/:id', ({ refuse }, id) => shownJob(advance(find(exports_, id, refuse, 'export.unknown')))],
  ['GET', '/exports/:id/file', () => ({ status: 200, body: Buffer.from('export'), headers: { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment; filename="export.xlsx"' } })],
  ['GET', '/journal', ({ needs, query }) => { needs('journal.read'); const list = journal.filter((one) => has(query, 'account', one.account) && has(query, 'entity', one.entity) && has(query, 'id', one.entity_id) && has(query, 'body', one.body?.id) && (!query.get('action') || one.action.split('.').pop() === query.get('action'))); const from = Number(query.get('cursor') ?? 0); const limit = Number(query.get('limit') ?? 50); return { items: list.slice(from, from + limit), next: from + limit < list.length ? String(from + limit) : null } }],
  ['GET', '/journal/:seq', ({ needs, refuse }, seq) => { needs('journal.read'); const one = journal.find((entry) => String(entry.seq) === seq) ?? refuse(404, 'journal.unknown', '没有这一条'); return { ...one, entry: { seq: one.seq, action: one.action, entity: one.entity, id: one.entity_id } } }],
  ['POST', '/journal/export', ({ needs, session }) => { needs('journal.export', 'journal.read'); const job = running({ id: made('EX'), kind: 'journal', format: 'xlsx', filter: {}, account: session.account.username, made_at: at(0) }, 1, { rows: journal.length, digest: 'beef'.repeat(16), file_name: '日志.xlsx' }); exports_.unshift(job); return { status: 202, body: shownJob(job) } }],
  ['GET', '/law/pack', () => PACK],
  ['GET', '/attachments', ({ query }) => { const list = files.get(`${query.get('entity')}/${query.get('entity_id')}`) ?? []; return { items: list, total: list.length } }],
  ['POST', '/attachments', ({ needs, query, bytes, session, refuse }) => { needs('attachment.add'); if (bytes.includes('EICAR')) refuse(422, 'attachment.infected', '文件含有恶意代码，不予接收'); const key = `${query.get('entity')}/${query.get('entity_id')}`; const one = { id: made('AT'), version: 1, name: query.get('name'), media_type: 'application/pdf', size_bytes: bytes.length, digest: '0a1b'.repeat(16), warnings: [], uploaded_on: TODAY, uploaded_by: session.account.username }; files.set(key, [...(files.get(key) ?? []), one]); return { status: 201, body: one } }],
  ['GET', '/attachments/:id', () => ({ status: 200, body: Buffer.from('file'), headers: { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment; filename="file.pdf"' } })],
  ['POST', '/attachments/:id/withdraw', ({ needs, body }, id) => { needs('attachment.withdraw'); for (const list of files.values()) for (const one of list) if (one.id === id) Object.assign(one, { withdrawn_on: TODAY, withdraw_reason: body.reason }); return { id, version: 2 } }],
]
