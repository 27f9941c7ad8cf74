// SPDX-License-Identifier: Apache-2.0
// Accounts, sessions and rights: over the real binary, as a browser has them.
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Browser, cookieOf, passwords, totp } from './accounts_support.mjs'
import { demo, expect, folder, gongxin, noticed, serve, sqlite, until } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let file
let server
let users

before(async () => {
  data = demo(suite)
  file = join(data, 'gongxin.db')
  users = passwords(data)
  server = await serve(suite, ['--data', data, '--demo', '--rate-limits', 'off'])
})
after(async () => { for (const f of undo.reverse()) await f() })

async function browser(username, password = users[username].password) {
  const one = new Browser(server)
  const answer = await one.signIn(username, password)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return one
}
const code = (answer) => `${answer.status} ${answer.body?.reason ?? ''}`.trim()
const verified = () => assert.equal(JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).ok, true)
const fresh = (username, ...grants) => {
  const made = expect(0, ['user', 'add', username, '--name', '示范新人', '--data', data, '--json', ...grants.flatMap((grant) => ['--grant', grant])])
  return JSON.parse(made.out)
}
async function known(username) {
  const admin = await browser('sysadmin')
  await noticed(server, data)
  return (await admin.get(`/accounts?q=${username}`)).body.items.find((item) => item.username === username)
}

