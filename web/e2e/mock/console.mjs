// SPDX-License-Identifier: Apache-2.0
// Made-up answers of the staff API, with sessions, tokens against forged requests and refusals, kept in memory. Development only.
import { createHash, randomBytes } from 'node:crypto'
import { bodies } from './data.mjs'
import { casesOf } from './cases.mjs'
import { dataRoutes, importsShown, people } from './console-data.mjs'
import { handlingOf } from './handling.mjs'
import { objectionsOf } from './objections.mjs'
import { ROLES } from './roles.mjs'

const TODAY = '2026-11-28'
const day = (offset) => new Date(Date.parse(`${TODAY}T00:00:00Z`) + offset * 864e5).toISOString().slice(0, 10)
const at = (hours) => new Date(Date.parse(`${TODAY}T08:00:00Z`) - hours * 36e5).toISOString()
const secret = (bytes = 9) => randomBytes(bytes).toString('base64url')

const bodyRef = (body) => ({ id: body.id, code: body.id, name: body.name })
const water = bodies.find((one) => one.name === '市水利局')
const finance = bodies.find((one) => one.name === '市财政局')
const PASSWORD = 'Correct-horse-9'
const grant = (role, body) => ({ role, scope: body ? { kind: 'body', ref: body.id, name: body.name } : { kind: { tenant: 'tenant', system: 'system', self: 'self', domain: 'tenant' }[ROLES.find((one) => one.id === role).scope] ?? 'tenant', ...(ROLES.find((one) => one.id === role).scope === 'tenant' ? { ref: '990101', name: '示范市' } : {}) } })
const made = (id, username, name, grants, more = {}) => ({ id, version: 1, username, name, state: 'active', grants, made_on: day(-200), last_seen_on: day(-1), totp_enrolled: false, password: PASSWORD, ...more })
const accounts = [
  made('A1', 'clerk', '李晓明', [grant('R5', water), grant('self')], { body: bodyRef(water) }),
  made('A2', 'head', '王建国', [grant('R6', water)], { body: bodyRef(water) }),
  made('A3', 'office', '赵敏', [grant('R2')]),
  made('A4', 'office.head', '陈志强', [grant('R1')]),
  made('A5', 'secadmin', '安全管理员', [grant('R16')], { totp_enrolled: true }),
  made('A6', 'sysadmin', '系统管理员', [grant('R18')]),
  made('A7', 'auditadmin', '审计管理员', [grant('R17')]),
  made('A8', 'newcomer', '新进人员', [grant('R5', finance)], { body: bodyRef(finance), must_change: true }),
  made('A9', 'organisation', '孙丽', [grant('R8')]),
  ...Array.from({ length: 46 }, (_, i) => made(`B${i}`, `user.${String(i + 1).padStart(2, '0')}`, `经办${i + 1}`, i % 7 ? [grant('R5', bodies[i % bodies.length])] : [], { body: bodyRef(bodies[i % bodies.length]), state: i % 11 === 5 ? 'disabled' : 'active', last_seen_on: i % 5 ? day(-i) : undefined, locked_until: i === 9 ? at(-1) : undefined })),
]
const tokens = [{ code: 'TK-0001', account: 'office', grants: [{ role: 'R2', scope: { kind: 'tenant' } }], made_on: day(-30), expires_on: day(150) }, { code: 'TK-0002', account: 'user.03', roles: ['R5'], made_on: day(-300), expires_on: day(-10) }]
const shown = ({ password, must_change, settings, channels, ...account }) => ({ ...account, password_one_time: Boolean(must_change), tampered: account.id === 'B12' })

