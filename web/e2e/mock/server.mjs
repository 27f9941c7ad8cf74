// SPDX-License-Identifier: Apache-2.0
// Serves build/web and made-up answers with the headers the real server must send. Development only: `node e2e/mock/server.mjs`.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { complaint } from './complaints.mjs'
import { staff } from './console.mjs'
import * as data from './data.mjs'

const root = fileURLToPath(new URL('../../../build/web/', import.meta.url))
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const HEADERS = {
  'Content-Security-Policy': "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types default vue",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

// A real ledger of 300 entries, signed with Ed25519, so that the pages' checks are exercised.
const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const leaves = Array.from({ length: 300 }, (_, i) => sha(Buffer.from([0]), `entry ${i}`))
const split = (n) => { let k = 1; while (k * 2 < n) k *= 2; return k }
const mth = (list) => (list.length === 1 ? list[0] : sha(Buffer.from([1]), mth(list.slice(0, split(list.length))), mth(list.slice(split(list.length)))))
const path = (m, list) => { if (list.length === 1) return []; const k = split(list.length); return m < k ? [...path(m, list.slice(0, k)), mth(list.slice(k))] : [...path(m - k, list.slice(k)), mth(list.slice(0, k))] }
const sub = (m, list, whole) => { if (m === list.length) return whole ? [] : [mth(list)]; const k = split(list.length); return m <= k ? [...sub(m, list.slice(0, k), whole), mth(list.slice(k))] : [...sub(m - k, list.slice(k), false), mth(list.slice(0, k))] }
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const pem = publicKey.export({ type: 'spki', format: 'pem' })
const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
const origin = 'gongxin/990101'
const text = `${origin}\n300\n${mth(leaves).toString('base64')}\n`
const seconds = 1795312800
const id = (type) => sha(`${origin}\n`, Buffer.from([type]), raw).subarray(0, 4)
const stamp = Buffer.alloc(8)
stamp.writeBigUInt64BE(BigInt(seconds))
const signature = sign(null, Buffer.from(text), privateKey)
const timed = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), privateKey)
const line = (blob) => `— ${origin} ${blob.toString('base64')}\n`
const note = `${text}\n${line(Buffer.concat([id(1), signature]))}${line(Buffer.concat([id(4), stamp, timed]))}`
const checkpoint = { origin, size: 300, root: mth(leaves).toString('hex'), hash: 'sha256', time: new Date(seconds * 1000).toISOString(), signature: signature.toString('hex'), note, key: pem }
const hex = (list) => list.map((one) => one.toString('hex'))

