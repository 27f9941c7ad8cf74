// SPDX-License-Identifier: Apache-2.0
// Headers of every route, page and refusal; methods and hosts that are not for us; TLS; cookies; requests that another site may have
// made a browser send. ASSURANCE S6, S7, S22
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Browser, passwords } from './accounts_support.mjs'
import { operationsOf } from './matrix/expected.mjs'
import { demo, folder, root, serve } from './support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let plain
let secure
let users
let principals
let operations
let files

before(async () => {
  data = demo(suite)
  users = passwords(data)
  principals = JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8'))
  const at = folder(suite)
  files = { key: join(at, 'key.pem'), cert: join(at, 'cert.pem') }
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-keyout', files.key, '-out', files.cert])
  assert.equal(made.status, 0)
  plain = await serve(suite, ['--data', data, '--demo', '--rate-limits', 'off'])
  operations = operationsOf((await plain.api('/openapi.json')).body)
})
after(async () => { for (const f of undo.reverse()) await f() })

/** {status, headers, cookies, text}; any method and any header, as fetch would not send them. */
const ask = (server, method, path, headers = {}, body) => new Promise((done, failed) => {
  const url = new URL(server.url)
  const send = url.protocol === 'https:' ? tlsRequest : plainRequest
  const out = send({ host: url.hostname, port: url.port, method, path, headers, rejectUnauthorized: false, agent: false }, (answer) => {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('data', (part) => { text += part })
    answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, cookies: answer.headers['set-cookie'] ?? [], text }))
  })
  out.on('error', failed)
  out.end(body)
})
const reason = (answer) => `${answer.status} ${/"reason":"([^"]*)/.exec(answer.text)?.[1] ?? ''}`.trim()

function common(answer, name) {
  const { headers } = answer
  assert.equal(headers['x-content-type-options'], 'nosniff', name)
  assert.equal(headers['referrer-policy'], 'no-referrer', name)
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', name)
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin', name)
  assert.equal(headers['x-frame-options'], 'DENY', name)
  assert.match(headers['permissions-policy'] ?? '', /camera=\(\).*geolocation=\(\).*microphone=\(\)/, name)
  assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/, name)
  assert.match(headers['content-security-policy'], /frame-ancestors 'none'/, name)
  assert.doesNotMatch(headers['content-security-policy'], /unsafe-|\*|https?:/, name)
  for (const told of ['server', 'x-powered-by', 'via', 'access-control-allow-origin', 'access-control-allow-credentials']) assert.equal(headers[told], undefined, `${name}: ${told}`)
  if (answer.text.length > 0) assert.ok(headers['content-type'], `${name}: no type`)
  if (/^text\/|json/.test(headers['content-type'] ?? '')) assert.match(headers['content-type'], /charset=utf-8/i, name)
}

/** No cache keeps what only some may read, nor a refusal. */
function unkept(answer, name) {
  assert.equal(answer.headers['cache-control'], 'no-store', name)
}

const whoMay = (operation) => principals.find((one) => one.roles.some((role) => operation.roles.includes(role)))

async function lookAtRoutes(server, judge) {
  let looked = 0
  for (const operation of operations) {
    const open = ['public', 'service'].includes(operation.scope)
    const path = `/api/v1${operation.path.replaceAll(/\{(\w+)\}/g, 'nothing')}`
    const token = whoMay(operation)?.headers.Authorization
    const tries = [['as nobody', {}], ['with a false token', { authorization: 'Bearer gx_00' }]]
    if (token) tries.push(['as who may', { authorization: token }])
    for (const [who, headers] of tries) {
      // A broken body: nothing is changed by looking.
      const body = operation.method === 'GET' ? undefined : '{"broken'
      const type = body === undefined ? {} : { 'content-type': operation.bodyType?.includes('json') ? 'application/json' : 'text/x-nothing', 'content-length': String(body.length) }
      const answer = await ask(server, operation.method, `${path}${operation.method === 'GET' ? '' : '?unknown=1'}`, { ...headers, ...type }, body)
      const name = `${operation.id} ${who}: ${reason(answer)}`
      assert.ok(answer.status < 500, name)
      judge(answer, name)
      if (!open || answer.status >= 400) unkept(answer, name)
      if (answer.status >= 400) assert.match(answer.headers['content-type'], /^application\/problem\+json/, name)
      looked += 1
    }
  }
  return looked
}

