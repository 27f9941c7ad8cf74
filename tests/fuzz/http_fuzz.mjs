// SPDX-License-Identifier: Apache-2.0
// Mutation fuzzer of the HTTP contract over raw sockets: requests drawn from the OpenAPI document, then spoilt. ASSURANCE L5.
// Every answer must be whole, below 500, and a problem document (RFC 9457) from 400 on.
//   node tests/fuzz/http_fuzz.mjs URL PRINCIPALS.json [REQUESTS [SEED]]
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const TEXTS = ['', ' ', '0', 'a', '财政', '張', 'e\u0301', '\u202e倒', '\u0000', '\u0007', '\r\n', '\u2028', '😀', '\uffff', "'", "' OR 1=1--", '");--', '%', '%_', '*', '"*"',
  'a AND b', 'NEAR(a b)', '../../etc/passwd', '..%2f', '${jndi}', '%s%n%x', '<script>', '=1+1', '@SUM(A1)', 'null', 'NaN', '-0', '1e999', '9223372036854775807', '9223372036854775808',
  '-9223372036854775809', '0x10', '2026-02-29', '0000-00-00', '9999-12-31', '1899-12-31', '2026-13-01', 'true', '__proto__', 'a'.repeat(64), '长'.repeat(65), 'a'.repeat(600), '张'.repeat(5000)]
const NUMBERS = [0, -1, 1, -0, 0.5, 1e15, -1e15, 1e16, 1e300, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 200, 201, 10_000]
const DAYS = ['2026-11-28', '2025-12-31', '2024-02-29', '2020-01-01', '2007-01-01', '2030-06-30']
const RAW_VALUES = ['%', '%zz', '%00', '%c0%80', '%ff', '%ed%a0%80', '+', '&', '=', '%26', 'a%20b', ';', '%F0%9F%98%80', '%E2%80%AE']
const HEADERS = ['If-Match: "1"', 'If-Match: *', 'If-Match: W/"x"', 'If-None-Match: *', 'Range: bytes=0-', 'Range: bytes=9-1', 'Range: bytes=-99999999999999999999', 'Accept-Language: en',
  'Accept-Language: ;;q=9,,', 'Accept: */*;q=x', 'Accept-Encoding: gzip;q=0, br', 'Origin: null', 'Origin: https://elsewhere.example', 'Sec-Fetch-Site: cross-site', 'Cookie: gx=', 'Cookie: gx=a; gx=b; =; ;',
  'Cookie: __Host-gx=00', 'Idempotency-Key: k', 'Idempotency-Key: \u0080', 'X-Access-Reason: %E6', 'X-Forwarded-For: 1.2.3.4', 'X-CSRF-Token: 00', 'Expect: 100-continue', 'Expect: y',
  'Connection: close', 'Connection: upgrade', 'Upgrade: h2c', 'TE: trailers', 'Content-Encoding: gzip', 'X-Http-Method-Override: DELETE', `X-Long: ${'a'.repeat(4000)}`]
/** Slow by design (password hashes, whole files): drawn rarely. */
const SLOW = /^(createSession|signIn|reauthenticate|changePassword|startExport|startImport|exportJournal|getDataset|getImportTemplate|getOpenapi|resetPassword|addAccount|.*Totp)$/i
/** GX_FUZZ_LEAVE: operations not to try, while a known fault of theirs ends the server. */
const left = (process.env.GX_FUZZ_LEAVE ?? '').split(',')
/** What would take the fuzzer's own rights away is tried on objects that are not there. */
const SELF_HARM = /^\/(accounts|tokens|drill|session\/oidc|me\/sessions)/

