// SPDX-License-Identifier: Apache-2.0
// Requests spoilt at random against the running server: no crash, no 5xx, no drop, every refusal a problem document (RFC 9457).
// GX_FUZZ: how many (20,000; a release check sends a million); GX_FUZZ_SEED repeats a run. ASSURANCE L5
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fuzz } from '../fuzz/http_fuzz.mjs'
import { demo, expect, serve } from './support.mjs'

const count = Number(process.env.GX_FUZZ ?? (process.env.GONGXIN_LONG ? 1_000_000 : 20_000))
const seed = Number(process.env.GX_FUZZ_SEED ?? 1)

test(`${count} spoilt requests with seed ${seed}`, async (t) => {
  const data = demo(t)
  const server = await serve(t, ['--data', data, '--demo', '--rate-limits', 'off'])
  const document = (await server.api('/openapi.json')).body
  const done = await fuzz({ url: server.url, document, principals: JSON.parse(readFileSync(join(data, 'principals.json'), 'utf8')), count, seed })
  t.diagnostic(JSON.stringify({ sent: done.sent, answered: done.answered, counts: done.counts }))
  assert.deepEqual(done.findings.slice(0, 5), [])
  assert.equal(server.child.exitCode ?? server.child.signalCode, null, 'the server lives')
  assert.equal((await server.api('/healthz')).status, 200)
  // A fuzzer behind a wall tests the wall (ASSURANCE D).
  const share = (...statuses) => statuses.reduce((all, status) => all + (done.counts[status] ?? 0), 0) / done.answered
  assert.ok(share(429) < 0.2 && share(401, 403) < 0.3 && share(200, 201, 202, 204) > 0.1, JSON.stringify(done.counts))
  const accepted = Object.values(done.operations).filter((seen) => Object.keys(seen).some((status) => status < 300)).length
  assert.ok(accepted >= Math.min(90, count / 100), `${accepted} operations ever accepted a request`)
  assert.equal(JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).ok, true)
})
