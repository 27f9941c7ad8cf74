// SPDX-License-Identifier: Apache-2.0
// Made-up answers in the shapes of api/openapi.yaml, for working on pages without a server. Development only.
const TODAY = '2026-11-22'
let seed = 7
const dice = (n) => ((seed = (seed * 1103515245 + 12345) % 2147483648), Math.floor((seed / 2147483648) * n))
const pick = (list) => list[dice(list.length)]
const day = (offset) => new Date(Date.parse(`${TODAY}T00:00:00Z`) + offset * 864e5).toISOString().slice(0, 10)

const TOWNS = ['城东街道', '河西街道', '青石镇', '柳泉镇', '白杨镇', '双桥镇', '大沟乡', '石门乡', '云岭乡', '三道梁乡']
const DEPTS = ['市发展和改革局', '市教育局', '市财政局', '市人力资源和社会保障局', '市自然资源局', '市住房和城乡建设局', '市交通运输局', '市水利局', '市农业农村局', '市商务局', '市卫生健康局', '市市场监督管理局']
const INSTS = ['市第一中学', '市人民医院', '市公共资源交易中心', '市图书馆']
const KINDS = [['contract', '合同'], ['policy_promise', '招商引资政策承诺'], ['service_pledge', '公开承诺'], ['debt_service', '政府债务偿还'], ['plan_task', '工作任务']]
const CLASS = { DEPT: '市直部门', TOWN: '乡镇街道', INST: '事业单位', OTHER: '其他' }

export const divisions = [
  { code: '990101', name: '示范市', level: 'county', parent: null, bodies: 26 },
  ...TOWNS.map((name, i) => ({ code: `990101${String(i + 1).padStart(3, '0')}`, name, level: 'township', parent: '990101', bodies: 1 })),
]
const scheme = { id: 'LY-GIE-2021', name: '政务诚信评价方案(2021)', version: '1', valid_from: '2021-01-25' }
const GROUPS = [['A', '依法行政', 14, ['权责清单动态公开率', '裁量基准覆盖率', '复议诉讼纠错率', '许可处罚按期办结率', '督查问题整改率']], ['B', '政务公开', 12, ['主动公开及时率', '依申请公开按期答复率', '双公示及时率', '五网办理覆盖率']], ['C', '民主决策', 8, ['重大决策程序完整率', '征求意见期限合规率', '后评估与问责落实']], ['D', '守信践诺', 30, ['合同协议按期履约率', '采购验收与支付及时率', '账款无拖欠', '招商承诺兑现率', 'PPP/特许经营守约', '招标投标诚信', '债务风险', '公开(服务)承诺兑现率']], ['E', '监督回应', 14, ['人大建议按期办复率', '政协提案办复与满意', '投诉举报按期办结率', '群众企业满意度', '第三方评价']], ['F', '信用管理', 10, ['诚信教育覆盖率', '诚信档案完整率', '事业单位信用监管', '工作落实与办实事完成率', '制度与保障']], ['G', '失信治理', 12, ['新增失信记录', '失信整改按期完成率', '信用信息报送及时准确率']]]
const evaluation = { id: 'EV-2025', tenant: '990101', scheme: scheme.id, scheme_name: scheme.name, period: '2025', as_of: '2025-12-31', position: 9120, status: 'frozen', digest: 'ab'.repeat(32), frozen_at: '2026-03-01T02:00:00Z', bodies: 26, grades: [] }

const make = (name, i, cls, division, division_name) => ({ id: `B${100 + i}`, tenant: '990101', name, class: cls, class_name: CLASS[cls], division, division_name, judged: true })
export const bodies = [
  ...DEPTS.map((name, i) => make(name, i, 'DEPT', '990101', '示范市')),
  ...TOWNS.map((name, i) => make(name + (name.endsWith('街道') ? '办事处' : '人民政府'), 20 + i, 'TOWN', divisions[i + 1].code, name)),
  ...INSTS.map((name, i) => make(name, 40 + i, 'INST', '990101', '示范市')),
]
export const facts = ['凌源市人民政府', '凌源市信用办', '凌源市数据局', '凌源市市场监督管理局', '东城街道', '南街街道', '万元店镇', '乌兰白镇', '前进乡'].map((name, i) => ({ id: `L${i}`, tenant: '211382', name, class: i < 4 ? 'DEPT' : 'TOWN', class_name: CLASS[i < 4 ? 'DEPT' : 'TOWN'], division: '211382', division_name: '凌源市', judged: false }))