class Generator {
  constructor(document, principals, random) {
    Object.assign(this, { document, principals, random })
    this.ids = ['nothing', '01930000-001f-718e-a59a-6d11424e007b', '990101-D09', '2025', 'bodies', '1']
    this.operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item)
      .filter(([, operation]) => operation.operationId && !left.includes(operation.operationId)).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })))
  }
  chance(of) { return this.random() < of }
  below(n) { return Math.floor(this.random() * n) }
  pick(list) { return list[this.below(list.length)] }
  resolve(part) { return part?.$ref ? this.resolve(part.$ref.slice(2).split('/').reduce((at, key) => at[key], this.document)) : part ?? {} }

  learn(text) {
    for (const [, id] of text.matchAll(/"(?:id|code|staff_no|next)":"([^"\\]{1,64})"/g)) {
      if (this.ids.length < 400) this.ids.push(id)
      else this.ids[6 + this.below(394)] = id
    }
  }

  /** A value that the schema allows, more or less. */
  value(part, depth = 0) {
    const schema = this.resolve(part)
    if (schema.enum) return this.pick(schema.enum)
    const type = [schema.type ?? 'string'].flat()[0]
    if (type === 'integer' || type === 'number') return (schema.minimum ?? 0) + this.below(Math.min(2000, (schema.maximum ?? 2000) - (schema.minimum ?? 0) + 1))
    if (type === 'boolean') return this.chance(0.5)
    if (type === 'array') return Array.from({ length: depth > 4 ? 0 : this.below(3) + (schema.minItems ?? 0) }, () => this.value(schema.items, depth + 1))
    if (type === 'object') {
      const required = schema.required ?? []
      return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => required.includes(name) || this.chance(0.4))
        .map(([name, member]) => [name, depth > 5 ? null : this.value(member, depth + 1)]))
    }
    if (schema.format === 'date' || /[?]?from|_on$/.test(schema.title ?? '')) return this.pick(DAYS)
    return this.chance(0.6) ? this.pick(this.ids) : this.pick(['财政局', '示范文件', 'A1', '2025', 'R2', '示编〔2026〕9号'])
  }

  /** The same with one thing wrong in it. */
  spoil(value) {
    if (Array.isArray(value) && value.length > 0 && this.chance(0.7)) {
      const at = this.below(value.length)
      return value.map((item, i) => (i === at ? this.spoil(item) : item))
    }
    if (value && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0 && this.chance(0.9)) {
      const name = this.pick(Object.keys(value))
      const kind = this.below(10)
      if (kind === 0) { const { [name]: _, ...rest } = value; return rest }
      if (kind === 1) return { ...value, [this.pick(TEXTS).slice(0, 80) || 'x']: 1 }
      return { ...value, [name]: this.spoil(value[name]) }
    }
    const kind = this.below(8)
    if (kind < 3) return this.pick(TEXTS)
    if (kind < 5) return this.pick(NUMBERS)
    return this.pick([null, true, [], {}, [[]], [null], { a: 1 }, Array(300).fill('a'), this.pick(this.ids)])
  }

  jsonBody(schema) {
    let value = this.value(schema)
    if (this.chance(0.7)) value = this.spoil(value)
    let text = JSON.stringify(value) ?? 'null'
    switch (this.below(24)) {
      case 0: text = text.slice(0, this.below(text.length + 1)); break
      case 1: text = `\ufeff${text}`; break
      case 2: text += text; break
      case 3: text = `${'['.repeat(1 + this.below(600))}${text}`; break
      case 4: text = text.replace('{', '{"version":1,"version":2,'); break
      case 5: text = text.replace(/"[^"]*"$/m, '"\\ud800"').replace(/:"/, ':"\\udc00'); break
      case 6: text = text.replace(/:("[^"]*"|\d+)/, `:${this.pick(['1e999', '-', '01', '1.', '.5', '+1', 'nul', '"\\x"', '"\t"', '1E+', '123456789012345678901234567890', '-0.0', '0.1e-400'])}`); break
      case 7: return this.flip(Buffer.from(text))
      default:
    }
    return Buffer.from(text)
  }

  flip(bytes) {
    const out = Buffer.from(bytes)
    for (let n = 1 + this.below(3); n > 0 && out.length > 0; n--) out[this.below(out.length)] = this.below(256)
    return out
  }

  parameter(schema) {
    if (this.chance(0.65)) return encodeURIComponent(String(this.value(schema)))
    if (this.chance(0.3)) return this.pick(RAW_VALUES)
    return encodeURIComponent(this.pick(TEXTS).slice(0, 700))
  }

  /** {bytes, head, wild}: `wild` may end the connection. */
  next() {
    let operation = this.pick(this.operations)
    while (SLOW.test(operation.operationId) && !this.chance(0.02)) operation = this.pick(this.operations)
    const parameters = (operation.parameters ?? []).map((one) => this.resolve(one))
    let path = operation.path.replace(/\{(\w+)\}/g, (_, name) => {
      if (SELF_HARM.test(operation.path) && operation.method !== 'GET') return this.pick(['nothing', encodeURIComponent(this.pick(TEXTS).slice(0, 90)) || 'x'])
      return this.chance(0.75) ? encodeURIComponent(this.pick(this.ids)) : this.parameter(parameters.find((one) => one.name === name)?.schema) || 'x'
    })
    const query = parameters.filter((one) => one.in === 'query' && (one.required || this.chance(0.35))).map((one) => `${one.name}=${this.parameter(one.schema)}`)
    if (this.chance(0.04)) query.push(this.pick(['unknown=1', '=', '&&', 'limit', 'limit=1&limit=2', '%00=1', 'a[]=1']))
    if (this.chance(0.02)) path += this.pick(['/', '//', '/..', '/%2e%2e/', '?', '#', ';a=b', '/x'.repeat(50)])
    let method = operation.method
    if (this.chance(0.03)) method = this.pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get', 'FOO', 'CONNECT'])
    const lines = ['Host: 127.0.0.1']
    const able = this.principals.filter((one) => one.roles.some((role) => operation['x-roles']?.includes(role)))
    const who = this.chance(0.85) && able.length > 0 ? this.pick(able) : this.pick(this.principals)
    if (!operation['x-roles']?.includes('public') && this.chance(0.97)) lines.push(`Authorization: ${this.chance(0.98) ? who.headers.Authorization : this.pick(['Bearer', 'Bearer x', 'Basic a', `Bearer ${'g'.repeat(300)}`])}`)
    const content = Object.entries(operation.requestBody?.content ?? {})[0]
    let body
    if (content && this.chance(0.98)) {
      const [type, { schema }] = content
      lines.push(`Content-Type: ${this.chance(0.97) ? type.replace('*/*', 'application/octet-stream') : this.pick(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'a/', ''])}`)
      body = type.includes('json') ? this.jsonBody(schema) : this.flip(Buffer.from(this.pick(['岗位编号,所属单位,岗位名称,设立日期\nP-1,无,主任,2020-01-01\n', 'PK\u0003\u0004', '%PDF-1.4', '{}', '"', '\ufeff编号\n'])))
    } else if (this.chance(0.01)) body = Buffer.from('{}')
    while (this.chance(0.12)) lines.push(this.pick(HEADERS))
    const closing = lines.some((line) => /^(Connection|Upgrade|Expect)/.test(line))
    let framing = body ? `Content-Length: ${body.length}` : method === 'GET' || method === 'HEAD' ? '' : 'Content-Length: 0'
    let sent = body ?? Buffer.alloc(0)
    if (body && this.chance(0.08)) {
      framing = 'Transfer-Encoding: chunked'
      const cut = this.below(body.length + 1)
      const chunks = [body.subarray(0, cut), body.subarray(cut)].filter((chunk) => chunk.length > 0)
      sent = Buffer.concat([...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]), Buffer.from('0\r\n\r\n')])
    }
    const target = `/api/v1${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
    let bytes = Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${[...lines, framing].filter(Boolean).join('\r\n')}\r\n\r\n`, 'latin1'), sent])
    const head = method === 'HEAD'
    if (this.chance(0.06)) return { bytes: this.wreck(bytes), head, wild: true, operation }
    return { bytes, head, wild: closing || target.includes('#') || method === 'CONNECT' || method === 'HEAD' || /^(get|FOO)$/.test(method), operation }
  }

  /** Breaks the framing itself. */
  wreck(bytes) {
    const text = bytes.toString('latin1')
    switch (this.below(9)) {
      case 0: return this.flip(bytes)
      case 1: return bytes.subarray(0, this.below(bytes.length))
      case 2: return Buffer.from(text.replace('\r\n', `\r\nContent-Length: ${this.pick(['-1', '5', '99999999999999999999', '0x5', '1,1', ' ', '+3'])}\r\n`), 'latin1')
      case 3: return Buffer.from(text.replace('\r\n', `\r\nTransfer-Encoding: ${this.pick(['chunked', 'gzip, chunked', 'chunked, identity', 'xchunked'])}\r\n`), 'latin1')
      case 4: return Buffer.from(text.replace('HTTP/1.1', this.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'http/1.1', 'HTTP/1.1 x', ''])), 'latin1')
      case 5: return Buffer.from(text.replace('Host: 127.0.0.1\r\n', this.pick(['', 'Host:\r\n', 'Host: a\r\nHost: b\r\n', 'Host : a\r\n', 'Host: a\x00b\r\n'])), 'latin1')
      case 6: return Buffer.from(text.replaceAll('\r\n', this.pick(['\n', '\r', '\r\r\n'])), 'latin1')
      case 7: return Buffer.concat([bytes, bytes, Buffer.from('\x16\x03\x01\x02')])
      default: { const at = this.below(bytes.length); return Buffer.concat([bytes.subarray(0, at), Buffer.from(this.pick(['\x00', '\r\n', '\r\n\r\n', '\xff', ' ', ':'.repeat(40)]), 'latin1'), bytes.subarray(at)]) }
    }
  }
}

