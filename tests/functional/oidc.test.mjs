// SPDX-License-Identifier: Apache-2.0
// Sign-in through other offices: a real provider (npm oidc-provider) and one that lies, against the real binary.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Browser, hmacToken, signInThere, signingKey, startHostile, startProvider, unsigned } from './oidc_support.mjs'
import { demo, expect, folder, freePort, gongxin, noticed, serve, sqlite } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
const clientId = 'gong xin&1'  // encoded differently in forms, headers and addresses
const secret = 'a secret: with / + % signs'
let data
let settings
let server
let site
let real
let hostile
let other  // a second liar, whose document and keys are never right

const provider = (id, issuer, more = {}) => ({ id, name: { zh: `${id}统一认证`, en: `${id} sign-in` }, issuer, client_id: clientId, client_secret_file: 'secret',
  internal: [new URL(issuer).host], ...more })
const bind = (account, id, subject) => expect(0, ['user', 'bind-oidc', account, '--data', data, '--oidc', settings, '--provider', id, '--subject', '-'], { input: subject })
const account = (role) => /^(\S+) (\S+) /.exec(readFileSync(join(data, 'accounts.txt'), 'utf8').split('\n').find((line) => line.startsWith(`${role} `)))[2]
const start = (id, returnTo) => `${site}/api/v1/session/oidc/${id}${returnTo ? `?return_to=${encodeURIComponent(returnTo)}` : ''}`
const callback = (id) => `${site}/api/v1/session/oidc/${id}/callback`
const me = async (browser) => {
  const answer = await browser.go(`${site}/api/v1/me`, { headers: { accept: 'application/json' } })
  return { status: answer.status, body: JSON.parse(answer.text) }
}

before(async () => {
  data = demo(suite)
  const place = folder(suite)
  writeFileSync(join(place, 'secret'), `${secret}\n`, { mode: 0o600 })
  const port = await freePort()
  const realPort = await freePort()
  site = `http://127.0.0.1:${port}`
  hostile = await startHostile(suite, clientId)
  other = await startHostile(suite, clientId)
  real = await startProvider(suite, realPort, { clientId, secret, site, id: 'province' })
  settings = join(place, 'oidc.json')
  const trusted = await tlsServer(place, 'trusted')
  const unknown = await tlsServer(place, 'unknown')
  writeFileSync(settings, JSON.stringify({ origin: site, ca_file: 'trusted.pem', providers: [provider('province', real.issuer), provider('hostile', hostile.issuer),
    provider('other', other.issuer), provider('trusted', trusted), provider('unknown', unknown), provider('absent', `http://127.0.0.1:${await freePort()}`)] }))
  bind(account('R2'), 'province', 'p-subject')
  bind(account('R3'), 'hostile', 'h-subject')
  server = await serve(suite, ['--data', data, '--demo', '--oidc', settings], port)
})
after(async () => { for (const f of undo.reverse()) await f() })

/** A provider over TLS with a certificate of its own, written to NAME.pem. */
async function tlsServer(place, name) {
  const [key, cert] = [join(place, `${name}.key`), join(place, `${name}.pem`)]
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'])
  assert.equal(made.status, 0)
  const tls = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    const issuer = `https://${request.headers.host}`
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...other.document, issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` }))
  }).listen(0, '127.0.0.1')
  await once(tls, 'listening')
  suite.after(() => { tls.closeAllConnections(); tls.close() })
  return `https://localhost:${tls.address().port}`
}

/** Signs in at the real provider and comes back. */
async function signIn(login, returnTo) {
  const browser = new Browser()
  const back = await signInThere(browser, start('province', returnTo), login, callback('province'))
  return { browser, back, page: await browser.go(back) }
}