const DAYS = { pending: [1, 60], kept: [-320, -5], kept_late: [-300, -20], overdue: [-90, -2], broken: [-250, -60], changed: [-200, -20], void: [-100, 100] }
const TITLES = { contract: ['青石河堤防加固工程施工合同', '学校食堂食材采购合同', '农村公路养护服务合同', '政务大厅系统运维合同'], policy_promise: ['云岭食品加工项目用地与奖补承诺', '柳泉物流园配套道路承诺'], service_pledge: ['社保业务一次办结承诺', '老旧小区停车位增设承诺', '特困人员护理补贴按月发放承诺'], debt_service: ['2019年棚改专项债券还本付息', '2021年一般债券付息'], plan_task: ['年内完成三座危桥改造', '新增公办幼儿园学位六百个'] }
export const obligations = bodies.flatMap((body) => Array.from({ length: 6 + dice(8) }, (_, n) => {
  const [kind, kind_name] = pick(KINDS)
  const outcome = pick(['kept', 'kept', 'kept', 'kept', 'kept_late', 'overdue', 'pending', 'pending', 'pending', 'broken', 'changed', 'void'])
  const [low, high] = DAYS[outcome]
  const due = low + dice(high - low)
  const item = { id: `O${body.id}-${n}`, tenant: '990101', body: body.id, body_name: body.name, kind, kind_name, title: pick(TITLES[kind]), made_on: day(due - 200), due_on: day(due), outcome, light: outcome === 'pending' && due <= 30 ? 'due_soon' : outcome, amount_fen: kind === 'service_pledge' || kind === 'plan_task' ? undefined : (1 + dice(900)) * 1234567 }
  if (outcome === 'kept') item.done_on = day(due - dice(5))
  if (outcome === 'kept_late') { item.days_late = 3 + dice(40); item.done_on = day(due + item.days_late) }
  if (outcome === 'overdue' || outcome === 'broken') item.days_late = -due
  if (outcome === 'pending') item.days_left = due
  if (due > 39) item.due_provisional = true
  if (item.due_provisional) item.light = 'provisional'
  item.source = { id: 'SRC-1', title: `示政合字〔2025〕${n + 1}号`, article: '第三条' }
  return item
}))
export const duties = (list) => {
  const count = (outcome) => list.filter((one) => one.outcome === outcome).length
  const c = { total: list.length, pending: count('pending'), due_soon: list.filter((one) => one.light === 'due_soon').length, overdue: count('overdue'), broken: count('broken'), kept: count('kept'), kept_late: count('kept_late'), changed: count('changed'), void: count('void') }
  return { ...c, due: c.kept + c.kept_late + c.overdue + c.broken }
}
export const records = obligations.filter((one) => one.outcome === 'broken').map((one, i) => ({ id: `R${i}`, tenant: '990101', body: one.body, body_name: one.body_name, type: 'R-WY-01', type_name: '合同违约', polarity: 'negative', severity: pick(['minor', 'general', 'serious']), title: `${one.title}违约`, summary: '经认定,未按约定履行。已送达并听取申辩。', decided_on: day(-20 - i), decided_by: '示范市人民政府', document: `示政认字〔2026〕${i + 1}号`, shown_from: day(-15 - i), shown_to: day(350), disputed: i === 1, obligation: one.id }))
records.push({ id: 'R90', tenant: '990101', body: 'B103', body_name: DEPTS[3], type: 'R-RY-01', type_name: '表彰荣誉', polarity: 'positive', title: '诚信示范单位', decided_on: day(-40), decided_by: '示范市人民政府', document: '示政发〔2026〕9号', disputed: false })