test('a fresh store has three administrators with one-time passwords, told once', async (t) => {
  const store = join(folder(t), 'store')
  const made = expect(0, ['init', '--data', store, '--tenant', '990101', '--name', '示范市'])
  const told = passwords(store)
  assert.deepEqual(Object.entries(told).map(([name, { role }]) => `${role} ${name}`), ['R18 sysadmin', 'R16 secadmin', 'R17 auditadmin'])
  assert.equal(statSync(join(store, 'accounts.txt')).mode & 0o777, 0o600)
  for (const { password } of Object.values(told)) {
    assert.match(password, /^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    assert.ok(made.out.includes(password))
    assert.ok(!readFileSync(join(store, 'gongxin.db')).includes(password))
  }
  const running = await serve(t, ['--data', store])
  const admin = new Browser(running)
  const first = await admin.signIn('sysadmin', told.sysadmin.password)
  assert.equal(first.status, 200)
  assert.equal(first.body.must_change_password, true)
  assert.equal(code(await admin.get('/accounts')), '403 session.password_due')
  assert.equal((await admin.post('/me/password', { current: told.sysadmin.password, next: 'ein ganz neuer Satz 17' })).status, 204)
  assert.equal((await admin.get('/accounts')).body.total, 3)
  assert.equal((await admin.get('/me')).body.must_change_password, false)
  // A one-time password is good for three days.
  sqlite(join(store, 'gongxin.db'), 'UPDATE account_secret SET ends_at = 1 WHERE ends_at IS NOT NULL')
  assert.equal(code(await new Browser(running).signIn('secadmin', told.secadmin.password)), '401 session.refused')
})

test('signing in tells who one is; the cookie is for this site and for no script', async () => {
  const one = new Browser(server)
  const answer = await one.signIn('r5', users.r5.password)
  assert.equal(answer.status, 200)
  const line = answer.headers.getSetCookie()[0]
  assert.match(line, /^gx=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const me = (await one.get('/me')).body
  assert.equal(me.user.username, 'r5')
  assert.equal(me.user.name, '示范单位经办')
  assert.equal(me.roles[0].id, 'R5')
  assert.equal(me.roles[0].scope.kind, 'body')
  assert.equal(me.roles[0].scope.name, me.user.body.name)
  assert.ok(me.actions.includes('obligation.add') && !me.actions.includes('account.read'))
  assert.equal(me.csrf, answer.body.csrf)
  assert.equal(me.idle_seconds, 1800)
  assert.equal(code(await server.api('/me')), '401 access.sign_in')
  assert.equal(code(await server.api('/me', { headers: { cookie: `gx=${'0'.repeat(64)}` } })), '401 access.sign_in')
})

test('unknown, wrong, disabled and closed look alike', async () => {
  const gone = fresh('gone-1')
  await noticed(server, data)
  expect(0, ['user', 'disable', 'gone-1', '--data', data])
  await noticed(server, data)
  const answers = []
  for (const [username, password] of [['nobody-at-all', 'whatever it is'], ['r5', 'wrong'], ['gone-1', gone.initial_password],
    ['R5', users.r5.password], ['', 'x'], ['r5', 'x'.repeat(4000)], ['x'.repeat(200), 'x'], ["r5' OR '1'='1", 'x']]) {
    const answer = await new Browser(server).signIn(username, password)
    if (username === '') { assert.equal(answer.status, 400); continue }
    assert.equal(answer.status, 401, username)
    assert.deepEqual(answer.headers.getSetCookie(), [])
    answers.push({ ...answer.body, trace: '' })
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0])
  assert.equal(answers[0].reason, 'session.refused')
})

test('an unsafe request needs the token and must come from here', async () => {
  const one = await browser('r5')
  const put = (headers) => server.api('/me/settings', { method: 'PUT', body: '{"settings":{}}',
    headers: { cookie: `gx=${one.cookie}`, 'content-type': 'application/json', ...headers } })
  const host = new URL(server.url).host
  assert.equal(code(await put({})), '403 session.forged')
  assert.equal(code(await put({ 'x-csrf-token': '0'.repeat(64) })), '403 session.forged')
  assert.equal(code(await put({ 'x-csrf-token': one.csrf, origin: 'https://elsewhere.example' })), '403 session.forged')
  assert.equal(code(await put({ 'x-csrf-token': one.csrf, origin: 'null' })), '403 session.forged')
  assert.equal(code(await put({ 'x-csrf-token': one.csrf, 'content-type': 'text/plain' })), '415 request.media_type')
  assert.equal((await put({ 'x-csrf-token': one.csrf, origin: `http://${host}` })).status, 200)
  const other = await browser('r5')
  assert.equal(code(await put({ 'x-csrf-token': other.csrf })), '403 session.forged', 'the token of another session')
  const forged = await server.api('/session', { method: 'POST', body: JSON.stringify({ username: 'r5', password: users.r5.password }),
    headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' } })
  assert.equal(code(forged), '403 session.forged')
})

test('sessions: a new id each time, listed, ended one by one, by signing out, and by a new password', async () => {
  const made = fresh('seen-1')
  await noticed(server, data)
  const first = await browser('seen-1', made.initial_password)
  assert.equal((await first.post('/me/password', { current: made.initial_password, next: '一句只有我知道的话 42' })).status, 204)
  const again = async () => browser('seen-1', '一句只有我知道的话 42')
  const second = await again()
  assert.notEqual(first.cookie, second.cookie)
  const listed = (await second.get('/me/sessions')).body.items
  assert.equal(listed.length, 2)
  assert.equal(listed.filter((item) => item.current).length, 1)
  assert.equal(listed[0].agent, 'Firefox 121, Linux')
  const raw = sqlite(file, 'SELECT * FROM web_session')
  assert.ok(!raw.includes(second.cookie) && !raw.includes(second.csrf))

  assert.equal((await second.delete(`/me/sessions/${listed.find((item) => !item.current).id}`)).status, 204)
  assert.equal(code(await first.get('/me')), '401 access.sign_in')
  assert.equal(code(await second.delete('/me/sessions/nothing')), '404 session.unknown')

  const old = second.cookie
  const proven = await second.post('/me/reauthenticate', { password: '一句只有我知道的话 42' })
  assert.equal(proven.status, 200)
  assert.ok(Date.parse(proven.body.strong_until) > Date.now())
  assert.notEqual(second.cookie, old)
  assert.equal((await server.api('/me', { headers: { cookie: `gx=${old}` } })).status, 401, 'the old id is dead')
  assert.equal(code(await second.post('/me/reauthenticate', { password: 'wrong' })), '401 session.refused')

  const third = await again()
  assert.equal((await third.post('/me/password', { current: '一句只有我知道的话 42', next: 'un autre mot de passe' })).status, 204)
  assert.equal((await third.get('/me')).status, 200)
  assert.equal((await second.get('/me')).status, 401, 'a new password ends the others')
  const out = await third.delete('/session')
  assert.equal(out.status, 204)
  assert.match(out.headers.get('clear-site-data'), /storage/)
  assert.equal(cookieOf(out), '')
  assert.equal((await third.get('/me')).status, 401)
})

test('passwords: what is refused', async () => {
  const made = fresh('picky-1')
  await noticed(server, data)
  const one = await browser('picky-1', made.initial_password)
  const next = async (password) => code(await one.post('/me/password', { current: made.initial_password, next: password }))
  assert.equal(await next('kurz123'), '400 password.too_short')
  assert.equal(await next('示范示范示范示'), '400 password.too_short')
  assert.equal(await next('长'.repeat(129)), '400 password.too_long')
  assert.equal(await next('password1'), '400 password.common')
  assert.equal(await next('Woaini1314'), '400 password.common')
  assert.equal(await next('Password2026!'), '400 password.common')
  assert.equal(await next('aaaaaaaaaa'), '400 password.common')
  assert.equal(await next('picky-1 gongxin'), '400 password.context')
  assert.equal(await next('ab公信cd公信'), '400 password.context', 'the word in the other script')
  assert.equal(await next(made.initial_password), '400 password.same')
  assert.equal(code(await one.post('/me/password', { current: 'wrong', next: 'something quite new' })), '400 password.wrong')
  // One word typed on two keyboards: composed and not.
  assert.equal(await next('Zürich liegt am See'.normalize('NFD')), '204')
  assert.equal((await new Browser(server).signIn('picky-1', 'Zürich liegt am See'.normalize('NFC'))).status, 200)
  assert.equal((await new Browser(server).signIn('picky-1', 'Zürich liegt am Se')).status, 401, 'nothing is cut off')
})

test('second factor: enrolment, replay, recovery codes once', async () => {
  const made = fresh('two-1')
  await noticed(server, data)
  const one = await browser('two-1', made.initial_password)
  const password = 'zwei Faktoren sind besser'
  assert.equal((await one.post('/me/password', { current: made.initial_password, next: password })).status, 204)
  const proposal = (await one.post('/me/totp')).body
  assert.match(proposal.secret, /^[A-Z2-7]{32}$/)
  assert.match(proposal.uri, new RegExp(`^otpauth://totp/Gongxin:two-1\\?secret=${proposal.secret}&`))
  assert.equal(code(await one.post('/me/totp/confirm', { code: '000000' })), '400 session.totp_wrong')
  const step = Math.floor(Date.now() / 30_000)
  const confirmed = await one.post('/me/totp/confirm', { code: totp(proposal.secret, step) })
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  const codes = confirmed.body.recovery_codes
  assert.equal(new Set(codes).size, 10)
  for (const secret of [proposal.secret, codes[0], codes[0].replaceAll('-', '')]) assert.ok(!readFileSync(file).includes(secret))

  const sign = (more) => new Browser(server).signIn('two-1', password, more)
  assert.equal(code(await sign({})), '401 session.totp_needed')
  assert.equal(code(await new Browser(server).signIn('two-1', 'wrong')), '401 session.refused', 'not told without the password')
  assert.equal(code(await sign({ totp: totp(proposal.secret, step) })), '401 session.refused', 'a code is good once')
  assert.equal(code(await sign({ totp: totp(proposal.secret, step - 9) })), '401 session.refused')
  assert.equal((await sign({ totp: totp(proposal.secret, step + 1) })).status, 200)
  assert.equal(code(await sign({ totp: totp(proposal.secret, step + 1) })), '401 session.refused')
  assert.equal((await sign({ recovery_code: codes[3].toUpperCase() })).status, 200)
  assert.equal(code(await sign({ recovery_code: codes[3] })), '401 session.refused', 'a recovery code is good once')
  const both = await Promise.all([sign({ recovery_code: codes[4] }), sign({ recovery_code: codes[4] }), sign({ recovery_code: codes[4] })])
  assert.equal(both.filter((answer) => answer.status === 200).length, 1)

  assert.equal(code(await one.post('/me/totp/remove', { password })), '401 session.totp_needed')
  assert.equal((await one.post('/me/totp/remove', { password, recovery_code: codes[5] })).status, 204)
  assert.equal((await sign({})).status, 200)
  verified()
})

test('the three administrators: each the own duty', async () => {
  const sys = await browser('sysadmin')
  const sec = await browser('secadmin')
  const audit = await browser('auditadmin')
  const made = await sys.post('/accounts', { username: 'new-1', name: '示范新人' })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.match(made.headers.get('location'), /\/accounts\//)
  const path = `/accounts/${made.body.id}`
  assert.equal(code(await sys.post('/accounts', { username: 'new-1', name: '又一人' })), '409 account.username_taken')
  assert.equal(code(await sys.post('/accounts', { username: '张三', name: '张三' })), '400 account.username_form')
  assert.equal(code(await sys.post('/accounts', { username: 'new-2', name: '人', body_id: 'nowhere' })), '400 account.body_unknown')
  assert.equal(code(await sys.post('/accounts', { username: 'new-2', name: '人', roles: ['R1'] })), '400 json.member_unknown')
  assert.equal(code(await sec.post('/accounts', { username: 'new-3', name: '人' })), '403 access.denied')
  assert.equal(code(await audit.post('/accounts', { username: 'new-3', name: '人' })), '403 access.denied')

  const version = (await sec.get(path)).body.version
  const body = (await (await browser('r5')).get('/me')).body.user.body
  const grants = [{ role: 'R5', scope: { kind: 'body', ref: body.id } }]
  assert.equal(code(await sys.put(`${path}/grants`, { grants, version })), '403 access.denied')
  const exclusive = [{ role: 'R16', scope: { kind: 'system' } }, { role: 'R18', scope: { kind: 'system' } }]
  assert.equal(code(await sec.put(`${path}/grants`, { grants: exclusive, version })), '409 account.roles_exclusive')
  assert.equal(code(await sec.put(`${path}/grants`, { grants: [...grants, { role: 'R17', scope: { kind: 'system' } }], version })), '409 account.roles_exclusive')
  assert.equal(code(await sec.put(`${path}/grants`, { grants: [{ role: 'R5', scope: { kind: 'tenant' } }], version })), '400 grant.scope_too_wide')
  assert.equal(code(await sec.put(`${path}/grants`, { grants: [{ role: 'self', scope: { kind: 'self' } }], version })), '409 account.official_missing')
  assert.equal(code(await sec.put(`${path}/grants`, { grants, version: version + 5 })), '412 store.version')
  assert.equal(code(await sec.put(`${path}/grants`, { grants })), '400 request.version_missing')
  const granted = await sec.put(`${path}/grants`, { grants, version })
  assert.equal(granted.status, 200)
  assert.equal(granted.body.grants[0].scope.name, body.name)
  assert.equal(granted.headers.get('etag'), `"${granted.body.version}"`)

  const own = (await sec.get('/accounts?q=secadmin')).body.items[0]
  assert.equal(code(await sec.put(`/accounts/${own.id}/grants`, { grants: [], version: own.version })), '403 account.own_grants')
  const system = (await sys.get('/accounts?q=sysadmin')).body.items[0]
  assert.equal(code(await sys.put(`/accounts/${system.id}`, { name: 'x', state: 'closed', version: system.version })), '403 account.own_state')
  assert.equal(code(await sys.post(`/accounts/${own.id}/password-reset`)), '403 account.other_duty')
  assert.equal(code(await sys.put(`/accounts/${own.id}`, { name: own.name, state: 'disabled', version: own.version })), '403 account.other_duty')
  assert.equal(code(await sys.get('/accounts/nothing')), '404 account.unknown')
  assert.equal(code(await (await browser('r1')).get('/accounts')), '403 access.denied')
  assert.equal((await audit.get('/accounts?state=active&role=R5')).body.items.every((item) => item.grants.some((one) => one.role === 'R5')), true)
  const roles = (await sec.get('/roles')).body.items
  assert.deepEqual(roles.find((role) => role.id === 'R16').never_with, ['R17', 'R18'])
  verified()
})

test('rights, state and password of others take hold within a second', async () => {
  const made = fresh('moved-1', 'R2')
  await noticed(server, data)
  const one = await browser('moved-1', made.initial_password)
  const password = 'heute hier, morgen dort'
  assert.equal((await one.post('/me/password', { current: made.initial_password, next: password })).status, 204)
  assert.equal((await one.get('/obligations?limit=1')).status, 200)
  const item = await known('moved-1')
  const sec = await browser('secadmin')
  assert.equal((await sec.put(`/accounts/${item.id}/grants`, { grants: [{ role: 'R3', scope: { kind: 'tenant' } }], version: item.version })).status, 200)
  assert.equal((await one.get('/me')).status, 401, 'new rights, new session')
  const two = await browser('moved-1', password)
  assert.ok(!(await two.get('/me')).body.actions.includes('obligation.add'))
  const sys = await browser('sysadmin')
  const reset = (await sys.post(`/accounts/${item.id}/password-reset`)).body.initial_password
  assert.equal((await two.get('/me')).status, 401)
  const three = await browser('moved-1', reset)
  assert.equal((await sec.post(`/accounts/${item.id}/sessions/end`)).status, 204)
  assert.equal((await three.get('/me')).status, 401)
  const four = await browser('moved-1', reset)
  const began = Date.now()
  expect(0, ['user', 'disable', 'moved-1', '--data', data])
  await until('the end of the session', async () => (await four.get('/me')).status === 401)
  assert.ok(Date.now() - began < 10_000)
})

test('what somebody changed by SQL does not let anybody in', async () => {
  const made = fresh('safe-1', 'R3')
  await noticed(server, data)
  const sign = async (username, password) => code(await new Browser(server).signIn(username, password))
  assert.equal(await sign('safe-1', made.initial_password), '200')
  const kept = sqlite(file, "SELECT content FROM account WHERE key = 'safe-1'").trim()
  sqlite(file, `UPDATE account SET content = replace(content, 'R3', 'R1') WHERE key = 'safe-1'`)
  assert.equal(await sign('safe-1', made.initial_password), '401 session.refused')
  sqlite(file, `UPDATE account SET content = '${kept}' WHERE key = 'safe-1'`)
  assert.equal(await sign('safe-1', made.initial_password), '200')
  // The hash of a password that one knows, put under another's name.
  sqlite(file, `UPDATE account_secret SET password = (SELECT password FROM account_secret s JOIN account a ON a.id = s.account_id WHERE a.key = 'safe-1')
    WHERE account_id = (SELECT id FROM account WHERE key = 'r1')`)
  assert.equal(await sign('r1', made.initial_password), '401 session.refused')
  // A session row of one's own making.
  const one = await browser('r3')
  sqlite(file, `UPDATE web_session SET account_id = (SELECT id FROM account WHERE key = 'sysadmin'), changed_at = changed_at + 1`)
  assert.equal((await one.get('/me')).body.user.username, 'r3')
})

test('settings are kept for each, and bounded', async () => {
  const one = await browser('r6')
  assert.deepEqual((await one.get('/me/settings')).body, { settings: {} })
  const settings = { columns: ['code', 'title'], density: 'compact', drafts: { a: '中文' } }
  assert.deepEqual((await one.put('/me/settings', { settings })).body, { settings })
  assert.deepEqual((await (await browser('r6')).get('/me/settings')).body, { settings })
  assert.deepEqual((await (await browser('r6b')).get('/me/settings')).body, { settings: {} })
  assert.equal(code(await one.put('/me/settings', { settings: { x: 'y'.repeat(17_000) } })), '413 settings.too_large')
  assert.equal(code(await one.put('/me/settings', { settings: [1] })), '400 settings.form')
})

test('tokens in a scope; those of a web session no wider than their account', async () => {
  const principals = JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8'))
  assert.equal(principals.length, Object.keys(users).length)
  for (const one of principals) {
    const me = await server.api('/me', { headers: one.headers })
    if (one.roles[0] === 'R10') { assert.equal(me.status, 403); continue }
    assert.equal(me.status, 200, one.name)
    assert.deepEqual(me.body.roles.map((role) => role.id), one.roles)
    assert.equal(me.body.csrf, '')
  }
  const program = principals.find((one) => one.roles[0] === 'R16')
  const byToken = async (body) => code(await server.api('/tokens', { method: 'POST', body: JSON.stringify(body), headers: { ...program.headers, 'content-type': 'application/json' } }))
  assert.equal(await byToken({ account: 'r5b', roles: ['R2'] }), '403 account.beyond_scope', 'a token that may grant is not the command line')
  assert.equal(await byToken({ account: program.name, roles: ['R2'] }), '403 account.own_grants')
  assert.equal(await byToken({ account: 'nobody-1', roles: ['R2'] }), '404 account.unknown')
  const sec = await browser('secadmin')
  const clerk = await sec.post('/tokens', { account: 'r5b', roles: ['R5'] })
  assert.equal(clerk.status, 201, JSON.stringify(clerk.body))
  assert.match(clerk.body.token, /^gx_[0-9a-f]{64}$/)
  assert.equal(clerk.body.grants[0].scope.kind, 'body')
  assert.equal(code(await sec.post('/tokens', { account: 'r5b', roles: ['R2'] })), '403 account.beyond_scope')
  assert.equal(code(await sec.post('/tokens', { account: 'secadmin', roles: ['R16'] })), '403 account.own_grants')
  assert.equal(code(await sec.post('/tokens', { account: 'sysadmin', roles: ['R18'] })), '400 token.role_scope')
  assert.equal(code(await sec.post('/tokens', { account: 'nobody-1', roles: ['R5'] })), '404 account.unknown')
  const auth = { authorization: `Bearer ${clerk.body.token}` }
  assert.equal((await server.api('/me', { headers: auth })).status, 200)
  assert.equal(code(await server.api('/me/sessions', { headers: auth })), '403 session.web_only')
  assert.ok((await sec.get('/tokens')).body.items.some((token) => token.code === clerk.body.code && !('hash' in token)))
  assert.equal((await sec.post(`/tokens/${clerk.body.code}/revoke`)).status, 200)
  assert.equal((await server.api('/me', { headers: auth })).status, 401, 'at once')
  // A token ends with its account, at once.
  const sys = await browser('sysadmin')
  const short = (await sys.post('/accounts', { username: 'short-2', name: '示范新人' })).body
  const granted = await sec.put(`/accounts/${short.id}/grants`, { grants: [{ role: 'R3', scope: { kind: 'tenant' } }], version: short.version ?? 1 })
  assert.equal(granted.status, 200, JSON.stringify(granted.body))
  const its = { authorization: `Bearer ${(await sec.post('/tokens', { account: 'short-2', roles: ['R3'] })).body.token}` }
  assert.equal((await server.api('/me', { headers: its })).status, 200)
  const disabled = await sys.put(`/accounts/${short.id}`, { name: '示范新人', state: 'disabled', version: granted.body.version ?? 2 })
  assert.equal(disabled.status, 200, JSON.stringify(disabled.body))
  assert.equal((await server.api('/me', { headers: its })).status, 401)
  assert.equal((await server.api('/me', { headers: auth })).status, 401)
})

test('no sign-in name becomes a person: names are sealed, passwords nowhere', async () => {
  const bytes = readFileSync(file)
  assert.ok(!bytes.includes('示范单位经办'), 'a display name lies open in the store')
  for (const { password } of Object.values(users)) assert.ok(!bytes.includes(password))
  const log = sqlite(file, `SELECT content FROM access_log WHERE action = 'session.open' LIMIT 1`)
  assert.match(log, /"outcome":"ok"/)
})

test('guessing: slowed, then locked here and only here, never for good', async (t) => {
  const store = demo(t)
  const one = passwords(store)
  const guarded = await serve(t, ['--data', store, '--demo', '--behind-proxy'])
  const db = join(store, 'gongxin.db')
  const sign = async (password, from) => code(await guarded.api('/session', { method: 'POST', body: JSON.stringify({ username: 'r5', password }),
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from } }))
  for (let i = 0; i < 5; i++) assert.equal(await sign('wrong', '192.0.2.1'), '401 session.refused')
  assert.equal(await sign(one.r5.password, '192.0.2.99'), '429 session.too_many', 'one network, one counter')
  assert.equal(await sign(one.r5.password, '198.51.100.1'), '200', 'another network is another counter')
  const here = `account_id IS NOT NULL`
  sqlite(db, `UPDATE sign_in_failure SET failures = 19, last_at = last_at - 60000 WHERE ${here}`)
  assert.equal(await sign('wrong', '192.0.2.1'), '401 session.refused')
  assert.equal(await sign(one.r5.password, '192.0.2.1'), '401 session.refused', 'locked, and not told so')
  assert.equal(await sign(one.r5.password, '198.51.100.1'), '200', 'an outsider locks nobody out elsewhere')
  const until = Number(sqlite(db, `SELECT locked_until FROM sign_in_failure WHERE ${here}`).trim())
  assert.ok(until - Date.now() < 900_001 && until - Date.now() > 800_000)
  assert.equal(await sign(one.r5.password, '192.0.2.1'), '401 session.refused')
  assert.equal(Number(sqlite(db, `SELECT locked_until FROM sign_in_failure WHERE ${here}`).trim()), until, 'trying on does not make it longer')
  sqlite(db, `UPDATE sign_in_failure SET locked_until = 1 WHERE ${here}`)
  assert.equal(await sign(one.r5.password, '192.0.2.1'), '200')
  const noted = sqlite(db, `SELECT action FROM access_log ORDER BY seq`).trim().split('\n')
  assert.deepEqual(noted, ['session.refused', 'session.open', 'session.locked', 'session.open', 'session.open'])
  assert.ok(!readFileSync(db).includes('192.0.2.'))
  assert.ok(gongxin(['serve', '--data', store, '--rate-limits', 'off']).err.includes('options.rate_limits'))
})

test('idle and absolute end', async (t) => {
  const store = demo(t)
  const one = passwords(store)
  const first = await serve(t, ['--data', store, '--demo'])
  const there = new Browser(first)
  assert.equal((await there.signIn('r3', one.r3.password)).status, 200)
  first.child.kill('SIGTERM')
  await first.ended
  const again = await serve(t, ['--data', store, '--demo'])
  there.server = again
  assert.equal((await there.get('/me')).status, 200, 'a restart ends nobody')
  assert.equal((await there.get('/me')).body.user.username, 'r3')
})
