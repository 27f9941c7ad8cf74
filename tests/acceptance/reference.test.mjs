// SPDX-License-Identifier: Apache-2.0
// The reference evaluation gives the published hashes, byte for byte.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folder, root } from '../functional/support.mjs'

const peers = join(process.env.GONGXIN_DATA, '../bench/peers')
const published = Object.fromEntries(
  [...readFileSync(join(peers, 'EVALUATION.md'), 'utf8').matchAll(/^\| (small|large|xl) \| `([0-9a-f]{64})` \| `([0-9a-f]{64})` \| `([0-9a-f]{64})` \|/gm)]
    .map(([, size, kind, body, region]) => [size, { body_kind: kind, body_eval: body, region_eval: region }]))

for (const size of process.env.GONGXIN_LONG ? ['small', 'large', 'xl'] : ['small', 'large']) {
  test(`reference evaluation, ${size}`, (t) => {
    const data = folder(t)
    const out = join(folder(t), 'out')
    mkdirSync(out)
    const made = spawnSync('node', [join(peers, 'lib/gen.mjs'), '--size', size, '--out', data, '--jsonl', '0'], { encoding: 'utf8' })
    assert.equal(made.status, 0, made.stderr)
    const done = spawnSync(join(root, 'bench/contestant/eval'), [data, '2026-06-30', out], { encoding: 'utf8' })
    assert.equal(done.status, 0, done.stderr)
    t.diagnostic(done.stdout.trim())
    for (const [table, hash] of Object.entries(published[size])) {
      assert.equal(createHash('sha256').update(readFileSync(join(out, `${table}.csv`))).digest('hex'), hash, table)
    }
  })
}