test('every route carries the headers, for nobody, a false token and who may; what is private is kept nowhere', async () => {
  assert.ok(await lookAtRoutes(plain, common) > 300)
})

test('objects and lists of staff that are there are kept nowhere either', async () => {
  const lists = operations.filter((each) => each.method === 'GET' && !['public', 'service'].includes(each.scope) && !each.path.includes('{'))
  let full = 0
  for (const operation of lists) {
    const authorization = whoMay(operation)?.headers.Authorization
    if (!authorization) continue
    const answer = await ask(plain, 'GET', `/api/v1${operation.path}`, { authorization })
    common(answer, operation.id)
    unkept(answer, operation.id)
    const id = answer.status === 200 ? JSON.parse(answer.text).items?.[0]?.id : undefined
    const single = operations.find((each) => each.method === 'GET' && each.path === `${operation.path}/{id}`)
    if (!id || !single) continue
    const object = await ask(plain, 'GET', `/api/v1${operation.path}/${encodeURIComponent(id)}?${single.id === 'getOfficial' ? `reason=${encodeURIComponent('核对信息')}` : ''}`, { authorization })
    common(object, single.id)
    unkept(object, single.id)
    full += object.status === 200 ? 1 : 0
  }
  assert.ok(full >= 6, `${full} objects`)
})