/** One sign-in at the hostile provider; `change` may alter what the browser brings back. */
async function hostileSignIn(change = (query) => query) {
  const browser = new Browser()
  const begun = await browser.go(start('hostile'))
  assert.equal(begun.status, 303, begun.text)
  const query = change({ ...hostile.grant(begun.location), iss: hostile.issuer }, browser)
  const address = `${callback('hostile')}?${new URLSearchParams(query)}`
  const page = await browser.go(address, { headers: { accept: 'application/json' } })
  return { browser, address, page, reason: page.status === 303 ? '' : JSON.parse(page.text).reason }
}

test('the providers are listed in the language asked for, without their settings', async () => {
  const list = await server.api('/session/providers')
  assert.deepEqual(list.body.items[0], { id: 'province', name: 'province统一认证' })
  const english = await server.api('/session/providers', { headers: { 'accept-language': 'en' } })
  assert.equal(english.body.items[0].name, 'province sign-in')
  assert.ok(!JSON.stringify(list.body).includes(clientId))
})

test('a bound person signs in at the real provider and gets a session', async () => {
  const { browser, page } = await signIn('p-subject', '/console/duties?state=open')
  assert.equal(page.status, 303)
  assert.equal(page.location, `${site}/console/duties?state=open`)
  const cookies = page.headers.getSetCookie()
  assert.ok(cookies.some((line) => /^gx=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict/.test(line)), cookies.join('\n'))
  assert.ok(cookies.some((line) => /^gx-oidc=; .*SameSite=Lax.*Max-Age=0$/.test(line)), 'the short cookie is gone')
  assert.equal(page.headers.get('cache-control'), 'no-store')
  const who = await me(browser)
  assert.equal(who.status, 200)
  assert.equal(who.body.user.username, account('R2'))
})

test('somebody whom nobody bound gets no session and no account', async () => {
  const accounts = sqlite(join(data, 'gongxin.db'), 'SELECT count(*) FROM account')
  const { browser, page } = await signIn('a-stranger')
  assert.equal(page.status, 303)
  assert.equal(page.location, `${site}/console/login?refused=oidc.not_bound`)
  assert.equal((await me(browser)).status, 401)
  assert.equal(sqlite(join(data, 'gongxin.db'), 'SELECT count(*) FROM account'), accounts)
})

test('subjects and secrets are kept in no store and no log', () => {
  const kept = spawnSync('grep', ['-rlaE', 'p-subject|h-subject|a secret: with', data], { encoding: 'utf8' })
  assert.equal(kept.stdout, '')
})

test('a disabled account is as good as unbound', async () => {
  const name = account('R7')
  bind(name, 'province', 'leaving')
  await noticed(server, data)
  assert.equal((await me((await signIn('leaving')).browser)).status, 200)
  expect(0, ['user', 'disable', name, '--data', data])
  await noticed(server, data)
  assert.equal((await signIn('leaving')).page.location, `${site}/console/login?refused=oidc.not_bound`)
})

test('an identity belongs to one account', () => {
  const done = gongxin(['user', 'bind-oidc', account('R1'), '--data', data, '--oidc', settings, '--provider', 'province', '--subject', '-'], { input: 'p-subject' })
  assert.notEqual(done.code, 0)
  assert.match(done.err, /account\.outside_name_taken/)
  assert.match(gongxin(['user', 'bind-oidc', account('R1'), '--data', data, '--oidc', settings, '--provider', 'nobody', '--subject', '-'], { input: 'x' }).err, /oidc\.provider_unknown/)
})

test('the real provider ends the sessions it opened, and no others', async () => {
  const first = await signIn('p-subject')
  const second = await signIn('p-subject')
  const client = await real.provider.Client.find(clientId)
  const sids = []
  for (const { browser } of [first, second]) {
    const session = await real.provider.Session.find(browser.cookie(real.issuer, '_session'))
    sids.push(session.sidFor(clientId))
  }
  await client.backchannelLogout('p-subject', sids[0])
  assert.equal((await me(first.browser)).status, 401)
  assert.equal((await me(second.browser)).status, 200)
})

test('an honest answer of the hostile provider is accepted', async () => {
  const { page, browser } = await hostileSignIn()
  assert.equal(page.status, 303, page.text)
  assert.equal(page.location, `${site}/console/`)
  assert.equal((await me(browser)).body.user.username, account('R3'))
})

