// SPDX-License-Identifier: Apache-2.0
// Imports, exports and the journal through the server, as the console does them. ANCHORS 10, 11; ASSURANCE L7, S13
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { contract as contractOf, contracts, corrected, csv, faultyRow } from './contracts_workbook.mjs'
import { demo, expect, serve, sqlite } from './support.mjs'
import { rows, unzip } from './xlsx.mjs'

const undo = []
const suite = { after: (f) => undo.push(f) }
let data
let server
let body
const tokens = {}
const call = (path, token = tokens.clerk, init = {}) =>
  server.api(path, { ...init, headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers } })
const post = (path, json, token) =>
  call(path, token, { method: 'POST', body: JSON.stringify(json ?? {}), headers: { 'content-type': 'application/json' } })
const send = (kind, bytes, query = '', token = tokens.clerk) =>
  call(`/imports/${kind}?${query}`, token, { method: 'POST', body: bytes, headers: { 'content-type': 'application/octet-stream' } })
const bytesOf = async (path, token = tokens.clerk, headers = {}) => {
  const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}
/** The job when it has ended. */
async function ended(path, token = tokens.clerk) {
  for (;;) {
    const { status, body: job } = await call(path, token)
    assert.equal(status, 200, JSON.stringify(job))
    if (job.state !== 'queued' && job.state !== 'running') return job
    await new Promise((done) => setTimeout(done, 50))
  }
}
async function imported(kind, bytes, query, token) {
  const begun = await send(kind, bytes, query, token)
  assert.equal(begun.status, 202, JSON.stringify(begun.body))
  return ended(`/imports/${begun.body.id}`, token)
}
const counts = ({ read, added, changed, unchanged, rejected }) => ({ read, added, changed, unchanged, rejected })

before(async () => {
  data = demo(suite)
  const make = (user, role) => JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', '--user', user, '--role', role]).out).token
  tokens.clerk = make('clerk-1', 'R2')
  tokens.other = make('clerk-2', 'R2')
  tokens.head = make('head-1', 'R1')
  tokens.inspector = make('inspector-1', 'R3')
  tokens.undoer = JSON.parse(expect(0, ['token', 'create', '--data', data, '--json', '--user', 'undoer-1', '--actions', 'import_batch.undo,import_batch.read']).out).token
  server = await serve(suite, ['--data', data, '--demo'])
  body = (await call('/public/bodies?tenant=990101&limit=1', null)).body.items[0]
})
after(async () => { for (const f of undo.reverse()) await f() })

const contract = (i) => contractOf(i, body.name)

test('10,000 rows with 200 faults of 12 kinds: tried, taken, corrected in the errors workbook, taken again', async () => {
  const list = contracts(body.name)
  const file = csv(list)
  const total = async () => (await call('/obligations?limit=1')).body.total
  const before = await total()

  const tried = await imported('contracts', file, `dry_run=true&file_name=${encodeURIComponent('C:\\表\\合同.csv')}`)
  assert.deepEqual(counts(tried), { read: 10_000, added: 9_800, changed: 0, unchanged: 0, rejected: 200 })
  assert.equal(tried.state, 'done')
  assert.equal(tried.dry_run, true)
  assert.equal(tried.file_name, '合同.csv')
  assert.equal(tried.batch_id, undefined)
  assert.equal(tried.faults.length, 50)
  assert.ok(tried.faults.every((fault) => fault.reason.startsWith('import.') && fault.reason_text && fault.column_name.zh))
  assert.equal(await total(), before, 'a trial writes nothing')

  const confirmed = await post(`/imports/${tried.id}/confirm`)
  assert.equal(confirmed.status, 202)
  const taken = await ended(`/imports/${tried.id}`)
  assert.deepEqual(counts(taken), { read: 10_000, added: 9_800, changed: 0, unchanged: 0, rejected: 200 })
  assert.equal(await total(), before + 9_800)
  assert.equal((await post(`/imports/${tried.id}/confirm`)).body.reason, 'import.not_tried')

  const workbook = await bytesOf(`/imports/${tried.id}/errors`)
  assert.equal(workbook.status, 200)
  assert.match(workbook.headers.get('content-disposition'), /attachment/)
  const table = rows(workbook.bytes)
  assert.equal(table.length, 202, 'title, header and exactly the 200')
  assert.ok(table[1].includes('错误原因'))
  const codes = table.slice(2).map((cells) => cells[0])
  assert.deepEqual(codes, Array.from({ length: 200 }, (_, n) => list[faultyRow(n)][0]))
  assert.ok(table.slice(2).every((cells) => cells.at(-1).length > 2), 'each with its reason')

  const fixed = await imported('contracts', corrected(workbook.bytes, body.name), 'dry_run=false&file_name=fixed.xlsx')
  assert.deepEqual(counts(fixed), { read: 200, added: 200, changed: 0, unchanged: 0, rejected: 0 }, JSON.stringify(fixed.faults))
  assert.equal(await total(), before + 10_000)

  const again = await imported('contracts', file, 'dry_run=false')
  assert.deepEqual(counts(again), { read: 10_000, added: 0, changed: 0, unchanged: 9_800, rejected: 200 })
  assert.equal(await total(), before + 10_000, 'no duplicate')

  // Whoever sees all jobs takes back only what the own rights could have taken in.
  assert.equal((await post(`/imports/${fixed.id}/undo`, {}, tokens.undoer)).body.reason, 'access.denied')
  await post(`/imports/${fixed.id}/undo`)
  const undone = await ended(`/imports/${fixed.id}`)
  assert.equal(undone.state, 'undone')
  assert.equal(undone.removed, 400, 'the contracts and the documents made with them')
  assert.equal(await total(), before + 9_800)
  assert.equal((await post(`/imports/${fixed.id}/undo`)).body.reason, 'import.already_undone')
  assert.equal((await post(`/imports/${again.id}/undo`)).body.reason, 'import.nothing_to_undo')
})

