// SPDX-License-Identifier: Apache-2.0
// The same server under TLS: pages, API, strict transport; files that do not fit are refused at the start.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { request } from 'node:https'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { demo, expect, folder, serve } from './support.mjs'

/** A key and a certificate signed by itself. */
function certificate(t) {
  const at = folder(t)
  const files = { key: join(at, 'key.pem'), cert: join(at, 'cert.pem') }
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1',
    '-subj', '/CN=localhost', '-keyout', files.key, '-out', files.cert], { encoding: 'utf8' })
  assert.equal(made.status, 0, made.stderr)
  return files
}

const get = (url) => new Promise((done, failed) => {
  request(url, { rejectUnauthorized: false }, (answer) => {
    let body = ''
    answer.on('data', (text) => { body += text })
    answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body }))
  }).on('error', failed).end()
})

test('pages and API answer under TLS and demand it from then on', async (t) => {
  const files = certificate(t)
  const { url } = await serve(t, ['--data', demo(t), '--demo', '--tls-cert', files.cert, '--tls-key', files.key])
  assert.match(url, /^https:/)
  const site = await get(`${url}/api/v1/public/site`)
  assert.equal(site.status, 200)
  assert.match(site.headers['strict-transport-security'], /max-age=31536000/)
  const many = await get(`${url}/api/v1/public/datasets/obligations?format=csv`)
  assert.ok(many.body.split('\r\n').length > 1000)
  assert.equal((await get(`${url}/`)).status, 200)
  const plain = await fetch(url.replace('https:', 'http:')).catch((error) => error)
  assert.ok(plain instanceof Error)
  const old = await new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })
    socket.on('secureConnect', () => done('connected'))
    socket.on('error', () => done('refused'))
  })
  assert.equal(old, 'refused')
  assert.equal((await get(`${url}/healthz`)).status, 200)
})

test('a key of another certificate and a missing file are refused with their name', (t) => {
  const data = demo(t)
  const one = certificate(t)
  const other = certificate(t)
  for (const [cert, key] of [[one.cert, other.key], [one.cert, '/nonexistent.pem'], ['/nonexistent.pem', one.key]]) {
    const done = expect(2, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--tls-cert', cert, '--tls-key', key])
    assert.match(done.err, /tls\.files/)
  }
  expect(2, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--tls-cert', one.cert])
})