const LIGHTS = (left) => (left < 0 ? 'red' : left <= 1 ? 'orange' : left <= 3 ? 'yellow' : left <= 5 ? 'blue' : 'green')
const KINDS = [['obligation_due', '义务到期'], ['obligation_overdue', '义务超期'], ['statement_check', '填报待复核'], ['statement_missing', '缺少填报'], ['handover_sign', '交接待签收'], ['import_rejected', '导入有误行']]
const TITLES = { obligation_due: '青石河堤防加固工程施工合同将到期', obligation_overdue: '农村公路养护服务合同已超期', statement_check: '2026年第三季度“公开承诺兑现率”填报待复核', statement_missing: '2026年11月“信息报送及时率”尚未填报', handover_sign: '水利局副局长岗位交接单待签收', import_rejected: '合同台账导入有 12 行未通过' }
const todos = Array.from({ length: 37 }, (_, i) => {
  const [kind, kind_name] = KINDS[i % KINDS.length]
  const left = [-6, -2, 0, 1, 3, 5, 9, 14][i % 8]
  return { id: `T${i}`, version: 1, kind, kind_name: { zh: kind_name, en: kind.replaceAll('_', ' ') }, title: TITLES[kind], body: bodyRef(i % 3 ? water : finance), subject: { type: 'obligation', id: `OB-${i}` }, source: ['S-6.4d'], opened_on: day(-20 - i), due_on: day(left), remaining_working_days: left, provisional: i % 13 === 7, light: i % 13 === 7 ? 'blue' : LIGHTS(left), state: 'open', ...(i % 9 === 4 ? { state: 'done', done_on: day(-1), light: 'grey' } : {}) }
})
const notices = Array.from({ length: 23 }, (_, i) => ({ id: `N${i}`, kind: 'obligation_due', subject: i % 2 ? { zh: '合同还有 3 个工作日到期', en: 'A contract falls due in 3 working days' } : { zh: '您提交的填报已通过复核', en: 'Your statement passed its check' }, text: i % 2 ? { zh: '“学校食堂食材采购合同”将于 2026年12月3日 到期。', en: 'It falls due on 3 Dec 2026.' } : { zh: '复核人：单位负责人。', en: 'Checked by the head of the body.' }, object: { type: 'obligation', id: `OB-${i}` }, rung: 'T-3', copied: i === 3, made_at: at(i * 7 + 1), read: i > 4, ...(i > 4 ? { read_at: at(i * 7) } : {}) }))
const sessions = new Map()