const gradeOf = (total) => (total >= 9000 ? 'A' : total >= 8000 ? 'B' : total >= 7000 ? 'C' : total >= 6000 ? 'D' : 'E')
export const scores = Object.fromEntries(bodies.map((body) => {
  const mine = obligations.filter((one) => one.body === body.id)
  const groups = GROUPS.map(([id, name, weight, leaves]) => {
    const each = Math.round((weight * 10000) / leaves.length)
    const list = leaves.map((leaf, i) => {
      const na = id === 'C' && i === 2
      const ratio = id === 'D' && i === 0 ? 8333 : 7600 + dice(2400)
      const score_e4 = na ? 0 : Math.round((each * Math.max(0, Math.min(10000, (ratio - 7000) / 0.3))) / 10000)
      const rows = id === 'D' && i < 3 ? mine.map((one) => ({ type: 'obligation', id: one.id, title: one.title, day: one.due_on, done_on: one.done_on, amount_fen: one.amount_fen, outcome: one.outcome, numerator: one.outcome === 'kept' ? '1' : '0', denominator: '1' })) : [{ type: 'statement', id: `S-${id}${i + 1}`, title: `${leaf}申报表`, day: '2025-12-20', numerator: String(ratio), denominator: '10000', note: '复核人已确认' }]
      return { id: `${id}${i + 1}`, name: leaf, weight_e4: each, effective_weight_e4: na ? 0 : each, score_e4, lost_e4: na ? 0 : each - score_e4, not_applicable: na, numerator: String(ratio), denominator: '10000', ratio_e4: ratio, function: 'LIN 0.70-1.00', measure: '按时完成的节点 ÷ 到期的节点', reason: na ? 'score.not_applicable' : undefined, clause: 'S-3.4', source_kind: id === 'D' ? 'register' : 'statement', rows_total: na ? 0 : rows.length, rows: na ? [] : rows.slice(0, 4) }
    })
    const score_e4 = list.reduce((sum, leaf) => sum + leaf.score_e4, 0)
    const effective_weight_e4 = list.reduce((sum, leaf) => sum + leaf.effective_weight_e4, 0)
    return { id, name, weight_e4: weight * 10000, effective_weight_e4, score_e4, percent_e2: Math.round((score_e4 * 10000) / effective_weight_e4), leaves: list }
  })
  const before = Math.round(groups.reduce((sum, group) => sum + group.score_e4, 0) / 100)
  const capped = body.id === 'B105'
  const total = capped ? Math.min(before, 5999) : before
  return [body.id, { evaluation, body: body.id, body_name: body.name, class: body.class, before_caps_hundredths: before, total_hundredths: total, grade: gradeOf(total), rank: 1, peers: 0, groups, bonus: [{ id: 'self_correction', name: '通知前自行纠正', applied: body.id === 'B101', points_e4: 5000 }], caps: [{ id: 'V1', name: '列入失信被执行人且年末未移出', applied: capped, limit_hundredths: 5999, document: '(2025)示01执12号' }] }]
}))
for (const cls of Object.keys(CLASS)) {
  const list = bodies.filter((body) => body.class === cls).map((body) => scores[body.id]).sort((a, b) => b.total_hundredths - a.total_hundredths)
  list.forEach((score, i) => { score.peers = list.length; score.rank = list.length < 5 ? null : i + 1 })
}
for (const body of [...bodies]) {
  const score = scores[body.id]
  const mine = obligations.filter((one) => one.body === body.id)
  Object.assign(body, { standing: { evaluation: evaluation.id, period: '2025', status: 'frozen', total_hundredths: score.total_hundredths, grade: score.grade, rank: score.rank, peers: score.peers }, duties: duties(mine), records: records.filter((one) => one.body === body.id).length })
}
const gradeCounts = ['A', 'B', 'C', 'D', 'E'].map((grade) => ({ grade, name: grade, count: bodies.filter((body) => body.standing.grade === grade).length }))
evaluation.grades = gradeCounts
export const tenants = [
  { tenant: '990101', name: '示范市', demonstration: true, judged: true, bodies: bodies.length },
  { tenant: '211382', name: '凌源市', demonstration: false, judged: false, bodies: facts.length },
]
export const site = { demonstration: true, today: TODAY, version: '0.1.0', position: 9216, default_tenant: '990101', ledger_hash: 'sm3', tenants }
const grouped = (key, name, list, count) => ({ key, name, bodies: count, duties: duties(list) })
export function overview(tenant) {
  if (tenant === '211382') return { tenant: tenants[1], judged: false, as_of: TODAY, year: 2026, bodies: facts.length, duties: duties([]), by_class: [], by_division: [], by_month: [], grades: [], records: 0 }
  const classOf = Object.fromEntries(bodies.map((body) => [body.id, body]))
  return {
    tenant: tenants[0], judged: true, as_of: TODAY, year: 2026, bodies: bodies.length, duties: duties(obligations), records: records.length, amount_due_fen: 123456789012, amount_overdue_fen: 4567890123,
    by_class: ['DEPT', 'TOWN', 'INST'].map((cls) => grouped(cls, CLASS[cls], obligations.filter((one) => classOf[one.body].class === cls), bodies.filter((body) => body.class === cls).length)),
    by_division: divisions.map((one) => grouped(one.code, one.name, obligations.filter((duty) => classOf[duty.body].division === one.code), 1)),
    by_month: Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`).map((month) => ({ month, duties: duties(obligations.filter((one) => one.due_on.startsWith(month))) })),
    grades: gradeCounts, evaluation,
  }
}
export { evaluation, scheme, GROUPS, CLASS }
