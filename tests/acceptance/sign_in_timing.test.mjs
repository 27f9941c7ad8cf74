// SPDX-License-Identifier: Apache-2.0
// How long a refusal takes says nothing of why: unknown, wrong, locked and disabled accounts (ASSURANCE S9).
// GONGXIN_SAMPLES: how many of each (default 200; a release run takes 1,000).
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { passwords } from '../functional/accounts_support.mjs'
import { demo, expect, serve, sqlite } from '../functional/support.mjs'

const samples = Number(process.env.GONGXIN_SAMPLES ?? 200)
const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1]

/** Two-sided p of the Mann-Whitney test, by the normal approximation. */
function mannWhitney(left, right) {
  const ranked = [...left.map((time) => [time, 0]), ...right.map((time) => [time, 1])].sort((a, b) => a[0] - b[0])
  const sum = ranked.reduce((all, [, group], rank) => all + (group === 0 ? rank + 1 : 0), 0)
  const u = sum - left.length * (left.length + 1) / 2
  const deviation = Math.sqrt(left.length * right.length * (left.length + right.length + 1) / 12)
  const z = Math.abs(u - left.length * right.length / 2) / deviation
  // Abramowitz and Stegun 7.1.26
  const t = 1 / (1 + 0.3275911 * z / Math.SQRT2)
  return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-z * z / 2)
}

test('unknown, wrong, locked, disabled: medians within 5 %', async (t) => {
  const data = demo(t)
  const users = passwords(data)
  const gone = JSON.parse(expect(0, ['user', 'add', 'gone-1', '--name', '示范', '--data', data, '--json']).out).initial_password
  expect(0, ['user', 'disable', 'gone-1', '--data', data])
  const server = await serve(t, ['--data', data, '--demo', '--rate-limits', 'off'])
  const cases = { unknown: ['nobody-1', 'wrong words'], wrong: ['r5', 'wrong words'], disabled: ['gone-1', gone], right_elsewhere: ['R5', users.r5.password] }
  const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]))
  for (let i = 0; i < samples + 5; i++) {
    for (const [name, [username, password]] of Object.entries(cases)) {
      const began = process.hrtime.bigint()
      const answer = await server.api('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password }) })
      const took = Number(process.hrtime.bigint() - began) / 1e6
      assert.equal(answer.status, 401)
      if (i >= 5) times[name].push(took)
    }
  }
  assert.equal(sqlite(join(data, 'gongxin.db'), 'SELECT count(*) FROM web_session').trim(), '0')
  const base = median(times.unknown)
  for (const [name, taken] of Object.entries(times)) {
    const off = Math.abs(median(taken) - base) / base
    const p = mannWhitney(times.unknown, taken)
    t.diagnostic(`${name}: median ${median(taken).toFixed(1)} ms, ${(100 * off).toFixed(1)} % off, p ${p.toFixed(3)}`)
    assert.ok(off <= 0.05, `${name} is ${(100 * off).toFixed(1)} % off`)
    assert.ok(p > 0.01, `${name} can be told apart: p ${p}`)
  }
})