const now = () => Math.floor(Date.now() / 1000)
const claimsWith = (change) => (nonce) => hostile.key.token({}, { ...hostile.claims(nonce), ...change })
const stranger = signingKey('h1')

/** name, reason, what is done to the hostile provider, what is done to the browser's query. */
const hostileCases = [
  ['a state of one\'s own', 'oidc.state', () => {}, (query) => ({ ...query, state: 'A'.repeat(43) })],
  ['no state', 'oidc.state', () => {}, ({ code, iss }) => ({ code, iss })],
  ['another browser\'s sign-in', 'oidc.state', () => {}, (query, browser) => { browser.cookies.clear(); return query }],
  ['another browser\'s cookie', 'oidc.state', () => {}, (query, browser) => { browser.cookies.get(site).set('gx-oidc', 'A'.repeat(43)); return query }],
  ['another issuer in the answer (mix-up)', 'oidc.mix_up', () => {}, (query) => ({ ...query, iss: other.issuer })],
  ['no issuer in the answer', 'oidc.mix_up', () => {}, ({ code, state }) => ({ code, state })],
  ['a refusal', 'oidc.denied', () => {}, ({ state, iss }) => ({ state, iss, error: 'access_denied', error_description: '<script>alert(1)</script>' })],
  ['a code made up', 'oidc.code_refused', () => {}, (query) => ({ ...query, code: 'made-up' })],
  ['another nonce', 'oidc.nonce', () => { hostile.token = claimsWith({ nonce: 'another' }) }],
  ['no nonce', 'oidc.nonce', () => { hostile.token = claimsWith({ nonce: undefined }) }],
  ['another issuer', 'oidc.issuer', () => { hostile.token = claimsWith({ iss: other.issuer }) }],
  ['another audience', 'oidc.audience', () => { hostile.token = claimsWith({ aud: 'another' }) }],
  ['an untrusted audience too', 'oidc.audience', () => { hostile.token = claimsWith({ aud: [clientId, 'another'] }) }],
  ['another party', 'oidc.authorized_party', () => { hostile.token = claimsWith({ azp: 'another' }) }],
  ['expired', 'oidc.expired', () => { hostile.token = claimsWith({ iat: now() - 300, exp: now() - 61 }) }],
  ['from the future', 'oidc.issued_at', () => { hostile.token = claimsWith({ iat: now() + 90 }) }],
  ['no subject', 'oidc.subject', () => { hostile.token = claimsWith({ sub: undefined }) }],
  ['somebody else', 'oidc.not_bound', () => { hostile.token = claimsWith({ sub: 'p-subject' }) }],
  ['alg none', 'jwt.algorithm', () => { hostile.token = (nonce) => unsigned({ alg: 'none' }, hostile.claims(nonce)) }],
  ['HS256 with the public key', 'jwt.algorithm', () => { hostile.token = (nonce) => hmacToken(hostile.key, 'h1', hostile.claims(nonce)) }],
  ['another key of the same name', 'jwt.signature', () => { hostile.token = (nonce) => stranger.token({}, hostile.claims(nonce)) }],
  ['the key in the header', 'jwt.signature', () => { hostile.token = (nonce) => stranger.token({ jwk: stranger.jwk }, hostile.claims(nonce)) }],
  ['a key published nowhere', 'jwt.key_unknown', () => { hostile.token = (nonce) => signingKey('h9').token({}, hostile.claims(nonce)) }],
  ['an access token', 'jwt.type', () => { hostile.token = (nonce) => hostile.key.token({ typ: 'at+jwt' }, hostile.claims(nonce)) }],
  ['a claim twice', 'jwt.form', () => { hostile.token = (nonce) => hostile.key.token({}, JSON.stringify(hostile.claims(nonce)).replace('"sub":', '"sub":"p-subject","sub":')) }],
  ['an oversized token', 'jwt.form', () => { hostile.token = (nonce) => hostile.key.token({}, { ...hostile.claims(nonce), padding: 'x'.repeat(20_000) }) }],
  ['another type of access', 'oidc.token_answer', () => { hostile.tokenAnswer = (id_token) => ({ body: { token_type: 'mac', id_token } }) }],
  ['no ID token', 'oidc.token_answer', () => { hostile.tokenAnswer = () => ({ body: { token_type: 'Bearer', access_token: 'a' } }) }],
  ['an ID token twice', 'oidc.token_answer', () => { hostile.tokenAnswer = (id_token) => ({ body: `{"token_type":"Bearer","id_token":"${id_token}","id_token":"${id_token}"}` }) }],
  ['a page instead of an answer', 'oidc.token_answer', () => { hostile.tokenAnswer = () => ({ type: 'text/html', body: '<script>alert(1)</script>' }) }],
  ['a redirect of the token endpoint', 'oidc.provider_unreachable', () => { hostile.tokenAnswer = () => ({ status: 307, headers: { location: `${other.issuer}/token` }, body: {} }) }],
]
for (const [name, reason, lie, change] of hostileCases) {
  test(`refused: ${name}`, async () => {
    hostile.reset()
    lie()
    const { browser, reason: given } = await hostileSignIn(change)
    assert.equal(given, reason)
    assert.equal((await me(browser)).status, 401)
    assert.ok(!other.asked.includes('/token'))
  })
}

