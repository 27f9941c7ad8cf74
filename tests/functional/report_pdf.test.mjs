// SPDX-License-Identifier: Apache-2.0
// The printed result of a body: what a citizen gets, and that it is what the site shows.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { demo, folder, serve } from './support.mjs'

const run = (command, ...args) => {
  const done = spawnSync(command, args, { encoding: 'utf8' })
  if (done.error) throw done.error
  assert.equal(done.status, 0, done.stderr)
  return done.stdout
}
const undo = []
let server
before(async () => {
  const suite = { after: (f) => undo.push(f) }
  server = await serve(suite, ['--data', demo(suite), '--demo'])
})
after(async () => { for (const f of undo.reverse()) await f() })
const hundredths = (number) => (number / 100).toFixed(2)

test('the result of a body is a PDF that says what the site says', async (t) => {
  const { url, api } = server
  const evaluations = (await api('/public/evaluations?tenant=990101')).body.items
  const evaluation = evaluations.find((one) => one.status === 'frozen')
  const row = (await api(`/public/evaluations/${evaluation.id}/ranking?limit=1`)).body.items[0]
  const path = `/public/evaluations/${evaluation.id}/bodies/${row.body}`
  const score = (await api(path)).body

  const fetched = await fetch(`${url}/api/v1${path}/report`)
  assert.equal(fetched.status, 200)
  assert.equal(fetched.headers.get('content-type'), 'application/pdf')
  assert.match(fetched.headers.get('content-disposition'), /^attachment; .*filename\*=UTF-8''/)
  const bytes = Buffer.from(await fetched.arrayBuffer())
  const file = join(folder(t), 'report.pdf')
  writeFileSync(file, bytes)
  run('qpdf', '--check', file)
  for (const line of run('pdffonts', file).trim().split('\n').slice(2)) assert.match(line, / yes yes yes +\d+ +\d+$/, line)

  const text = run('pdftotext', '-layout', file, '-')
  for (const wanted of [row.body_name, hundredths(score.total_hundredths), evaluation.digest, evaluation.as_of, '演示数据，虚构单位，不具有法律效力']) {
    assert.ok(text.includes(wanted), wanted)
  }
  const flat = text.replaceAll(/\s+/g, '')
  for (const leaf of score.groups.flatMap((group) => group.leaves)) assert.ok(flat.includes(`${leaf.id}${leaf.name}`.replaceAll(/\s+/g, '')), leaf.id)

  const again = await fetch(`${url}/api/v1${path}/report`)
  assert.ok(bytes.equals(Buffer.from(await again.arrayBuffer())), 'the same bytes')
  const known = await fetch(`${url}/api/v1${path}/report`, { headers: { 'if-none-match': again.headers.get('etag') } })
  assert.equal(known.status, 304)

  const english = await fetch(`${url}/api/v1${path}/report`, { headers: { 'accept-language': 'en' } })
  writeFileSync(file, Buffer.from(await english.arrayBuffer()))
  assert.match(run('pdftotext', file, '-'), /Government-integrity evaluation/)
})

test('there is no printed result where the site shows none', async () => {
  const { api } = server
  const evaluation = (await api('/public/evaluations?tenant=990101')).body.items.find((one) => one.status === 'frozen')
  const real = (await api('/public/bodies?tenant=211382&limit=1')).body.items[0]
  const of = async (id, body) => (await api(`/public/evaluations/${id}/bodies/${body}/report`)).body.reason
  assert.equal(await of(evaluation.id, real.id), 'evaluation.body_unknown')
  assert.equal(await of('none', real.id), 'evaluation.unknown')
  assert.equal(await of(evaluation.id, 'none'), 'body.unknown')
})