class Refusal extends Error {
  constructor(status, reason, title, errors = []) {
    super(reason)
    this.answer = { status, body: { type: `urn:gongxin:reason:${reason}`, title, status, reason, trace: '7f3a9c21', errors } }
  }
}
const refuse = (...parts) => { throw new Refusal(...parts) }
const field = (pointer, title) => ({ pointer, reason: 'field', title })
export function page(list, query) {
  const limit = Math.min(200, Number(query.get('limit') ?? 20))
  const start = (Number(query.get('page') ?? 1) - 1) * limit
  return { items: list.slice(start, start + limit), total: list.length }
}
export function sorted(list, sort) {
  if (!sort) return list
  const key = sort.replace('-', '')
  const up = [...list].sort((a, b) => (String(a[key] ?? '') < String(b[key] ?? '') ? -1 : 1))
  return sort.startsWith('-') ? up.reverse() : up
}
const actionsOf = (account) => [...new Set(account.grants.flatMap((one) => ROLES.find((role) => role.id === one.role)?.actions ?? []))]
function me(session) {
  const account = session.account
  return {
    user: { id: account.id, username: account.username, name: account.name, ...(account.body ? { body: account.body } : {}), locale: 'zh' },
    tenant: '990101',
    roles: account.grants.map((one) => { const role = ROLES.find((all) => all.id === one.role); return { id: role.id, name: role.name, scope: one.scope } }),
    actions: actionsOf(account),
    csrf: session.csrf,
    must_change_password: Boolean(account.must_change),
    totp_enrolled: account.totp_enrolled,
    expires_at: at(-8),
    idle_seconds: 1800,
    demonstration: true,
  }
}
function open(account) {
  const session = { id: secret(24), csrf: secret(18), account, proven: Date.now(), made_at: at(0) }
  sessions.set(session.id, session)
  return session
}
const cookie = (session) => ({ 'Set-Cookie': `gx=${session?.id ?? ''}; HttpOnly; SameSite=Strict; Path=/${session ? '' : '; Max-Age=0'}` })
function signIn({ body }) {
  const account = accounts.find((one) => one.username === body.username)
  if (!account || account.password !== body.password || account.state !== 'active') refuse(401, 'session.refused', '用户名或密码不正确，或账户不能使用')
  if (account.totp_enrolled && body.totp !== '123456' && body.recovery_code !== 'aaaa-bbbb') {
    if (body.totp || body.recovery_code) refuse(401, 'session.refused', '用户名或密码不正确，或账户不能使用')
    refuse(401, 'session.totp_needed', '请输入动态验证码')
  }
  const session = open(account)
  return { body: me(session), headers: cookie(session) }
}
const find = (list, id, reason, key = 'id') => list.find((one) => one[key] === id) ?? refuse(404, reason, '没有这条内容')
const needs = (session, ...actions) => actions.some((action) => actionsOf(session.account).includes(action)) || refuse(403, 'access.denied', '您没有办理此事的权限')
const proven = (session) => Date.now() - session.proven < 1000 * Number(process.env.PROOF_SECONDS ?? 600) || refuse(403, 'session.reauthenticate', '请再次确认身份')
const sameVersion = (one, body) => one.version === body.version || refuse(412, 'store.version', '内容已被他人修改')
function setGrants({ session, body }, id) {
  needs(session, 'account.grant')
  proven(session)
  const account = find(accounts, id, 'account.unknown')
  sameVersion(account, body)
  if (account.id === session.account.id) refuse(403, 'account.own_grants', '不能给自己授权')
  for (const one of body.grants) {
    const clash = body.grants.find((other) => ROLES.find((role) => role.id === one.role)?.never_with.includes(other.role))
    if (clash) refuse(409, 'account.roles_exclusive', `角色 ${one.role} 与 ${clash.role} 不得由同一账户担任`)
  }
  account.grants = body.grants.map((one) => ({ ...one, scope: { ...one.scope, name: bodies.find((all) => all.id === one.scope.ref)?.name ?? (one.scope.ref === '990101' ? '示范市' : undefined) } }))
  account.version += 1
  return shown(account)
}
const cases = casesOf({ page })
const objections = objectionsOf({ ...people, page })
people.openObjections = objections.openOf
/** Whoever answers objections has their to-dos; the others are of those who see duties. */
const todosOf = (session) => [...(actionsOf(session.account).includes('file_objection.answer') ? objections.todos() : []), ...(session.account.username === 'office' ? cases.todos() : []), ...(actionsOf(session.account).includes('obligation.read') ? todos : [])]
const matchesTab = { todo: (one) => one.state === 'open', done: (one) => one.state !== 'open', mine: (one) => one.kind === 'import_rejected', cc: (one) => one.kind === 'handover_sign', overdue: (one) => one.state === 'open' && one.light === 'red' }
function counts(session) {
  const open = todosOf(session).filter(matchesTab.todo)
  const by_light = {}
  for (const one of open) by_light[one.light] = (by_light[one.light] ?? 0) + 1
  return { todo: open.length, overdue: open.filter(matchesTab.overdue).length, by_light, unread_notices: notices.filter((one) => !one.read).length }
}
function tree(query) {
  const roots = ['市直部门', '乡镇街道', '事业单位', '其他'].map((name, i) => ({ id: `G${i}`, code: `G${i}`, name, class: ['DEPT', 'TOWN', 'INST', 'OTHER'][i], division_code: '990101', children: 0 }))
  const many = Array.from({ length: 3000 }, (_, i) => ({ id: `V${i}`, code: `V${i}`, name: `第${i + 1}村民服务站`, class: 'OTHER', division_code: '990101', children: 0, parent: 'G3' }))
  const all = [...bodies.map((one) => ({ id: one.id, code: one.id, name: one.name, class: one.class, division_code: one.division, children: 0, parent: `G${['DEPT', 'TOWN', 'INST', 'OTHER'].indexOf(one.class)}` })), ...many]
  for (const root of roots) root.children = all.filter((one) => one.parent === root.id).length
  const q = query.get('q')
  if (q) return page(all.filter((one) => one.name.includes(q) || one.code.includes(q)).map((one) => ({ ...one, path: ['示范市', roots.find((root) => root.id === one.parent).name] })), query)
  return page(query.get('parent') ? all.filter((one) => one.parent === query.get('parent')) : roots.filter((one) => one.children > 0), query)
}
const OWN = { official: { id: 'OF-1', staff_no: 'SL0012', name: '李晓明', id_number: '990101199001011234', phone: '13800000000' }, tenures: [{ id: 'TN-1', post: { id: 'P-1', title: '规划计划科科员' }, body: bodyRef(water), from_on: '2019-08-01', to_on: '2023-02-28' }, { id: 'TN-2', post: { id: 'P-2', title: '规划计划科副科长' }, body: bodyRef(water), from_on: '2023-03-01' }], records: [{ id: 'R-1', version: 1, code: 'REC-0007', cat: 'R-RY-01', polarity: 'positive', standing: 'in_effect', disputed: false, facts: '全市诚信建设先进个人', doc_no: '示政发〔2025〕9号' }], reads: [{ at: at(50), account: '孙丽', action: 'official.read_file', outcome: 'ok', reason: '干部考察' }, { at: at(49), account: '孙丽', action: 'official.unmask', outcome: 'refused', fields: ['id_number'], reason: '干部考察' }], get objections() { return objections.all.filter((one) => one.official_id === 'OF-1') } }