test('refused: a replayed return, a replayed code', async () => {
  hostile.reset()
  const honest = await hostileSignIn()
  assert.equal(honest.page.status, 303)
  const again = await honest.browser.go(honest.address, { headers: { accept: 'application/json' } })
  assert.equal(JSON.parse(again.text).reason, 'oidc.state')
  const { code } = Object.fromEntries(new URL(honest.address).searchParams)
  assert.equal((await hostileSignIn((query) => ({ ...query, code }))).reason, 'oidc.code_refused')
})

test('a new key is accepted, and the old one no more; unknown names ask for keys at most once a minute', async () => {
  hostile.reset()
  const asked = () => hostile.asked.filter((url) => url === '/jwks').length
  const before = asked()
  hostile.token = (nonce) => signingKey('h8').token({}, hostile.claims(nonce))
  for (let i = 0; i < 5; i++) assert.equal((await hostileSignIn()).reason, 'jwt.key_unknown')
  assert.ok(asked() - before <= 1)
  const second = signingKey('o2')
  other.reset()
  other.key = signingKey('o1')
  other.keys = [other.key.jwk]
  bind(account('R5'), 'other', 'h-subject')
  await noticed(server, data)
  const throughOther = async (token) => {
    const browser = new Browser()
    const begun = await browser.go(start('other'))
    other.token = token
    const page = await browser.go(`${callback('other')}?${new URLSearchParams({ ...other.grant(begun.location), iss: other.issuer })}`, { headers: { accept: 'application/json' } })
    return page.status === 303 ? '' : JSON.parse(page.text).reason
  }
  assert.equal(await throughOther((nonce) => other.key.token({}, other.claims(nonce))), '')
  other.keys = [second.jwk]
  assert.equal(await throughOther((nonce) => second.token({}, other.claims(nonce))), '')
  assert.equal(await throughOther((nonce) => other.key.token({}, other.claims(nonce))), 'jwt.key_unknown')
})