test('pages, their files and the missing ones carry a policy without inline script', async () => {
  const built = readdirSync(join(root, 'build/web'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => `${(entry.parentPath ?? entry.path).slice(join(root, 'build/web').length)}/${entry.name}`)
  assert.ok(built.length > 10)
  for (const path of ['/', '/console/', '/console/obligations', '/bodies/nothing', '/no/such/page.js', '/assets/none.js', '/..%2f..%2fetc/passwd', '/.git/config', '/%00', ...built.slice(0, 60)]) {
    const answer = await ask(plain, 'GET', path)
    assert.ok(answer.status < 500, path)
    common(answer, path)
    assert.doesNotMatch(answer.text, /root:x:/)
    if (/text\/html/.test(answer.headers['content-type'] ?? '')) {
      assert.match(answer.headers['content-security-policy'], /script-src 'self';.*base-uri 'none';.*form-action 'self'/)
      assert.doesNotMatch(answer.text, /<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=/i, path)
    }
  }
})

test('methods: TRACE and CONNECT are off, others named in Allow; malformed requests keep the headers', async () => {
  for (const path of ['/', '/api/v1/healthz', '/api/v1/obligations', '/api/v1/session']) {
    for (const method of ['TRACE', 'PROPFIND', 'PATCH']) {
      const answer = await ask(plain, method, path, { 'x-canary': 'echo-me' })
      assert.ok([404, 405, 400, 501].includes(answer.status) && answer.status !== 501, `${method} ${path}: ${answer.status}`)
      assert.ok(!answer.text.includes('echo-me') && !/message\/http/.test(answer.headers['content-type'] ?? ''))
      if (answer.status === 405) assert.ok(answer.headers.allow && !/TRACE|CONNECT/.test(answer.headers.allow))
      common(answer, `${method} ${path}`)
      unkept(answer, `${method} ${path}`)
    }
    const options = await ask(plain, 'OPTIONS', path, { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' })
    common(options, `OPTIONS ${path}`)
  }
  for (const [headers, path] of [[{ 'content-length': 'x' }, '/api/v1/healthz'], [{}, `/${'a'.repeat(9000)}`], [{ 'x-long': 'a'.repeat(15_000) }, '/'], [{ expect: 'y' }, '/api/v1/public/verify']]) {
    const answer = await ask(plain, 'GET', path, headers)
    common(answer, `${path.slice(0, 30)} ${answer.status}`)
  }
})

test('a host that is not on the list is refused', async (t) => {
  const listed = await serve(t, ['--data', demo(t), '--demo', '--host', 'county.example'])
  assert.equal((await ask(listed, 'GET', '/api/v1/healthz', { host: 'county.example' })).status, 200)
  for (const host of ['elsewhere.example', 'county.example.elsewhere.example', '127.0.0.1', 'county.example@elsewhere.example', '']) {
    for (const path of ['/', '/api/v1/healthz']) {
      const answer = await ask(listed, 'GET', path, { host })
      assert.equal(answer.status, 400, `${host} ${path}`)
      assert.ok(!answer.text.includes('elsewhere.example'))
      common(answer, `${host} ${path}`)
    }
  }
})

/** An unsafe request of somebody signed in, as each other site could make a browser send it. */
async function tryForgeries(server, cookieName) {
  const session = async () => {
    const answer = await ask(server, 'POST', '/api/v1/session', { 'content-type': 'application/json' }, JSON.stringify({ username: 'r1', password: users.r1.password }))
    assert.equal(answer.status, 200, answer.text)
    const line = answer.cookies.find((each) => each.startsWith(`${cookieName}=`))
    assert.ok(line, `no ${cookieName} in ${answer.cookies}`)
    return { line, cookie: line.split(';')[0], csrf: JSON.parse(answer.text).csrf }
  }
  const { line, cookie, csrf } = await session()
  const own = new URL(server.url).origin
  const put = (headers, body = '{"settings":{"density":"compact"}}') => ask(server, 'PUT', '/api/v1/me/settings', { cookie, 'content-type': 'application/json', ...headers }, body)
  assert.equal((await put({ 'x-csrf-token': csrf })).status, 200)
  assert.equal((await put({ 'x-csrf-token': csrf, origin: own, 'sec-fetch-site': 'same-origin' })).status, 200)
  const other = await session()
  const forged = {
    'no token': {}, 'an empty token': { 'x-csrf-token': '' }, 'a wrong token': { 'x-csrf-token': csrf.replace(/^./, (c) => (c === '0' ? '1' : '0')) },
    'the token of another session': { 'x-csrf-token': other.csrf }, 'a shortened token': { 'x-csrf-token': csrf.slice(0, -1) },
    'a foreign origin': { 'x-csrf-token': csrf, origin: 'https://elsewhere.example' }, 'origin null': { 'x-csrf-token': csrf, origin: 'null' },
    'an origin with our name in front': { 'x-csrf-token': csrf, origin: `${own}.elsewhere.example` }, 'an origin with another port': { 'x-csrf-token': csrf, origin: own.replace(/:\d+$/, ':1') },
    'cross-site': { 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' }, 'same-site': { 'x-csrf-token': csrf, 'sec-fetch-site': 'same-site' },
    'a foreign origin without token': { origin: 'https://elsewhere.example' },
  }
  for (const [what, headers] of Object.entries(forged)) {
    assert.equal(reason(await put(headers)), '403 session.forged', what)
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    assert.equal(reason(await put({ 'x-csrf-token': csrf, 'content-type': type })), '415 request.media_type', type)
    assert.equal(reason(await put({ 'content-type': type })), '403 session.forged', type)
  }
  // Every unsafe route of somebody signed in, not one alone.
  const mine = principals.find((one) => one.name === 'r1').roles
  let refused = 0
  for (const operation of operations.filter((each) => each.method !== 'GET' && !['public', 'service'].includes(each.scope) && each.roles.some((role) => mine.includes(role)))) {
    const path = `/api/v1${operation.path.replaceAll(/\{(\w+)\}/g, 'nothing')}`
    for (const headers of [{}, { 'x-csrf-token': csrf, origin: 'https://elsewhere.example' }, { 'x-csrf-token': csrf, origin: 'null' }, { 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' }, { 'content-type': 'text/plain' }]) {
      const answer = await ask(server, operation.method, path, { cookie, 'content-type': 'application/json', ...headers }, operation.method === 'DELETE' ? undefined : '{}')
      assert.equal(reason(answer), '403 session.forged', `${operation.id} ${JSON.stringify(headers)}`)
      common(answer, operation.id)
      refused += 1
    }
  }
  assert.ok(refused >= 20, `${refused} forgeries`)
  // Another site cannot sign a browser in to an account of its own either.
  for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const answer = await ask(server, 'POST', '/api/v1/session', { 'content-type': 'application/json', ...headers }, JSON.stringify({ username: 'r1', password: users.r1.password }))
    assert.equal(reason(answer), '403 session.forged')
    assert.deepEqual(answer.cookies, [])
  }
  const form = await ask(server, 'POST', '/api/v1/session', { 'content-type': 'text/plain' }, JSON.stringify({ username: 'r1', password: users.r1.password }))
  assert.equal(reason(form), '415 request.media_type')
  const ended = await ask(server, 'DELETE', '/api/v1/session', { cookie, 'x-csrf-token': csrf })
  assert.equal(ended.status, 204)
  common(ended, 'sign-out')
  assert.match(ended.headers['clear-site-data'], /"cache", "storage"/)
  assert.match(ended.cookies[0], new RegExp(`^${cookieName}=;.*Max-Age=0`, 'i'))
  assert.equal((await put({ 'x-csrf-token': csrf })).status, 401, 'the old cookie is dead')
  return line
}

test('forged requests of a session on loopback are refused on every unsafe route', async () => {
  const line = await tryForgeries(plain, 'gx')
  assert.match(line, /; *HttpOnly/i)
  assert.match(line, /; *SameSite=Strict/i)
  assert.match(line, /; *Path=\//i)
  assert.doesNotMatch(line, /Domain=/i)
  assert.ok(Buffer.from(line.split(';')[0].split('=')[1], 'hex').length >= 16)
})

test('a session id is new at every sign-in and after proving oneself again; the old one is dead', async () => {
  const one = new Browser(plain)
  assert.equal((await one.signIn('r2', users.r2.password)).status, 200)
  const first = one.cookie
  const planted = new Browser(plain)
  planted.cookie = 'a'.repeat(first.length)
  assert.equal((await planted.signIn('r2', users.r2.password)).status, 200)
  assert.notEqual(planted.cookie, 'a'.repeat(first.length))
  assert.notEqual(planted.cookie, first)
  assert.equal((await one.post('/me/reauthenticate', { password: users.r2.password })).status, 200)
  assert.notEqual(one.cookie, first)
  assert.equal((await plain.api('/me', { headers: { cookie: `gx=${first}` } })).status, 401)
  assert.equal((await one.get('/me')).status, 200)
})

test('under TLS: strict transport on every route and page, __Host- cookie, Secure; the same refusals', async () => {
  await new Promise((done) => { plain.child.kill('SIGTERM'); plain.ended.then(done) })
  secure = await serve(suite, ['--data', data, '--demo', '--rate-limits', 'off', '--tls-cert', files.cert, '--tls-key', files.key])
  const strict = (answer, name) => {
    common(answer, name)
    assert.match(answer.headers['strict-transport-security'] ?? '', /max-age=(31536000|[4-9]\d{7}|\d{9,})/, name)
  }
  assert.ok(await lookAtRoutes(secure, strict) > 300)
  for (const path of ['/', '/console/', '/no/such.js', '/healthz']) strict(await ask(secure, 'GET', path), path)
  const line = await tryForgeries(secure, '__Host-gx')
  for (const part of [/; *Secure/i, /; *HttpOnly/i, /; *SameSite=Strict/i, /; *Path=\/(;|$)/i]) assert.match(line, part)
  assert.doesNotMatch(line, /Domain=/i)
  // The plain name means nothing here.
  const value = line.split(';')[0].split('=')[1]
  assert.equal((await ask(secure, 'GET', '/api/v1/me', { cookie: `gx=${value}` })).status, 401)
})
