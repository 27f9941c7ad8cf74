// SPDX-License-Identifier: Apache-2.0
// Somebody who is signed in over HTTP, as a browser is: cookie, CSRF token, own origin.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** {username: {role, password}} of DIR/accounts.txt. */
export function passwords(data) {
  const lines = readFileSync(join(data, 'accounts.txt'), 'utf8').trim().split('\n')
  return Object.fromEntries(lines.map((line) => line.split(' ')).map(([role, username, password]) => [username, { role, password }]))
}

/** The value of the session cookie that an answer sets, or nothing. */
export function cookieOf(answer) {
  const line = answer.headers.getSetCookie().find((one) => /^(__Host-)?gx=/.test(one))
  return line?.split(';')[0].split('=')[1]
}

/** One browser. */
export class Browser {
  constructor(server) { this.server = server }

  async signIn(username, password, more = {}) {
    const answer = await this.server.api('/session', {
      method: 'POST', headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/121.0' },
      body: JSON.stringify({ username, password, ...more }) })
    this.take(answer)
    return answer
  }

  take(answer) {
    const cookie = cookieOf(answer)
    if (cookie !== undefined) this.cookie = cookie
    if (answer.body?.csrf) this.csrf = answer.body.csrf
    const renewed = answer.headers.get('x-csrf-token')
    if (renewed) this.csrf = renewed
  }

  async call(method, path, body, headers = {}) {
    const answer = await this.server.api(path, {
      method, body: body === undefined ? undefined : JSON.stringify(body),
      headers: { cookie: `gx=${this.cookie}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-csrf-token': this.csrf }), ...headers } })
    this.take(answer)
    return answer
  }

  get(path) { return this.call('GET', path) }
  post(path, body = {}) { return this.call('POST', path, body) }
  put(path, body) { return this.call('PUT', path, body) }
  delete(path) { return this.call('DELETE', path) }
}

/** The code of an authenticator (RFC 6238) for a Base32 secret. */
export function totp(secret, step = Math.floor(Date.now() / 30_000)) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