test('logout orders of the hostile provider: forged and odd ones are refused, a good one works once', async () => {
  hostile.reset()
  const { browser } = await hostileSignIn()
  const send = async (token, type = 'application/x-www-form-urlencoded', body = `logout_token=${token}`) => {
    const answer = await fetch(`${site}/api/v1/session/oidc/hostile/backchannel-logout`, { method: 'POST', headers: { 'content-type': type }, body })
    return { status: answer.status, reason: (await answer.json()).reason }
  }
  const typ = 'logout+jwt'
  const good = hostile.key.token({ typ }, hostile.logoutClaims())
  const refused = [
    stranger.token({ typ }, hostile.logoutClaims()), unsigned({ alg: 'none', typ }, hostile.logoutClaims()), hostile.key.token({}, hostile.logoutClaims()),
    hostile.key.token({}, hostile.claims('n')), hostile.key.token({ typ }, { ...hostile.logoutClaims(), nonce: 'n' }), hostile.key.token({ typ }, { ...hostile.logoutClaims(), events: {} }),
    hostile.key.token({ typ }, { ...hostile.logoutClaims(), aud: 'another' }), hostile.key.token({ typ }, { ...hostile.logoutClaims(), iss: other.issuer }),
    hostile.key.token({ typ }, { ...hostile.logoutClaims(), exp: now() - 100 }), hostile.key.token({ typ }, { ...hostile.logoutClaims(), jti: undefined }),
    hostile.key.token({ typ }, { ...hostile.logoutClaims(), sub: undefined, sid: undefined }), '', `${good}&logout_token=${good}`, `${good}&a=b`,
  ]
  for (const token of refused) assert.deepEqual(await send(token), { status: 400, reason: 'oidc.logout_token' }, token.slice(0, 60))
  assert.deepEqual(await send(good, 'application/json', JSON.stringify({ logout_token: good })), { status: 415, reason: 'request.media_type' })
  assert.equal((await send('x'.repeat(30_000))).status, 413)
  assert.equal((await me(browser)).status, 200)
  assert.equal((await send(good)).status, 200)
  assert.equal((await me(browser)).status, 401)
  assert.deepEqual(await send(good), { status: 400, reason: 'oidc.logout_token' })
})