test('an export holds what the list counts, names who took it, is audited, and comes in again unchanged', async () => {
  const listed = (await call('/obligations?kind=contract&limit=1')).body.total
  for (const format of ['xlsx', 'csv']) {
    const begun = await post('/exports', { kind: 'contracts', format, filter: {} })
    assert.equal(begun.status, 202, JSON.stringify(begun.body))
    const made = await ended(`/exports/${begun.body.id}`)
    assert.equal(made.state, 'done', made.reason)
    assert.equal(made.rows, listed)
    assert.equal(made.available, true)
    const audited = sqlite(join(data, 'gongxin.db'), `SELECT content FROM export_batch WHERE id = '${made.batch_id}'`)
    assert.equal(JSON.parse(audited).digest, made.digest)
    assert.equal(JSON.parse(audited).account, 'clerk-1')
    const file = await bytesOf(`/exports/${made.id}/file`)
    const head = format === 'csv' ? file.bytes.toString('utf8').split('\r\n')[0] : rows(file.bytes).slice(0, 3).flat().join(' ')
    assert.match(head, /clerk-1.*\d{4}-\d{2}-\d{2} \d{2}:\d{2}/)
    const back = await imported('contracts', file.bytes, 'dry_run=true')
    assert.deepEqual({ read: back.read, added: back.added, rejected: back.rejected }, { read: listed, added: 0, rejected: 0 }, JSON.stringify(back.faults))
  }
})

test('a broken download goes on where it broke off', async () => {
  const begun = await post('/exports', { kind: 'contracts', format: 'csv' })
  const made = await ended(`/exports/${begun.body.id}`)
  const whole = await bytesOf(`/exports/${made.id}/file`)
  const rest = await bytesOf(`/exports/${made.id}/file`, tokens.clerk, { range: 'bytes=1000-' })
  assert.equal(rest.status, 206)
  assert.equal(rest.headers.get('content-range'), `bytes 1000-${whole.bytes.length - 1}/${whole.bytes.length}`)
  assert.ok(rest.bytes.equals(whole.bytes.subarray(1000)))
  assert.equal((await bytesOf(`/exports/${made.id}/file`, tokens.clerk, { range: 'bytes=999999999-' })).status, 416)
})