/** The first whole answer in `bytes`: {status, type, body, used}, or nothing while something is missing. */
export function answerIn(bytes, head, ended = false) {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const text = bytes.toString('latin1', 0, end)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])
  const field = (name) => new RegExp(`^${name}: *(.*)$`, 'im').exec(text)?.[1]?.trim()
  const answer = { status, type: field('content-type') ?? '', closes: /close/i.test(field('connection') ?? ''), headers: text }
  const at = end + 4
  if (status === 100) return { ...answer, body: '', used: at }
  if (head || status === 204 || status === 304) return { ...answer, body: '', used: at }
  if (/chunked/i.test(field('transfer-encoding') ?? '')) {
    const last = bytes.indexOf('\r\n0\r\n\r\n', at - 2)
    return last < 0 ? undefined : { ...answer, body: bytes.toString('utf8', at, last), used: last + 7 }
  }
  const length = Number(field('content-length') ?? (ended ? bytes.length - at : NaN))
  return bytes.length - at < length ? undefined : { ...answer, body: bytes.toString('utf8', at, at + length), used: at + length }
}

/** What is wrong with an answer, or ''. */
export function faultOf(answer, head) {
  if (!(answer.status >= 100)) return 'no status line'
  if (answer.status >= 500) return `status ${answer.status} ${/"reason":"([^"]*)/.exec(answer.body)?.[1] ?? ''}`
  if (answer.status < 400 || head) return ''
  if (!/^application\/problem\+json/.test(answer.type)) return `${answer.status} as ${answer.type}`
  try {
    const problem = JSON.parse(answer.body)
    for (const member of ['type', 'title', 'status', 'reason', 'trace']) if (!problem[member]) return `${answer.status} without ${member}`
    return problem.status === answer.status ? '' : `${answer.status} says ${problem.status}`
  } catch { return `${answer.status} is not JSON` }
}