test('a logout order ends only what its own provider opened', async () => {
  const { browser } = await signIn('p-subject')
  const order = hostile.key.token({ typ: 'logout+jwt' }, { ...hostile.logoutClaims(), sub: 'p-subject', sid: undefined })
  const answer = await fetch(`${site}/api/v1/session/oidc/hostile/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: order }) })
  assert.equal(answer.status, 200)
  assert.equal((await me(browser)).status, 200)
})

test('sign-in returns to pages of the console only', async () => {
  for (const place of ['https://evil.example/', '//evil.example', '/\\evil.example', '/public/', '/console/../api/v1/me', '/console/\r\nSet-Cookie: a=b', '/console/%2e%2e/']) {
    const answer = await fetch(start('hostile', place), { redirect: 'manual' })
    assert.equal(answer.status, 400, place)
    assert.ok(['oidc.return_to', 'request.encoding', 'request.invalid'].includes((await answer.json()).reason), place)
  }
})

test('a provider whose certificate nobody vouches for is not spoken to', async () => {
  const reason = async (id) => {
    const answer = await fetch(start(id), { redirect: 'manual' })
    return answer.status === 303 ? '' : `${answer.status} ${(await answer.json()).reason}`
  }
  assert.equal(await reason('trusted'), '')
  assert.equal(await reason('unknown'), '503 oidc.provider_unreachable')
  assert.equal(await reason('absent'), '503 oidc.provider_unreachable')
  assert.equal(await reason('nobody'), '404 oidc.provider_unknown')
})

test('documents and keys that lie or fail', async () => {
  // A server that starts anew remembers no document.
  const place = folder(suite)
  writeFileSync(join(place, 'secret'), secret, { mode: 0o600 })
  const port = await freePort()
  const liar = await startHostile(suite, clientId)
  const file = join(place, 'oidc.json')
  writeFileSync(file, JSON.stringify({ origin: `http://127.0.0.1:${port}`, providers: [provider('liar', liar.issuer)] }))
  const second = await serve(suite, ['--data', data, '--demo', '--oidc', file], port)
  const begin = async () => {
    const answer = await fetch(`${second.url}/api/v1/session/oidc/liar`, { redirect: 'manual' })
    return answer.status === 303 ? '' : (await answer.json()).reason
  }
  const document = liar.document
  const lies = [
    ['oidc.provider_document', { ...document, issuer: other.issuer }], ['oidc.provider_document', { ...document, issuer: `${liar.issuer}/` }],
    ['oidc.provider_document', { ...document, token_endpoint: `${other.issuer}/token` }], ['oidc.provider_document', { ...document, jwks_uri: 'file:///etc/passwd' }],
    ['oidc.provider_document', { ...document, jwks_uri: 'http://169.254.169.254/latest/meta-data' }], ['oidc.provider_document', { ...document, authorization_endpoint: 'javascript:alert(1)' }],
    ['oidc.provider_document', { ...document, authorization_endpoint: `http://0x7f.1:${new URL(liar.issuer).port}/auth` }],
    ['oidc.provider_document', { ...document, code_challenge_methods_supported: ['plain'] }], ['oidc.provider_document', { ...document, id_token_signing_alg_values_supported: ['none', 'HS256'] }],
  ]
  for (const [reason, body] of lies) {
    liar.documentAnswer = () => ({ body })
    assert.equal(await begin(), reason, JSON.stringify(body))
  }
  const answers = [
    { status: 302, headers: { location: `${other.issuer}/.well-known/openid-configuration` }, body: {} }, { status: 500, body: {} }, { type: 'text/html', body: '<p>' },
    { body: '{"issuer":1,"issuer":2}' }, { body: '[]' }, { body: '{' },
  ]
  for (const answer of answers) {
    liar.documentAnswer = () => answer
    const otherAsked = other.asked.length
    assert.equal(await begin(), 'oidc.provider_unreachable', JSON.stringify(answer))
    assert.equal(other.asked.length, otherAsked, 'a redirect was followed')
  }
  liar.documentAnswer = () => ({ body: { ...document, padding: 'x'.repeat(2 << 20) } })
  assert.equal(await begin(), 'oidc.provider_unreachable')
  await new Promise((done) => setTimeout(done, 2_100))  // the pause after a broken transfer
  liar.reset()
  assert.equal(await begin(), '')
  for (const answer of [{ status: 503, body: {} }, { body: { keys: 'none' } }, { body: { keys: [] } }]) {
    liar.keysAnswer = () => answer
    const browser = new Browser()
    const begun = await browser.go(`${second.url}/api/v1/session/oidc/liar`)
    const page = await browser.go(`${second.url}/api/v1/session/oidc/liar/callback?${new URLSearchParams({ ...liar.grant(begun.location), iss: liar.issuer })}`, { headers: { accept: 'application/json' } })
    assert.equal(JSON.parse(page.text).reason, answer.status ? 'oidc.provider_unreachable' : 'jwt.key_unknown')
  }
})

test('settings that promise too much stop the start', () => {
  const place = folder(suite)
  const file = join(place, 'oidc.json')
  writeFileSync(join(place, 'secret'), secret, { mode: 0o600 })
  const start = (providers, more = {}) => {
    writeFileSync(file, JSON.stringify({ origin: 'https://gongxin.example.cn', providers, ...more }))
    return gongxin(['serve', '--data', data, '--listen', '127.0.0.1:0', '--oidc', file], { timeout: 20_000 })
  }
  const good = provider('p', 'https://id.example.cn')
  const refused = [
    [{ ...good, issuer: 'http://id.example.cn', internal: [] }], [{ ...good, issuer: 'http://127.0.0.1:1', internal: [] }], [{ ...good, hosts: ['0x7f.1'] }], [{ ...good, hosts: ['2130706433'] }],
    [{ ...good, algorithms: ['HS256'] }], [{ ...good, internal: ['10.0.0.1'] }], [good, good],
  ]
  for (const providers of refused) {
    const done = start(providers)
    assert.notEqual(done.code, 0)
    assert.match(done.err, /oidc\.settings/, JSON.stringify(providers))
  }
  assert.match(start([{ ...good, secret: 'here' }]).err, /json\.member_unknown/)
  chmodSync(join(place, 'secret'), 0o644)
  assert.match(start([good]).err, /key\.permissions/)
})