test('texts that look like formulas stay texts', async () => {
  const evil = ['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(A1)', '＝1+1']
  const list = evil.map((title, i) => { const row = contract(900_000 + i); row[2] = `"${title.replaceAll('"', '""')}"`; return row })
  assert.equal((await imported('contracts', csv(list), 'dry_run=false')).added, evil.length)
  for (const format of ['xlsx', 'csv']) {
    const begun = await post('/exports', { kind: 'contracts', format })
    const made = await ended(`/exports/${begun.body.id}`)
    const { bytes } = await bytesOf(`/exports/${made.id}/file`)
    if (format === 'xlsx') {
      assert.ok(!unzip(bytes).get('xl/worksheets/sheet1.xml').toString('utf8').includes('<f>'))
      assert.ok(evil.every((text) => rows(bytes).some((cells) => cells[2] === text)))
    } else {
      assert.ok(!/(^|,)"?[=+@＝-]/m.test(bytes.toString('utf8').split('\r\n').filter((line) => line.startsWith('X-9')).join('\n')))
    }
  }
})

test('jobs are their account\'s; what is not one\'s own is as if it were not there', async () => {
  const mine = await imported('contracts', csv([contract(0), ['bad']]), 'dry_run=true')
  assert.equal((await call(`/imports/${mine.id}/errors`, tokens.other)).status, 404, 'another\'s rows')
  assert.equal((await post(`/imports/${mine.id}/confirm`, {}, tokens.other)).body.reason, 'import.unknown')
  assert.equal((await call('/imports/none')).body.reason, 'import.unknown')
  const begun = await post('/exports', { kind: 'posts' })
  const made = await ended(`/exports/${begun.body.id}`)
  assert.equal((await call(`/exports/${made.id}/file`, tokens.other)).body.reason, 'export.unknown')
  assert.equal((await call(`/imports/${made.id}`)).body.reason, 'import.unknown', 'an export is no import')
  for (const [path, token] of [['/imports', null], ['/exports', null], ['/journal', null]]) assert.equal((await call(path, token)).status, 401)
  assert.equal((await call('/journal', tokens.clerk)).body.reason, 'access.denied')
  assert.equal((await send('contracts', 'x', '', tokens.inspector)).body.reason, 'access.denied')
  assert.equal((await post('/exports', { kind: 'contracts' }, tokens.inspector)).body.reason, 'access.denied')
})

test('refusals name what is wrong', async () => {
  const reason = async (answer) => (await answer).body.reason
  assert.equal(await reason(send('nonsense', 'x')), 'import.kind_unknown')
  assert.equal(await reason(send('contracts', '')), 'import.empty')
  assert.equal(await reason(send('contracts', 'x', `file_name=${encodeURIComponent('211382199001010019.csv')}`)), 'import.name_personal')
  assert.equal(await reason(post('/exports', { kind: 'nonsense' })), 'export.kind_unknown')
  assert.equal(await reason(post('/exports', { kind: 'contracts', format: 'pdf' })), 'export.format_unknown')
  assert.equal(await reason(post('/exports', { kind: 'contracts', filter: { colour: 'red' } })), 'export.filter_unknown')
  assert.equal(await reason(post('/exports', { kind: 'contracts', filter: { state: 'gone' } })), 'export.filter_state')
  assert.equal(await reason(post('/exports', { kind: 'contracts', filter: { due_on_from: 'soon' } })), 'export.filter_day')
  for (const [bytes, wanted] of [['PK\x03\x04 no archive', 'zip.'], ['%PDF-1.7', 'file.unsupported'], ['\xD0\xCF\x11\xE0', 'file.'], ['a,b\n1,2\n', 'import.header_missing']]) {
    const failed = await imported('contracts', Buffer.from(bytes, 'latin1'), 'dry_run=false')
    assert.equal(failed.state, 'failed')
    assert.ok(failed.reason.startsWith(wanted), `${failed.reason} for ${wanted}`)
    assert.ok(failed.reason_text && failed.reason_text !== failed.reason)
  }
})

test('files are for their owner alone and an upload that was taken is gone', async () => {
  const kept = await imported('contracts', csv([contract(1), ['bad']]), 'dry_run=true')
  const folder = join(data, 'jobs')
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
  assert.ok(readdirSync(folder).includes(`${kept.id}.upload`))
  await post(`/imports/${kept.id}/confirm`)
  await ended(`/imports/${kept.id}`)
  assert.ok(!readdirSync(folder).includes(`${kept.id}.upload`))
  for (const query of ['dry_run=true', 'dry_run=false']) {
    const failed = await imported('contracts', Buffer.from('%PDF-1.7'), query)
    assert.equal(failed.state, 'failed')
    assert.ok(!readdirSync(folder).some((name) => name.startsWith(failed.id)), `${query}: nothing can be done with it`)
  }
})

test('what may be somebody\'s number is kept out of the store, also as a fault', async () => {
  const number = '211382199001010019'
  const row = Object.assign(contract(800_000), { 2: `采购 ${number}` })
  const refused = await imported('contracts', csv([row]), 'dry_run=false')
  assert.equal(refused.rejected, 1)
  assert.ok(refused.faults[0].reason && refused.faults[0].value === undefined)
  for (const name of readdirSync(data).filter((one) => one.startsWith('gongxin.db'))) {
    assert.ok(!readFileSync(join(data, name)).includes(Buffer.from(number)), name)
  }
})

test('what one may import and export is listed with its columns', async () => {
  const kinds = (await call('/imports/kinds')).body
  const contracts = kinds.items.find((item) => item.kind === 'contracts')
  assert.equal(contracts.name.zh, '合同履约信息导入表')
  assert.equal(contracts.columns.length, 24)
  assert.ok(contracts.columns.find((column) => column.key === 'domain').choices.some((choice) => choice.name.zh === '政府采购'))
  assert.ok(!kinds.items.some((item) => item.kind.startsWith('ocds') || item.kind === 'officials'))
  assert.ok((await call('/exports/kinds')).body.items.some((item) => item.kind === 'contracts'))
})

test('the journal reads as who changed what from what to what', async () => {
  const file = csv([Object.assign(contract(2), { 2: '采购桌椅改' })])
  const taken = await imported('contracts', file, 'dry_run=false', tokens.other)
  assert.equal(taken.changed, 1)
  const { body: page } = await call('/journal?account=clerk-2&entity=obligation', tokens.head)
  assert.equal(page.items.length, 1)
  const entry = page.items[0]
  assert.equal(entry.account, 'clerk-2')
  assert.equal(entry.action, 'import')
  assert.equal(entry.entity_name.zh, '履约事项')
  assert.equal(entry.origin, taken.batch_id)
  assert.equal(entry.body.name, body.name)
  assert.match(entry.entity_label, /^X-000002 采购桌椅改$/)
  assert.deepEqual(entry.changes, [{ field: 'title', label: { zh: '名称', en: 'Title' }, before: '采购第2批', after: '采购桌椅改' }])
  const whole = (await call(`/journal/${entry.seq}`, tokens.head)).body
  assert.equal(whole.content.code, 'X-000002')
  const proof = await call(whole.proof, null)
  assert.equal(proof.status, 200)
  assert.equal(proof.body.leafIndex, entry.seq)
  const first = (await call('/journal?entity=obligation&id=X-000002', tokens.head)).body.items.at(-1)
  assert.ok(first.changes.some((change) => change.field === 'amount_fen' && change.after === '1,002.50 元' && change.before === undefined))
  assert.ok(first.changes.some((change) => change.field === 'domain' && change.after === '政府采购'))
  const english = (await call(`/journal/${first.seq}`, tokens.head, { headers: { 'accept-language': 'en' } })).body
  assert.ok(english.changes.some((change) => change.field === 'amount_fen' && change.after === '1,002.50 yuan'))
})

test('the journal goes page by page, and hides accounts and tokens from the office', async () => {
  const seen = []
  let next = ''
  do {
    const { body: page } = await call(`/journal?entity=post&limit=20${next ? `&cursor=${next}` : ''}`, tokens.head)
    seen.push(...page.items.map((item) => item.seq))
    next = page.next
  } while (next)
  const stored = sqlite(join(data, 'gongxin.db'), "SELECT seq FROM journal_entry WHERE entity = 'post' ORDER BY seq DESC").trim().split('\n').map(Number)
  assert.deepEqual(seen, stored)
  assert.equal((await call('/journal?entity=api_token', tokens.head)).body.items.length, 0)
  assert.equal((await call('/journal?id=X', tokens.head)).body.reason, 'journal.entity_missing')
  assert.equal((await call('/journal/999999999', tokens.head)).body.reason, 'journal.unknown')
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  assert.ok((await call(`/journal?from=${day}&to=${day}&account=clerk-2`, tokens.head)).body.items.length > 0)
  assert.equal((await call('/journal?to=2000-01-01', tokens.head)).body.items.length, 0)
})

test('taking the journal out is itself an entry', async () => {
  const begun = await post('/journal/export', { filter: { account: 'clerk-2' }, format: 'csv' }, tokens.head)
  assert.equal(begun.status, 202, JSON.stringify(begun.body))
  const made = await ended(`/exports/${begun.body.id}`, tokens.head)
  assert.equal(made.state, 'done', made.reason)
  const { bytes } = await bytesOf(`/exports/${made.id}/file`, tokens.head)
  const text = bytes.toString('utf8')
  assert.ok(text.includes('head-1') && text.includes('采购桌椅改') && text.includes('修改前'))
  const entry = (await call('/journal?entity=export_batch&account=head-1', tokens.head)).body.items[0]
  assert.equal(entry.action, 'export')
  assert.ok(entry.changes.some((change) => change.field === 'filter/account' && change.after === 'clerk-2'))
  assert.equal(expect(0, ['verify', '--data', data]).code, 0)
})

test('the law pack shows its lists', async () => {
  const { status, body: pack } = await call('/law/pack')
  assert.equal(status, 200)
  assert.match(pack.digest, /^[0-9a-f]{64}$/)
  assert.match(pack.loaded_on, /^\d{4}-\d{2}-\d{2}$/)
  for (const list of ['kinds', 'schemes', 'roles', 'warnings', 'imports', 'records', 'measures', 'calendars']) assert.ok(pack[list].length > 0, list)
  assert.ok(pack.roles.find((role) => role.id === 'R16').never_with.includes('R17'))
  assert.equal((await call('/law/pack', tokens.inspector)).status, 200)
  assert.equal((await call('/law/pack', null)).status, 401)
})