/** One connection that is opened again when the server closed it. */
class Line {
  constructor(host, port) { Object.assign(this, { host, port }) }
  open() {
    this.bytes = Buffer.alloc(0)
    this.ended = false
    const socket = connect({ port: this.port, host: this.host, allowHalfOpen: true })
    this.socket = socket
    const mine = (act) => (...values) => { if (this.socket === socket) { act(...values); this.wake?.() } }
    socket.setNoDelay(true)
    socket.on('data', mine((data) => { this.bytes = this.bytes.length ? Buffer.concat([this.bytes, data]) : data }))
    socket.on('error', () => {})
    for (const event of ['end', 'close']) socket.on(event, mine(() => { this.ended = true }))
  }
  /** The answers to one request: for a wild one everything until the end. */
  async ask({ bytes, head, wild }, patience) {
    if (!this.socket || this.ended || this.socket.destroyed) {
      this.socket?.destroy()
      this.open()
    }
    this.bytes = Buffer.alloc(0)
    this.socket.write(bytes)
    if (wild) this.socket.end()
    const answers = []
    const timer = setTimeout(() => { this.late = true; this.wake?.() }, patience)
    this.late = false
    for (;;) {
      const answer = answerIn(this.bytes, head, this.ended)
      if (answer) {
        answers.push(answer)
        this.bytes = this.bytes.subarray(answer.used)
        if (!wild && answer.status !== 100) {
          if (answer.closes) { this.socket.destroy(); this.ended = true }
          break
        }
        continue
      }
      if (this.ended || this.late) break
      await new Promise((done) => { this.wake = done })
    }
    clearTimeout(timer)
    if (wild || this.late) { this.socket.destroy(); this.ended = true }
    return { answers, late: this.late, rest: this.bytes.length }
  }
  close() { this.socket?.destroy() }
}

