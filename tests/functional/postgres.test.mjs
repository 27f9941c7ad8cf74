// SPDX-License-Identifier: Apache-2.0
// The same county on PostgreSQL: same judgement to the byte, no personal value in a dump, backups cross over.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir, userInfo } from 'node:os'
import { test } from 'node:test'
import { copyModes, demo, expect, folder } from './support.mjs'

const bin = '/usr/lib/postgresql/15/bin'

/** Runs a PostgreSQL command as an unprivileged user; the test fails when it does. */
function unprivileged(command, args) {
  const root = userInfo().uid === 0
  const done = spawnSync(root ? 'runuser' : command, root ? ['-u', 'postgres', '--', command, ...args] : args, { encoding: 'utf8', cwd: '/', maxBuffer: 1 << 28 })
  if (done.error) throw done.error
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`)
  return done.stdout
}

/** A PostgreSQL of its own, reached by its socket only; stopped and removed after the test. */
function postgres(t) {
  const base = mkdtempSync(join(tmpdir(), 'gxpg-'))
  if (userInfo().uid === 0) {
    const uid = Number(spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).stdout)
    chownSync(base, uid, uid)
    chmodSync(base, 0o711)
  }
  const data = join(base, 'data')
  unprivileged(join(bin, 'initdb'), ['-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '-U', 'gx'])
  unprivileged(join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', join(base, 'log'), '-o', `-c listen_addresses= -c unix_socket_directories=${base} -c unix_socket_permissions=0777`, 'start'])
  t.after(() => {
    unprivileged(join(bin, 'pg_ctl'), ['-D', data, '-w', '-m', 'immediate', 'stop'])
    rmSync(base, { recursive: true, force: true })
  })
  return (name) => {
    unprivileged(join(bin, 'createdb'), ['-h', base, '-U', 'gx', name])
    return { url: `postgresql:///${name}?host=${base}&user=gx`, dump: () => unprivileged(join(bin, 'pg_dump'), ['-h', base, '-U', 'gx', name]) }
  }
}

test('SQLite and PostgreSQL judge the same bytes; the dump holds no personal value; a backup crosses over', (t) => {
  const create = postgres(t)
  const out = folder(t)
  const sqlite = demo(t)
  const one = create('one')
  const keys = join(out, 'keys')
  expect(0, ['demo', '--database', one.url, '--keys', keys])
  const judge = (place, name) => {
    expect(0, ['evaluate', '--scheme', 'LY-GIE-2021', '--period', '2025', ...place, '--out', join(out, name)])
    return readFileSync(join(out, name))
  }
  const there = ['--database', one.url, '--keys', keys]
  assert.deepEqual(judge(there, 'pg.csv'), judge(['--data', sqlite], 'sqlite.csv'))
  const verified = JSON.parse(expect(0, ['verify', ...there, '--json']).out)
  assert.equal(verified.ok, true)

  const dump = one.dump()
  assert.ok(dump.includes('示范市财政局'))
  assert.doesNotMatch(dump, /示范人员|990101(19|20)\d{9}[\dX]/)

  expect(0, ['backup', join(out, 'pg.gx'), ...there])
  mkdirSync(join(out, 'sqlite'))
  cpSync(keys, join(out, 'sqlite/keys'), { recursive: true })
  cpSync(`${keys}.profile.json`, join(out, 'sqlite/keys.profile.json'))
  copyModes(out, join(out, 'sqlite'))
  expect(0, ['restore', join(out, 'pg.gx'), '--data', join(out, 'sqlite')])
  const restored = JSON.parse(expect(0, ['verify', '--data', join(out, 'sqlite'), '--json']).out)
  assert.deepEqual([restored.ok, restored.size, restored.root], [true, verified.size, verified.root])
})