const problem = (status, reason, title) => ({ status, body: { type: `urn:gongxin:reason:${reason}`, title, status, reason, trace: '7f3a9c21' } })
function page(list, query) {
  const limit = Number(query.get('limit') ?? 20)
  const start = (Number(query.get('page') ?? 1) - 1) * limit
  return { items: list.slice(start, start + limit), total: list.length, next: null }
}
const matches = (query, fields) => (one) => fields.every(([name, key]) => !query.get(name) || one[key] === query.get(name))
const named = (query, key) => (one) => !query.get('q') || String(one[key]).includes(query.get('q'))
const inArea = (query) => (one) => !query.get('division') || one.division?.startsWith(query.get('division'))
function sorted(list, sort) {
  if (!sort) return list
  const key = { total: (one) => one.standing?.total_hundredths, overdue: (one) => one.duties?.overdue, broken: (one) => one.duties?.broken, due_on: (one) => one.due_on, amount_fen: (one) => one.amount_fen ?? 0 }[sort.replace('-', '')]
  if (!key) return list
  const up = [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return sort.startsWith('-') ? up.reverse() : up
}
function listObligations(query, list = data.obligations) {
  const classOf = Object.fromEntries(data.bodies.map((body) => [body.id, body]))
  const found = list.filter((one) => named(query, 'title')(one) && matches(query, [['kind', 'kind'], ['outcome', 'outcome'], ['light', 'light'], ['body', 'body']])(one) && (!query.get('class') || classOf[one.body].class === query.get('class')) && inArea(query)(classOf[one.body]) && (!query.get('due_from') || one.due_on >= query.get('due_from')) && (!query.get('due_to') || one.due_on <= query.get('due_to')))
  return page(sorted(found, query.get('sort') ?? 'due_on'), query)
}
const ARTICLES = Array.from({ length: 60 }, (_, i) => ({ article: `第${i + 1}条`, text: '行政机关应当准确、及时公开政府信息。行政机关发现影响或者可能影响社会稳定、扰乱社会和经济管理秩序的虚假或者不完整信息的,应当发布准确的政府信息予以澄清。' }))
const SOURCES = [{ id: 'SRC-XXGKTL', title: '中华人民共和国政府信息公开条例', issuer: '国务院', document: '国务院令第711号', issued_on: '2019-04-03', in_force_from: '2019-05-15', articles: 60 }, { id: 'SRC-ZXQYKX-2020', title: '保障中小企业款项支付条例(2020)', issuer: '国务院', document: '国务院令第728号', issued_on: '2020-07-05', in_force_from: '2020-09-01', in_force_to: '2025-05-31', repealed_by: 'SRC-ZXQYKX-2025', articles: 29 }, { id: 'SRC-XFGZTL', title: '信访工作条例', issuer: '中共中央、国务院', in_force_from: '2022-05-01', articles: 50 }, { id: 'EXT-N1103', title: '关于建立健全政府诚信履约机制的通知', issuer: '国家发展改革委', articles: 0 }, { id: 'EXT-LN-TS', title: '辽宁省政务失信投诉处理办法', issuer: '辽宁省信用办', articles: 0 }]
const RULES = [{ id: 'DL-INF-03', name: '依申请公开答复', trigger: '收到申请之日', amount: 20, unit: 'WD', source: { id: 'SRC-XXGKTL', title: '政府信息公开条例', article: '第三十三条' } }, { id: 'DL-PAY-01', name: '中小企业款项支付', trigger: '交付之日', amount: 30, unit: 'CD', source: { id: 'SRC-ZXQYKX-2020', title: '保障中小企业款项支付条例', article: '第八条' } }, ...[['02', '是否受理的决定', 5], ['05', '交办', 3], ['06', '签收', 2], ['07', '核实', 30], ['08', '答复', 5]].map(([n, name, amount]) => ({ id: `DL-TS-${n}`, name: `投诉${name}`, trigger: '进入该状态之日', amount, unit: 'WD', source: { id: 'EXT-LN-TS', title: '辽宁省政务失信投诉处理办法' } }))]
const PLAN = { id: 'PLAN', title: '凌源市关于加强政务诚信建设的实施方案', issuer: '凌源市信用办', document: '凌信办发〔2021〕1号', issued_on: '2021-01-25', clauses: ['总体要求', '构建广泛有效的政务诚信监督体系', '健全保障措施'].flatMap((heading, i) => [{ id: `S-${i + 3}`, parent: null, heading, text: heading }, ...Array.from({ length: 4 }, (_, n) => ({ id: `S-${i + 3}.${n + 1}`, parent: `S-${i + 3}`, text: '坚持守信践诺。建立政府信用评估和预警机制,把政务履约和践诺纳入政府绩效考评指标体系。建立健全政务信息记录,准确记录并客观评价党政机关和国家工作人员履职履责情况。', served_by: '义务登记、评价方案 D 组' }))]) }
const FIGURE = { item: { id: 'debt-2024', tenant: '211382', title: '2024年地方政府债务限额及余额预算情况表', year: 2024, unit: '亿元', publisher: '凌源市财政局', document: '2025年政府预算公开', url: 'http://example.invalid/doc' }, columns: [{ key: 'name', name: '地区' }, { key: 'limit', name: '债务限额' }, { key: 'general', name: '一般债务' }, { key: 'special', name: '专项债务' }], rows: [['凌源市', '36.58', '21.06', '15.52'], ['本级', '36.58', '21.06', null]] }

const routes = [
  ['/public/site', () => data.site],
  ['/public/overview', (q) => data.overview(q.get('tenant'))],
  ['/public/divisions', () => page(data.divisions, new URLSearchParams('limit=200'))],
  ['/public/bodies', (q) => page(sorted((q.get('tenant') === '211382' ? data.facts : data.bodies).filter((one) => named(q, 'name')(one) && inArea(q)(one) && matches(q, [['class', 'class']])(one) && (!q.get('grade') || one.standing?.grade === q.get('grade'))), q.get('sort')), q)],
  ['/public/bodies/:id', (_q, id) => { const body = [...data.bodies, ...data.facts].find((one) => one.id === id); return body ? { ...body, identifier_scheme: 'uscc', identifier: '11990101MB0X12345K', children: [], parent: { id: 'B100', name: '示范市人民政府' } } : problem(404, 'body.unknown', '没有这个单位') }],
  ['/public/bodies/:id/score', (_q, id) => data.scores[id] ?? problem(404, 'evaluation.none', '尚无可公开的评价结果')],
  ['/public/bodies/:id/obligations', (q, id) => listObligations(q, data.obligations.filter((one) => one.body === id))],
  ['/public/bodies/:id/records', (q, id) => page(data.records.filter((one) => one.body === id), q)],
  ['/public/bodies/:id/timeline', (q, id) => page(data.obligations.filter((one) => one.body === id).flatMap((one) => [{ day: one.made_on, type: 'obligation_made', id: one.id, title: one.title }, ...(one.done_on ? [{ day: one.done_on, type: 'obligation_done', id: one.id, title: one.title, light: one.light, amount_fen: one.amount_fen }] : [])]).sort((a, b) => (a.day < b.day ? 1 : -1)), q)],
  ['/public/obligations', (q) => listObligations(q)],
  ['/public/obligations/summary', () => ({ items: [...new Map(data.obligations.map((one) => [one.kind, one.kind_name]))].map(([kind, kind_name]) => ({ kind, kind_name, outcome: 'kept', count: 1, amount_fen: 0 })), total: 5, count: 5, amount_fen: 0 })],
  ['/public/obligations/:id', (_q, id) => { const item = data.obligations.find((one) => one.id === id); return item ? { item, counterpart: '某建设有限公司(已遮蔽)', post: '分管副局长岗位', parts: [{ type: 'milestone', id: 'm1', title: '首期交付', due_on: item.made_on, done_on: item.made_on, amount_fen: 500000, outcome: 'kept' }, { type: 'change', id: 'c1', title: '工期顺延', done_on: item.due_on, reason: 'public_interest', document: '示政函〔2026〕3号' }], journal_index: 42 } : problem(404, 'obligation.unknown', '没有这项义务') }],
  ['/public/records', (q) => page(data.records.filter((one) => q.get('tenant') === '990101' && named(q, 'title')(one) && matches(q, [['polarity', 'polarity']])(one)), q)],
  ['/public/records/:id', (_q, id) => data.records.find((one) => one.id === id) ?? problem(404, 'record.unknown', '没有这条记录')],
  ['/public/evaluations', (q) => page([data.evaluation], q)],
  ['/public/evaluations/:id/ranking', (q) => page(Object.values(data.scores).map((one) => ({ ...data.bodies.find((body) => body.id === one.body), ...one, capped: one.caps[0].applied })).filter((one) => one.class === q.get('class') && inArea(q)(one)).sort((a, b) => b.total_hundredths - a.total_hundredths), q)],
  ['/public/evaluations/:id/bodies/:body/leaves/:leaf/rows', (q, _id, body) => page(data.obligations.filter((one) => one.body === body).map((one) => ({ type: 'obligation', id: one.id, title: one.title, day: one.due_on, outcome: one.outcome, numerator: '0', denominator: '1' })), q)],
  ['/public/schemes/:id', () => ({ item: data.scheme, groups: data.GROUPS.map(([id, name, weight, leaves]) => ({ id, name, weight_e4: weight * 10000, leaves: leaves.map((leaf, i) => ({ id: `${id}${i + 1}`, name: leaf, weight_e4: 20000, measure: '按期完成数 ÷ 应完成数', function: 'LIN 0.80-1.00', not_applicable: '无应办事项时不适用', clause: 'S-3.4' })) })), caps: [{ id: 'V1', name: '列入失信被执行人', limit_hundredths: 5999 }], grades: [['A', 9000], ['B', 8000], ['C', 7000], ['D', 6000], ['E', 0]].map(([grade, from_hundredths]) => ({ grade, name: grade, from_hundredths })) })],
  ['/public/plan', () => PLAN],
  ['/public/sources', (q) => page(SOURCES.filter(named(q, 'title')), q)],
  ['/public/sources/:id', (_q, id) => SOURCES.find((one) => one.id === id) ?? problem(404, 'source.unknown', '没有这个依据文件')],
  ['/public/sources/:id/articles', (q) => page(ARTICLES.filter(named(q, 'text')), q)],
  ['/public/deadlines', (q) => page(RULES, q)],
  ['/public/deadlines/:id/due', (q, id) => ({ rule: RULES.find((one) => one.id === id), from: q.get('from'), due_on: '2026-12-18', provisional: false, days: Array.from({ length: 26 }, (_, i) => new Date(Date.parse(q.get('from')) + (i + 1) * 864e5)).map((date, i) => ({ day: date.toISOString().slice(0, 10), counted: date.getUTCDay() % 6 !== 0, number: i, reason: date.getUTCDay() % 6 ? 'ordinary' : 'weekend' })) })],
  ['/public/figures', (q) => page(q.get('tenant') === '211382' ? [FIGURE.item] : [], q)],
  ['/public/figures/:id', () => FIGURE],
  ['/public/datasets', (q) => page([{ id: 'bodies', title: '政务主体', rows: 26, formats: ['csv', 'json'], columns: ['id', 'name', 'class', 'division'], licence: '可自由使用,须注明出处' }, { id: 'obligations', title: '义务清单', rows: data.obligations.length, formats: ['csv', 'json'], columns: ['id', 'body', 'kind', 'due_on', 'outcome'] }], q)],
  ['/public/search', (q) => page([...data.bodies.filter(named(q, 'name')).map((one) => ({ type: 'body', id: one.id, title: one.name, tenant: one.tenant })), ...data.obligations.filter(named(q, 'title')).map((one) => ({ type: 'obligation', id: one.id, title: one.title, body_name: one.body_name }))], q)],
  ['/public/ledger/checkpoint', () => checkpoint],
  ['/public/ledger/inclusion', (q) => ({ leafIndex: Number(q.get('index')), treeSize: Number(q.get('size')), leafHash: leaves[q.get('index')].toString('hex'), root: mth(leaves.slice(0, q.get('size'))).toString('hex'), proof: hex(path(Number(q.get('index')), leaves.slice(0, q.get('size')))) })],
  ['/public/ledger/consistency', (q) => { const [from, to] = [Number(q.get('from')), Number(q.get('to'))]; return { size1: from, size2: to, root1: mth(leaves.slice(0, from)).toString('hex'), root2: mth(leaves.slice(0, to)).toString('hex'), proof: hex(sub(from, leaves.slice(0, to), true)) } }],
]
const compiled = routes.map(([pattern, answer]) => [new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`), answer])

function api(url) {
  for (const [pattern, answer] of compiled) {
    const match = pattern.exec(url.pathname.slice('/api/v1'.length))
    if (match) return answer(url.searchParams, ...match.slice(1).map(decodeURIComponent))
  }
  return problem(404, 'http.no_such_path', '没有这个地址')
}
const staffAnswer = (request, url, bytes) => staff(request, url, bytes)
const complaintAnswer = (request, url, bytes) => complaint(request, url.pathname.slice('/api/v1'.length), bytes)
function answerStaff(request, response, url, ask = staffAnswer) {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const answer = ask(request, url, Buffer.concat(parts)) ?? problem(404, 'http.no_such_path', '没有这个地址')
    answer.status ??= 200
    const failed = answer.status >= 400
    if (failed && request.headers['accept-language'] === 'en') {
      answer.body.title = 'The server says no'
      for (const one of answer.body.errors ?? []) one.title = 'This cannot be taken'
    }
    const raw = Buffer.isBuffer(answer.body)
    response.writeHead(answer.status, { ...HEADERS, 'Cache-Control': 'no-store', 'Content-Type': failed ? 'application/problem+json' : 'application/json', ...answer.headers })
    response.end(raw ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body))
  })
}
createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  if (url.pathname.startsWith('/api/v1/') && !url.pathname.startsWith('/api/v1/public/')) return answerStaff(request, response, url)
  if (/^\/api\/v1\/public\/(complaints|verify)/.test(url.pathname)) return answerStaff(request, response, url, complaintAnswer)
  if (url.pathname.startsWith('/api/')) {
    const answer = api(url)
    const failed = answer.body && answer.status
    response.writeHead(failed ? answer.status : 200, { ...HEADERS, 'Content-Type': failed ? 'application/problem+json' : 'application/json' })
    if (failed && request.headers['accept-language'] === 'en') answer.body.title = 'There is no such thing'
    return response.end(JSON.stringify(failed ? answer.body : answer))
  }
  let file = join(root, normalize(url.pathname))
  if (!existsSync(file) || statSync(file).isDirectory()) file = join(root, url.pathname.startsWith('/console') ? 'console.html' : 'index.html')
  response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
  response.end(readFileSync(file))
}).listen(Number(process.env.PORT ?? 4173), '127.0.0.1', function () {
  console.log(`Listening on http://127.0.0.1:${this.address().port}`)
})
