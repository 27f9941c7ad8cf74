// SPDX-License-Identifier: Apache-2.0
// What the tests of outside sign-in have in common: a browser of a few lines, a real provider, a hostile one.
import { createHash, createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { root } from './support.mjs'

/** Follows redirects and keeps cookies by origin, as a browser does. */
export class Browser {
  cookies = new Map()

  async go(url, init = {}) {
    const { origin } = new URL(url)
    const jar = this.cookies.get(origin) ?? new Map()
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', ...init, headers: { accept: 'text/html', ...init.headers, ...(cookie ? { cookie } : {}) } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const gone = attributes.some((attribute) => /^ *max-age=0$/i.test(attribute) || /expires=thu, 01 jan 1970/i.test(attribute))
      if (gone) jar.delete(pair.slice(0, at))
      else jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    this.cookies.set(origin, jar)
    const location = answer.headers.get('location')
    return { status: answer.status, headers: answer.headers, text: await answer.text(), location: location && new URL(location, url).href }
  }

  /** Goes on until `stop` holds for the address that would come next, or there is none. */
  async follow(url, stop = () => false) {
    for (let hop = 0; hop < 20; hop++) {
      const page = await this.go(url)
      if (!page.location || stop(page.location)) return { ...page, url }
      url = page.location
    }
    throw new Error(`too many redirects: ${url}`)
  }

  cookie(url, name) {
    return this.cookies.get(new URL(url).origin)?.get(name)
  }
}

/** npm `oidc-provider` on loopback with its own sign-in and consent pages; anybody is who they say. */
export async function startProvider(suite, port, { clientId, secret, site, id }) {
  const { default: Provider } = await import(`${root}/web/node_modules/oidc-provider/lib/index.js`)
  const issuer = `http://127.0.0.1:${port}`
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: secret, response_types: ['code'], grant_types: ['authorization_code'],
      redirect_uris: [`${site}/api/v1/session/oidc/${id}/callback`], token_endpoint_auth_method: 'client_secret_basic',
      backchannel_logout_uri: `${site}/api/v1/session/oidc/${id}/backchannel-logout`, backchannel_logout_session_required: true }],
    pkce: { required: () => true },
    cookies: { keys: ['a key of this test'] },
    jwks: { keys: [{ ...rsa, kid: 'p1', use: 'sig', alg: 'RS256' }] },
    // Its own guard against loopback addresses would keep its logout orders from this machine.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
  })
  const server = createServer(provider.callback()).listen(port, '127.0.0.1')
  await once(server, 'listening')
  suite.after(() => { server.closeAllConnections(); server.close() })
  return { issuer, provider }
}

/** Signs in and consents at the real provider as `login`; gives the address that it leads the browser back to. */
export async function signInThere(browser, address, login, callback) {
  const isBack = (url) => url.startsWith(callback)
  let page = await browser.follow(address, isBack)
  for (const fields of [{ prompt: 'login', login, password: 'x' }, { prompt: 'consent' }]) {
    if (page.location) break
    const action = /action="([^"]+)"/.exec(page.text)[1]
    const posted = await browser.go(action, { method: 'POST', body: new URLSearchParams(fields) })
    page = isBack(posted.location) ? posted : await browser.follow(posted.location, isBack)
  }
  return page.location
}

const text = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const seconds = () => Math.floor(Date.now() / 1000)

/** A key pair of the hostile provider. */
export function signingKey(kid) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }
  return { kid, jwk, publicKey, token: (header, claims) => {
    const signed = `${text({ alg: 'RS256', kid, ...header })}.${text(claims)}`
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  } }
}
export const unsigned = (header, claims) => `${text(header)}.${text(claims)}.`
export function hmacToken(key, kid, claims) {
  const signed = `${text({ alg: 'HS256', kid })}.${text(claims)}`
  const secret = key.publicKey.export({ format: 'pem', type: 'spki' })
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** A provider that says whatever a test wants. Honest until told otherwise. */
export async function startHostile(suite, clientId) {
  const server = createServer((request, response) => hostile.answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  suite.after(() => { server.closeAllConnections(); server.close() })
  const issuer = `http://127.0.0.1:${server.address().port}`
  const key = signingKey('h1')
  const hostile = {
    issuer, key, asked: [], codes: new Map(),
    claims: (nonce) => ({ iss: issuer, aud: clientId, sub: 'h-subject', nonce, sid: 'h-session', iat: seconds(), exp: seconds() + 300 }),
    logoutClaims: () => ({ iss: issuer, aud: clientId, sub: 'h-subject', sid: 'h-session', jti: randomUUID(), iat: seconds(), exp: seconds() + 120,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
    reset() {
      hostile.document = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'], code_challenge_methods_supported: ['S256'], id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        authorization_response_iss_parameter_supported: true }
      hostile.keys = [hostile.key.jwk]
      hostile.token = (nonce) => hostile.key.token({}, hostile.claims(nonce))
      hostile.tokenAnswer = (id_token) => ({ body: { token_type: 'Bearer', access_token: 'a', expires_in: 60, id_token } })
      hostile.keysAnswer = () => ({ body: { keys: hostile.keys } })
      hostile.documentAnswer = () => ({ body: hostile.document })
    },
    /** What the sign-in page would remember; the code that it gives. */
    grant(address) {
      const query = new URL(address).searchParams
      const code = randomUUID()
      hostile.codes.set(code, { nonce: query.get('nonce'), challenge: query.get('code_challenge') })
      return { code, state: query.get('state') }
    },
    async answer(request, response) {
      hostile.asked.push(request.url)
      const reply = ({ status = 200, type = 'application/json', headers = {}, body }) => {
        response.writeHead(status, { 'content-type': type, ...headers })
        response.end(typeof body === 'string' ? body : JSON.stringify(body))
      }
      if (request.url === '/.well-known/openid-configuration') return reply(hostile.documentAnswer())
      if (request.url === '/jwks') return reply(hostile.keysAnswer())
      if (request.url !== '/token') return reply({ status: 404, body: {} })
      let sent = ''
      for await (const part of request) sent += part
      const form = new URLSearchParams(sent)
      const code = hostile.codes.get(form.get('code'))
      hostile.codes.delete(form.get('code'))
      const fits = code && createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url') === code.challenge
      if (!fits) return reply({ status: 400, body: { error: 'invalid_grant' } })
      return reply(hostile.tokenAnswer(hostile.token(code.nonce)))
    },
  }
  hostile.reset()
  return hostile
}
