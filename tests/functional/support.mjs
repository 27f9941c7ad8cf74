// SPDX-License-Identifier: Apache-2.0
// Runs the built binary as a user would: command line, files, HTTP on loopback.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const binary = process.env.GONGXIN_BIN ?? join(root, 'build/release/gongxin')
if (!existsSync(binary)) throw new Error(`${binary} is not built: run ./run --build-only`)

/** A folder that is removed after the test. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'gongxin-test-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Runs `gongxin ARGS…` to its end. */
export function gongxin(args, options = {}) {
  const done = spawnSync(binary, args, { encoding: 'utf8', cwd: root, maxBuffer: 1 << 28, ...options })
  if (done.error) throw done.error
  return { code: done.status, out: done.stdout, err: done.stderr }
}

/** As `gongxin`, and fails the test when the exit code is not `code`. */
export function expect(code, args, options = {}) {
  const done = gongxin(args, options)
  if (done.code !== code) {
    throw new Error(`gongxin ${args.join(' ')}: exit ${done.code}, wanted ${code}\n${done.out}\n${done.err}`)
  }
  return done
}

/** Runs SQL in an embedded store with the sqlite3 shell, as a tamperer would. */
export function sqlite(file, sql) {
  const done = spawnSync('sqlite3', [file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (done.error) throw done.error
  if (done.status !== 0) throw new Error(`sqlite3: ${done.stderr}`)
  return done.stdout
}

/** A port that was free a moment ago, for what must be known before the server starts. */
export async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address()
  listener.close()
  return port
}

/** What `check` gives as soon as it gives something; fails after two minutes, which no machine needs. */
export async function until(what, check) {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const found = await check()
    if (found) return found
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`never: ${what}`)
}

/** Waits until the server has read what another process wrote to its embedded store: accounts, bindings; of tokens, this one and older. */
export async function noticed(server, data, token) {
  const newest = Number(sqlite(join(data, 'gongxin.db'), 'SELECT size FROM journal_head')) - 1
  await until('the journal entries of another process', async () => (await server.api(`/public/ledger/inclusion?index=${newest}`)).status === 200)
  if (token) await until('the token', async () => (await server.api('/me', { headers: { authorization: `Bearer ${token}` } })).status !== 401)
}

/** Starts `gongxin serve` on a free port, or on the one given; stops it after the test. */
export async function serve(t, args, port = 0) {
  const child = spawn(binary, ['serve', '--listen', `127.0.0.1:${port}`, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let err = ''
  child.stderr.on('data', (text) => { err += text })
  const ended = new Promise((done) => child.on('exit', (code, signal) => {
    // A server that dies under a test says why.
    if (code !== 0 && signal !== 'SIGKILL') console.error(err.slice(-4000))
    done({ code, signal })
  }))
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  })
  const url = await new Promise((found, failed) => {
    let out = ''
    child.stdout.on('data', (text) => {
      out += text
      const line = /^Listening on (\S+)$/m.exec(out)
      if (line) found(line[1])
    })
    ended.then(({ code }) => failed(new Error(`serve ended with ${code}: ${err}`)))
  })
  const api = async (path, init) => {
    const answer = await fetch(`${url}/api/v1${path}`, init)
    const type = answer.headers.get('content-type') ?? ''
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: type.includes('json') && text ? JSON.parse(text) : text }
  }
  return { url, api, child, ended }
}

/** A copy of a data folder, keys with their narrow modes, that may be spoilt. */
export function copyStore(t, original) {
  const data = join(folder(t), 'copy')
  cpSync(original, data, { recursive: true })
  copyModes(original, data)
  return { data, file: join(data, 'gongxin.db') }
}

/** Gives the keys of a copied data folder the modes that the program asks for. */
export function copyModes(original, data) {
  chmodSync(join(data, 'keys'), 0o700)
  for (const name of readdirSync(join(original, 'keys'))) chmodSync(join(data, 'keys', name), 0o600)
}

/** The demonstration county in a fresh folder. */
export function demo(t, ...more) {
  const data = join(folder(t), 'demo')
  expect(0, ['demo', '--data', data, ...more])
  return data
}