/** Sends `count` requests; tells counts by status and the findings with the request that made them. */
export async function fuzz({ url, document, principals, count, seed = 1, lines = 8, patience = 20_000, seconds = Infinity, tell = () => {} }) {
  const { hostname, port } = new URL(url)
  const generator = new Generator(document, principals, randomOf(seed))
  const counts = {}
  const operations = {}
  const findings = []
  const until = Date.now() + seconds * 1000
  let sent = 0
  let answered = 0
  const found = (what, request, more = '') => findings.push({ what, operation: request.operation.operationId, request: request.bytes.toString('latin1').slice(0, 4000), answer: more.slice(0, 600) })
  await Promise.all(Array.from({ length: lines }, async () => {
    const line = new Line(hostname, Number(port))
    while (sent < count && findings.length < 200 && Date.now() < until) {
      sent += 1
      if (sent % 10_000 === 0) tell(sent, counts, findings)
      const request = generator.next()
      const { answers, late } = await line.ask(request, patience)
      if (late) found('no answer in time', request)
      else if (answers.length === 0) {
        // Whoever ends a request before its head is whole is owed nothing.
        if (!request.wild || request.bytes.includes('\r\n\r\n')) found('dropped without an answer', request)
        else counts.unfinished = (counts.unfinished ?? 0) + 1
      }
      for (const answer of answers) {
        answered += 1
        counts[answer.status] = (counts[answer.status] ?? 0) + 1
        const fault = faultOf(answer, request.head || answer.body === '' && request.wild)
        if (fault) found(fault, request, answer.body)
        if (!request.wild) {
          const seen = operations[request.operation.operationId] ??= {}
          seen[answer.status] = (seen[answer.status] ?? 0) + 1
          if (answer.status < 300) generator.learn(answer.body.slice(0, 20_000))
        }
      }
    }
    line.close()
  }))
  return { sent, answered, counts, operations, findings }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , url, file, count = '20000', seed = '1'] = process.argv
  const document = await (await fetch(`${url}/api/v1/openapi.json`)).json()
  const began = Date.now()
  const done = await fuzz({ url, document, principals: JSON.parse(readFileSync(file, 'utf8')), count: Number(count), seed: Number(seed),
    tell: (sent, counts, findings) => console.error(sent, Math.round((Date.now() - began) / 1000), JSON.stringify(counts), findings.length) })
  const kinds = {}
  for (const finding of done.findings) (kinds[`${finding.what} @ ${finding.operation}`] ??= []).push(finding)
  for (const [kind, list] of Object.entries(kinds)) console.log(`${list.length} x ${kind}\n  ${JSON.stringify(list[0].request)}\n  ${list[0].answer}`)
  console.log(JSON.stringify({ seed: Number(seed), sent: done.sent, answered: done.answered, seconds: (Date.now() - began) / 1000, counts: done.counts,
    accepted: Object.values(done.operations).filter((seen) => Object.keys(seen).some((status) => status < 300)).length,
    operations: Object.keys(done.operations).length, findings: done.findings.length }))
  process.exitCode = done.findings.length > 0 ? 1 : 0
}