/** [method, pattern, answer({ query, body, session, request }, …path parts)]; `open` routes need no session. */
const routes = [
  ['POST', '/session', signIn, 'open'],
  ['GET', '/session/providers', () => ({ items: [{ id: 'gov', name: '示范市统一身份认证' }] }), 'open'],
  ['DELETE', '/session', ({ session }) => { sessions.delete(session.id); return { status: 204, headers: cookie(null) } }],
  ['GET', '/me', ({ session }) => me(session)],
  ['POST', '/me/reauthenticate', ({ session, body }) => {
    if (body.password !== session.account.password) refuse(401, 'session.refused', '密码不正确')
    sessions.delete(session.id)
    const next = open(session.account)
    return { body: { ...me(next), strong_until: at(0) }, headers: cookie(next) }
  }],
  ['POST', '/me/password', ({ session, body }) => {
    if (body.current !== session.account.password) refuse(400, 'password.wrong', '当前密码不正确', [field('/body/current', '当前密码不正确')])
    if (/password|12345678/i.test(body.next)) refuse(400, 'password.common', '这个密码太常见', [field('/body/next', '这个密码太常见，请换一个')])
    Object.assign(session.account, { password: body.next, must_change: false })
    sessions.delete(session.id)
    const next = open(session.account)
    return { status: 204, headers: { ...cookie(next), 'X-CSRF-Token': next.csrf } }
  }],
  ['POST', '/me/totp', ({ session }) => { proven(session); return { secret: 'JBSWY3DPEHPK3PXP', uri: `otpauth://totp/Gongxin:${session.account.username}?secret=JBSWY3DPEHPK3PXP&issuer=Gongxin` } }],
  ['POST', '/me/totp/confirm', ({ session, body }) => {
    if (body.code !== '123456') refuse(400, 'session.totp_wrong', '验证码不正确', [field('/body/code', '验证码不正确，请用当前显示的 6 位数字')])
    session.account.totp_enrolled = true
    return { recovery_codes: Array.from({ length: 10 }, () => `${secret(3)}-${secret(3)}-${secret(3)}`) }
  }],
  ['POST', '/me/totp/remove', ({ session, body }) => { if (body.password !== session.account.password) refuse(401, 'session.refused', '密码不正确'); session.account.totp_enrolled = false; return { status: 204 } }],
  ['GET', '/me/sessions', ({ session }) => ({ items: [...sessions.values()].filter((one) => one.account === session.account).map((one) => ({ id: createHash('sha256').update(one.id).digest('hex').slice(0, 12), made_at: one.made_at, seen_at: at(0), expires_at: at(-8), agent: 'Chromium · Linux', current: one === session })) })],
  ['DELETE', '/me/sessions/:id', ({ session }, id) => { for (const one of sessions.values()) if (one !== session && createHash('sha256').update(one.id).digest('hex').startsWith(id)) sessions.delete(one.id); return { status: 204 } }],
  ['GET', '/me/settings', ({ session }) => ({ settings: session.account.settings ?? {} })],
  ['PUT', '/me/settings', ({ session, body }) => { if (JSON.stringify(body).length > 16_384) refuse(413, 'settings.too_large', '设置过大'); session.account.settings = body.settings; return { settings: body.settings } }],
  ['GET', '/me/notice-channels', ({ session }) => session.account.channels ?? {}],
  ['PUT', '/me/notice-channels', ({ session, body }) => { if (body.email && !body.email.includes('@')) refuse(400, 'channel.email_form', '邮箱地址格式不正确', [field('/body/email', '邮箱地址格式不正确')]); const fresh = body.webhook && body.webhook.url !== session.account.channels?.webhook?.url; session.account.channels = body; return { ...body, ...(fresh ? { webhook: { ...body.webhook, secret: secret(18) } } : {}) } }],
  ['GET', '/me/file', ({ session }) => { needs(session, 'official.read_own'); return OWN }],
  ['POST', '/me/file/objections', ({ session, body }) => { needs(session, 'file_objection.file'); objections.file(OWN.official, body); return { status: 201, body: objections.all[0] } }],
  ['GET', '/me/file/objections', () => ({ items: OWN.objections, total: OWN.objections.length })],
  ['GET', '/accounts', ({ session, query }) => {
    needs(session, 'account.read')
    const q = query.get('q') ?? ''
    return page(sorted(accounts.filter((one) => (one.username.includes(q) || one.name.includes(q)) && (!query.get('state') || one.state === query.get('state')) && (!query.get('role') || one.grants.some((grant) => grant.role === query.get('role')))), query.get('sort')).map(shown), query)
  }],
  ['GET', '/accounts/:id', ({ session }, id) => { needs(session, 'account.read'); return shown(find(accounts, id, 'account.unknown')) }],
  ['POST', '/accounts', ({ session, body }) => {
    needs(session, 'account.add')
    if (accounts.some((one) => one.username === body.username)) refuse(409, 'account.username_taken', '该登录名已被使用', [field('/body/username', '该登录名已被使用')])
    const account = made(`C${accounts.length}`, body.username, body.name, [], { made_on: TODAY, last_seen_on: undefined, must_change: true, password: secret(), body: body.body_id ? bodyRef(bodies.find((one) => one.id === body.body_id) ?? { id: body.body_id, name: body.body_id }) : undefined })
    accounts.push(account)
    return { status: 201, body: { id: account.id, username: account.username, initial_password: account.password } }
  }],
  ['PUT', '/accounts/:id', ({ session, body }, id) => { needs(session, 'account.change'); const one = find(accounts, id, 'account.unknown'); sameVersion(one, body); Object.assign(one, { name: body.name, state: body.state, body: body.body_id ? bodyRef(bodies.find((all) => all.id === body.body_id)) : undefined, version: one.version + 1 }); return shown(one) }],
  ['PUT', '/accounts/:id/grants', setGrants],
  ['POST', '/accounts/:id/password-reset', ({ session }, id) => { needs(session, 'account.change'); proven(session); const one = find(accounts, id, 'account.unknown'); Object.assign(one, { password: secret(), must_change: true }); return { initial_password: one.password } }],
  ['POST', '/accounts/:id/sessions/end', ({ session }, id) => { needs(session, 'account.end_sessions'); for (const one of sessions.values()) if (one.account.id === id && one !== session) sessions.delete(one.id); return { status: 204 } }],
  ['POST', '/accounts/:id/totp/reset', ({ session }, id) => { needs(session, 'account.grant'); proven(session); find(accounts, id, 'account.unknown').totp_enrolled = false; return { status: 204 } }],
  ['GET', '/roles', () => ({ items: ROLES })],
  ['GET', '/tokens', ({ session }) => { needs(session, 'account.grant'); return { items: tokens, total: tokens.length } }],
  ['POST', '/tokens', ({ session, body }) => { needs(session, 'account.grant'); proven(session); const code = `TK-${String(tokens.length + 1).padStart(4, '0')}`; tokens.unshift({ code, ...body, made_on: TODAY }); return { status: 201, body: { code, token: `gx_${secret(24)}` } } }],
  ['POST', '/tokens/:code/revoke', ({ session }, code) => { needs(session, 'account.revoke'); find(tokens, code, 'token.unknown', 'code').revoked_on = TODAY; return { status: 204 } }],
  ['GET', '/bodies/tree', ({ session, query }) => { needs(session, 'body.read'); return tree(query) }],
  ['GET', '/divisions', ({ session }) => needs(session, 'division.read') && ({ items: [{ code: '990101', name: '示范市', level: 'county', parent: null }, { code: '990101001', name: '城东街道', level: 'township', parent: '990101' }], total: 2 })],
  ['GET', '/todos', ({ session, query }) => needs(session, 'todo.read') && page(todosOf(session).filter((one) => (matchesTab[query.get('tab') ?? 'todo'] ?? matchesTab.todo)(one) && (!query.get('kind') || one.kind === query.get('kind'))).sort((a, b) => a.remaining_working_days - b.remaining_working_days), query)],
  ['GET', '/todos/counts', ({ session }) => needs(session, 'todo.read') && counts(session)],
  ['POST', '/todos/sign', ({ body }) => ({ items: body.ids.map((id, i) => { const one = todos.find((all) => all.id === id); if (!one || i % 5 === 4) return { id, ok: false, reason: 'access.denied' }; Object.assign(one, { state: 'signed', signed_on: TODAY }); return { id, ok: true } }) })],
  ['GET', '/notices', ({ query }) => ({ ...page(notices.filter((one) => query.get('unread') !== 'true' || !one.read), query), unread: notices.filter((one) => !one.read).length })],
  ['POST', '/notices/read', ({ body }) => { for (const one of notices) if (body.all || body.ids.includes(one.id)) Object.assign(one, { read: true, read_at: at(0) }); return { marked: 1 } }],
  ['GET', '/workbench', ({ session }) => {
    const news = { notices: notices.slice(0, 5) }
    if (!actionsOf(session.account).includes('todo.read')) return news
    return {
      ...news,
      todos: counts(session),
      bodies: [water, finance].map((body, i) => ({ body: bodyRef(body), score: 8731 - i * 640, grade: i ? 'B' : 'A', rank: 3 + i * 5, period: '2025' })),
      overdue: todosOf(session).filter(matchesTab.overdue).slice(0, 5),
      due_soon: todosOf(session).filter((one) => one.state === 'open' && one.remaining_working_days >= 0).slice(0, 5),
      statements: { period: '2026-11', filed: 31, missing: 6 },
      imports: importsShown(),
    }
  }],
  ...objections.routes,
  ...cases.routes,
  ...handlingOf({ page }),
  ...dataRoutes,
]
const compiled = routes.map(([method, pattern, answer, open]) => [method, new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`), answer, open])

/** Unknown parameters are refused, as the server does. */
const PARAMETERS = { '/accounts': ['q', 'state', 'role', 'body', 'limit', 'page'], '/tokens': [], '/roles': [], '/bodies/tree': ['parent', 'q', 'limit'], '/divisions': ['parent'], '/todos': ['tab', 'kind', 'body', 'sort', 'limit', 'cursor', 'page'], '/file-objections': ['state', 'limit', 'cursor', 'page'], '/cases': ['procedure', 'state', 'open', 'focus', 'body', 'sort', 'limit', 'cursor', 'page'], '/procedures': [], '/notices': ['unread', 'limit', 'cursor', 'page'] }

/** The answer of the staff API, or null when the path is none of its own. Body: JSON, or bytes for uploads. */
export function staff(request, url, bytes) {
  const path = url.pathname.slice('/api/v1'.length)
  const known = compiled.map(([method, pattern, answer, open]) => ({ method, match: pattern.exec(path), answer, open })).filter((one) => one.match)
  if (known.length === 0) return null
  const route = known.find((one) => one.method === request.method)
  if (!route) return new Refusal(405, 'http.method', '不支持这种请求').answer
  try {
    const taken = PARAMETERS[path]
    for (const name of taken ? url.searchParams.keys() : []) if (!taken.includes(name)) refuse(400, 'request.unknown_parameter', '不认识的参数')
    const session = sessions.get(/(?:^|; )gx=([^;]+)/.exec(request.headers.cookie ?? '')?.[1])
    if (!route.open && !session) refuse(401, 'access.sign_in', '请先登录')
    if (!route.open && request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf) refuse(403, 'session.forged', '请求不是由本站页面发出，已拒绝；请刷新页面后重试')
    if (session?.account.must_change && !['/me', '/me/password', '/session'].includes(path)) refuse(403, 'session.password_due', '请先修改一次性密码')
    const json = request.headers['content-type']?.startsWith('application/json') && bytes.length ? JSON.parse(bytes) : {}
    const answer = route.answer({ query: url.searchParams, body: json, bytes, session, request, needs: (...actions) => needs(session, ...actions), proven: () => proven(session), refuse }, ...route.match.slice(1).map(decodeURIComponent))
    return 'status' in answer && !('id' in answer) ? { body: undefined, headers: {}, ...answer } : 'headers' in answer ? { status: 200, ...answer } : { status: 200, headers: {}, body: answer }
  } catch (error) {
    if (error instanceof Refusal) return { headers: {}, ...error.answer }
    throw error
  }
}
