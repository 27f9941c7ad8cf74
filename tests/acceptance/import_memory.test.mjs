// SPDX-License-Identifier: Apache-2.0
// How much a large import through the server makes it grow. Of the release binary: sanitizers keep freed memory. ANCHORS 10
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { demo, expect, serve } from '../functional/support.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let server
let body
let call
before(async () => {
  const data = demo(suite)
  const token = JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', '--user', 'clerk-1', '--role', 'R2']).out).token
  server = await serve(suite, ['--data', data, '--demo'])
  call = (path, init = {}) => server.api(path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
  body = (await call('/public/bodies?tenant=990101&limit=1')).body.items[0]
})
after(async () => { for (const f of undo.reverse()) await f() })

test('200,000 rows grow the server by no more than 150 MB', async () => {
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1024
  const file = Buffer.from('岗位编号,所属单位,岗位名称,设立日期\n' + Array.from({ length: 200_000 }, (_, i) => `L-${i},${body.name},岗位${i},2020-01-01\n`).join(''))
  const idle = rss()
  let peak = idle
  const begun = await call('/imports/posts?dry_run=false', { method: 'POST', body: file, headers: { 'content-type': 'application/octet-stream' } })
  assert.equal(begun.status, 202, JSON.stringify(begun.body))
  for (;;) {
    peak = Math.max(peak, rss())
    const job = (await call(`/imports/${begun.body.id}`)).body
    if (job.state === 'done') { assert.equal(job.added, 200_000); break }
    assert.ok(['queued', 'running'].includes(job.state), `${job.state} ${job.reason}`)
    await new Promise((done) => setTimeout(done, 20))
  }
  peak = Math.max(peak, rss())
  console.log(`# 200,000 rows: ${idle.toFixed(0)} MB idle, ${peak.toFixed(0)} MB at most`)
  assert.ok(peak - idle <= 150, `${idle.toFixed(0)} MB idle, ${peak.toFixed(0)} MB at most`)
})
