// SPDX-License-Identifier: Apache-2.0
/**
 * From an empty installation to an audited hand-over, in a real browser on the real binary: one-time passwords, accounts and roles,
 * posts, officials, ten thousand contracts with two hundred faults, a change of office, the journal. Only bodies come by command
 * line. Each account has a browser of its own. Last line: `N passed, N failed`. ANCHORS 10, 11; ASSURANCE L7, S13
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contracts, corrected, csv, FAULTS, header, ROWS, workbook } from '../../tests/functional/contracts_workbook.mjs'
import { expect, freePort, serve } from '../../tests/functional/support.mjs'

const work = mkdtempSync(join(tmpdir(), 'gongxin-journey-'))
const data = join(work, 'data')
const port = await freePort()
process.env.BASE_URL = `http://127.0.0.1:${port}`
const { BASE, check, inspect: look, launch, reader, result, settle } = await import('./harness.mjs')

const TENANT = '990101'
const BODY = '示范市财政局'
const OFFICE = '示范市信用建设办公室'
const ORGANISATION = '示范市委组织部'
const POST = 'CZJ-0001'
const DUTIES = 10
/** The day of removal belongs to the next holder. */
const CHANGE_ON = '2025-12-01'
const OFFICIALS = [{ no: 'GB-000101', name: '张前任', from: '2020-07-01' }, { no: 'GB-000102', name: '李后任', from: '2019-03-01' }]
const passwords = new Map()
const undo = []
const dialog = (page) => page.locator('dialog[open]').last()
const text = (locator) => locator.innerText().then((found) => found.trim())
const number = (found) => Number(found.replace(/\D/g, ''))

/** From the top of the page: what a sticky bar covers half would count as too small to be hit. */
async function inspect(who, name) {
  await who.page.evaluate(() => scrollTo(0, 0))
  await look(who, `journey-${name}`)
}
/** An end state: checked and pictured on a desk and on a phone. */
async function ending(who, name) {
  await inspect(who, name)
  await who.page.setViewportSize({ width: 390, height: 844 })
  await inspect({ ...who, width: 390, at: `${who.language} 390` }, name)
  await who.page.setViewportSize({ width: who.width, height: 900 })
}
const open = async (who, path) => {
  await who.page.goto(`${BASE}/console${path}`)
  await settle(who.page)
}
/** First sign-in of an account: the one-time password opens nothing but its own replacement. */
async function arrive(browser, username, oneTime) {
  const who = await reader(browser, 'zh-CN', 1280)
  const { page } = who
  await page.goto(`${BASE}/console/`)
  await page.locator('#login-username').fill(username)
  await page.locator('#login-password').fill(oneTime)
  await page.locator('#login-password').press('Enter')
  await page.waitForURL(/password-due/)
  await inspect(who, `${username}-password-due`)
  await open(who, '/notices')
  check(`${username}: nothing opens before the one-time password is replaced`, new URL(page.url()).pathname === '/console/password-due', page.url())
  const next = `Kestrel-${passwords.size}-over-the-river`
  await page.locator('#password-current').fill(oneTime)
  await page.locator('#password-next').fill(next)
  await page.locator('#password-again').fill(next)
  await page.locator('button[type=submit]').click()
  await page.locator('.console-bar').waitFor()
  passwords.set(username, next)
  await open(who, '/')
  await inspect(who, `${username}-workbench`)
  return who
}
async function chooseBody(page, field, name) {
  await page.locator(field).click()
  await dialog(page).locator('input[type=search]').fill(name)
  await page.waitForFunction((wanted) => {
    const found = [...document.querySelectorAll('dialog [role=treeitem]')]
    return found.length === 1 && found[0].textContent.includes(wanted)
  }, name)
  await dialog(page).locator('[role=treeitem]').click()
  await dialog(page).locator('.primary').click()
}
const closed = (page) => page.waitForFunction(() => !document.querySelector('dialog[open]'))

function install() {
  const made = expect(0, ['init', '--data', data, '--tenant', TENANT, '--name', '示范市'])
  for (const line of made.out.split('\n')) {
    const [, username, password] = /^R1[678] (\w+) (\S+)$/.exec(line.trim()) ?? []
    if (username) passwords.set(username, password)
  }
  check('init: three administrators, each with a one-time password', ['sysadmin', 'secadmin', 'auditadmin'].every((one) => passwords.get(one)?.length > 15), made.out)
  const load = (kind, content) => {
    const file = join(work, `${kind}.csv`)
    writeFileSync(file, content)
    expect(0, ['import', kind, file, '--data', data, '--tenant', TENANT])
  }
  load('divisions', csv([[TENANT, '示范市', '', '县级', '2000-01-01']], '区划代码,区划名称,上级代码,级别,启用日期'))
  load('bodies', csv([
    ['D-CZJ', '自编代码', BODY, '市直部门', TENANT, '是', '2019-03-01'],
    ['D-XYB', '自编代码', OFFICE, '市直部门', TENANT, '否', '2019-03-01'],
    ['D-ZZB', '自编代码', ORGANISATION, '党群机关', TENANT, '否', '2019-03-01'],
  ], '单位代码,代码类型,单位名称,单位类别,行政区划代码,有行政处罚权,设立日期'))
}

const STAFF = [
  { username: 'clerk', name: '经办小王', body: OFFICE, role: 'R2', scope: 'tenant' },
  { username: 'head', name: '局长老赵', body: BODY, role: 'R6', scope: 'body' },
  { username: 'organisation', name: '组织小孙', body: ORGANISATION, role: 'R8' },
]

async function accounts(sysadmin) {
  const { page } = sysadmin
  const made = new Map()
  for (const one of STAFF) {
    await open(sysadmin, '/accounts/new')
    await page.locator('#account-username').fill(one.username)
    await page.locator('#account-name').fill(one.name)
    await chooseBody(page, '#account-body_id', one.body)
    if (one === STAFF[0]) await inspect(sysadmin, 'account-new')
    await page.locator('main form .primary').click()
    await page.locator('.secret').waitFor()
    passwords.set(one.username, await text(page.locator('.secret')))
    if (one === STAFF[0]) await inspect(sysadmin, 'account-made')
    await page.locator('main .primary').click()
    await page.waitForURL((url) => url.pathname.startsWith('/console/accounts/') && !url.pathname.endsWith('/new'))
    await settle(page)
    made.set(one.username, new URL(page.url()).pathname.slice('/console'.length))
  }
  check('sysadmin: grants no roles', (await page.locator('[aria-labelledby=account-grants] button').count()) === 0)
  await open(sysadmin, '/accounts')
  check('sysadmin: six accounts are listed', (await page.locator('tbody tr').count()) === 6, String(await page.locator('tbody tr').count()))
  await ending(sysadmin, 'accounts')
  return made
}

async function grants(secadmin, made) {
  const { page } = secadmin
  for (const one of STAFF) {
    await open(secadmin, made.get(one.username))
    await page.locator('[aria-labelledby=account-grants] .card-head .button').click()
    await page.locator('#grant-role').selectOption(one.role)
    if (one.scope && (await page.locator('#grant-kind').count())) await page.locator('#grant-kind').selectOption(one.scope)
    if (one.scope === 'body') await chooseBody(page, '#grant-body', one.body)
    if (one.role === 'R6') await inspect(secadmin, 'grant')
    await page.locator('button[form=grant-add]').click()
    await page.locator('[aria-labelledby=account-grants] .row .primary').click()
    await dialog(page).locator('.primary').click()
    await closed(page)
    await settle(page)
    check(`secadmin: ${one.username} holds ${one.role}`, (await text(page.locator('[aria-labelledby=account-grants] li').first())).includes(one.role))
  }
  await ending(secadmin, 'granted')
  await open(secadmin, '/obligations')
  check('secadmin: sees no duties', (await page.locator('main [role=alert] code').first().innerText()) === 'access.denied')
}

async function officials(organisation) {
  const { page } = organisation
  for (const one of OFFICIALS) {
    await open(organisation, '/officials/new')
    await page.locator('#official-name').fill(one.name)
    await page.locator('#official-staff_no').fill(one.no)
    await chooseBody(page, '#official-body_id', BODY)
    await page.locator('#official-valid_from').fill(one.from)
    if (one === OFFICIALS[0]) await inspect(organisation, 'official-new')
    await page.locator('main form .primary').click()
    await page.waitForURL((url) => url.pathname.startsWith('/console/officials/') && !url.pathname.endsWith('/new'))
    await settle(page)
  }
  await ending(organisation, 'official')
  await open(organisation, '/officials')
  const listed = await text(page.locator('main'))
  check('organisation: both officials are listed, names masked', OFFICIALS.every((one) => listed.includes(one.no) && !listed.includes(one.name)), listed)
  await inspect(organisation, 'officials')
}

const fileChooser = (page) => page.locator('input[type=file]')
const figure = (page, key) => page.locator(`[data-count=${key}] dd`).innerText().then(number)
async function figures(page) {
  const found = {}
  for (const key of ['read', 'added', 'changed', 'unchanged', 'rejected']) found[key] = await figure(page, key)
  return found
}
const same = (name, found, wanted) => check(name, Object.entries(wanted).every(([key, value]) => found[key] === value), JSON.stringify(found))
/** A file through the wizard up to what would happen. */
async function wizard(clerk, kind, name, buffer) {
  const { page } = clerk
  await open(clerk, '/import')
  await page.locator(`button[data-kind=${kind}]`).click()
  await fileChooser(page).setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await page.locator('[data-count=read]').waitFor({ timeout: 180_000 })
  await settle(page)
}
/** The second half of the wizard: it happens. */
async function take(clerk) {
  const { page } = clerk
  await page.locator('main .card .row > .button.primary').click()
  await page.locator('main a[href^="/console/imports/"]').waitFor({ timeout: 300_000 })
  await settle(page)
}

async function posts(clerk) {
  await wizard(clerk, 'posts', '岗位.csv', Buffer.from(csv([[POST, BODY, '局长', '主要负责人', '2019-03-01']], '岗位编号,所属单位,岗位名称,岗位层级,设立日期')))
  same('clerk: the post would be added', await figures(clerk.page), { read: 1, added: 1, rejected: 0 })
  await take(clerk)
  await open(clerk, '/posts')
  check('clerk: the post is vacant', (await text(clerk.page.locator('tbody tr').first())).includes('空缺'), await text(clerk.page.locator('tbody')))
  await inspect(clerk, 'posts')
}
/** Seats an official on the first post of the list. */
async function seat(clerk, official, from) {
  const { page } = clerk
  await open(clerk, '/posts')
  await page.locator('tbody tr').first().locator('button').last().click()
  await page.locator('#tenure-q').fill(official.no)
  await page.locator('#tenure-q').press('Enter')
  await dialog(page).locator('input[type=radio]').check()
  await page.locator('#tenure-from_on').fill(from)
  await page.locator('#tenure-basis').fill('任免通知〔2025〕12号')
  await inspect(clerk, `seat-${official.no}`)
  await page.locator('button[form=tenure-form]').click()
  await closed(page)
  await settle(page)
  const row = await text(page.locator('tbody tr').first())
  check(`clerk: ${official.no} holds the post, the name is not told`, (row.includes(official.no) || row.includes(`${official.name[0]}*`)) && !row.includes(official.name), row)
}

async function contractsIn(clerk) {
  const { page } = clerk
  await open(clerk, '/import')
  await inspect(clerk, 'import-kind')
  const list = contracts(BODY).map((cells, i) => [...cells, i % (ROWS / DUTIES) === 0 ? POST : ''])
  const table = [`${header},责任岗位`.split(','), ...list]
  await wizard(clerk, 'contracts', '合同.xlsx', workbook(table))
  same('clerk: of 10,000 rows 9,800 would be taken', await figures(page), { read: ROWS, added: ROWS - FAULTS, changed: 0, rejected: FAULTS })
  await ending(clerk, 'import-preview')
  await take(clerk)
  same('clerk: 9,800 are taken, 200 are not', await figures(page), { read: ROWS, added: ROWS - FAULTS, changed: 0, rejected: FAULTS })
  await ending(clerk, 'import-result')
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('main a[href*="/errors"]').click()])
  const errors = readFileSync(await download.path())
  check('clerk: the errors workbook is a workbook', errors.subarray(0, 2).toString() === 'PK' && /\.xlsx$/.test(download.suggestedFilename()), download.suggestedFilename())
  await wizard(clerk, 'contracts', '合同-更正.xlsx', corrected(errors, BODY))
  same('clerk: corrected, all 200 would be taken', await figures(page), { read: FAULTS, added: FAULTS, changed: 0, rejected: 0 })
  await inspect(clerk, 'import-corrected')
  await take(clerk)
  same('clerk: all 200 are taken', await figures(page), { read: FAULTS, added: FAULTS, changed: 0, rejected: 0 })
  await open(clerk, '/imports')
  await inspect(clerk, 'imports')
  await open(clerk, '/obligations')
  await inspect(clerk, 'obligations')
  const total = await text(page.locator('.pager p'))
  check('clerk: 10,000 contracts are listed', number(total) === ROWS, total)
}

/** The tenure ends, another begins, what is open goes with the post. */
async function changeOfOffice(clerk) {
  const { page } = clerk
  await open(clerk, '/posts?part=tenures')
  await page.locator('#posts-tenures').click()
  await settle(page)
  await inspect(clerk, 'tenures')
  await page.locator('tbody tr').first().locator('button').last().click()
  await page.locator('#tenure-to_on').fill(CHANGE_ON)
  await page.locator('#tenure-basis').fill('任免通知〔2025〕12号')
  await inspect(clerk, 'tenure-end')
  await page.locator('button[form=tenure-form]').click()
  await closed(page)
  await settle(page)
  await seat(clerk, OFFICIALS[1], CHANGE_ON)

  await open(clerk, '/handovers/new')
  await chooseBody(page, '#handover-body', BODY)
  await page.locator('input[name=post]').check()
  const next = page.locator('main form .button.primary')
  await next.click()
  await page.locator('#handover-day').fill(CHANGE_ON)
  await next.click()
  await page.locator('#handover-basis').fill('任免通知〔2025〕12号')
  await inspect(clerk, 'handover-new')
  await next.click()
  await page.waitForURL((url) => url.pathname.startsWith('/console/handovers/') && !url.pathname.endsWith('/new'))
  await settle(page)
  const shown = await text(page.locator('main'))
  check('clerk: the list says who hands over and who takes over, not their names', OFFICIALS.every((one) => (shown.includes(one.no) || shown.includes(`${one.name[0]}*`)) && !shown.includes(one.name)), shown.slice(0, 500))
  check('clerk: the open duties of the post are on the list, no others', (await page.locator('main tbody tr').count()) === DUTIES, String(await page.locator('main tbody tr').count()))
  check('clerk: draws up, signs not', (await page.locator('.page-top .button.primary').count()) === 0)
  await inspect(clerk, 'handover-open')
  return new URL(page.url()).pathname.slice('/console'.length)
}
async function signature(head, handover) {
  const { page } = head
  await open(head, '/handovers')
  await inspect(head, 'handovers')
  await page.locator(`a[href="/console${handover}"]`).click()
  await page.waitForURL((url) => url.pathname === `/console${handover}`)
  await settle(page)
  await page.locator('.page-top .button.primary').click()
  await dialog(page).waitFor()
  check('head: the question says how many duties go over', (await text(dialog(page).locator('.affected'))).includes(String(DUTIES)))
  await inspect(head, 'handover-sign')
  await dialog(page).locator('.primary').click()
  await closed(page)
  await settle(page)
  check('head: the hand-over is signed', (await page.locator('.page-top .button.primary').count()) === 0)
  await ending(head, 'handover-signed')
}

async function journal(auditor) {
  const { page } = auditor
  await open(auditor, '/journal')
  await ending(auditor, 'journal')
  const first = async (name, query, account) => {
    await open(auditor, `/journal?${query}`)
    const rows = page.locator('tbody tr:not(.detail)')
    const found = await rows.count()
    const row = found ? await text(rows.first()) : ''
    check(`auditor: ${name}`, found > 0 && row.includes(account), `${found} ${row}`)
    if (!found) return null
    await rows.first().locator('.opener').click()
    await settle(page)
    return page.locator('tr.detail').first()
  }
  const signed = await first('the signature of the head', 'account=head&entity=handover', 'head')
  if (signed) check('auditor: the signature shows its day', (await signed.locator('ins').count()) > 0, await text(signed))
  await inspect(auditor, 'journal-handover')
  const ended = await first('the end of the tenure by the clerk', 'account=clerk&entity=tenure&action=change', 'clerk')
  if (ended) check('auditor: what was before and what is after', /2025/.test(await text(ended.locator('ins').first())), await text(ended))
  await ending(auditor, 'journal-tenure')
  await page.locator('tbody tr:not(.detail)').first().locator('a[href^="/console/journal/"]').click()
  await page.waitForURL(/journal\/\d+/)
  await settle(page)
  await ending(auditor, 'journal-entry')
  const imported = await first('the contracts of the clerk', 'account=clerk&entity=obligation', 'clerk')
  if (imported) check('auditor: a contract shows what came in', (await imported.locator('ins').count()) > 3, await text(imported))
  const granted = await first('the roles that were granted', 'account=secadmin&entity=account', 'secadmin')
  if (granted) check('auditor: a grant shows before and after', /R8|R6|R2/.test(await text(granted)), await text(granted))
  await inspect(auditor, 'journal-grants')
  await first('the accounts that were made', 'account=sysadmin&entity=account', 'sysadmin')
  await first('the officials that were entered', 'account=organisation&entity=official', 'organisation')
  await open(auditor, '/obligations')
  check('auditor: sees the journal, not the duties', (await page.locator('main [role=alert] code').first().innerText()) === 'access.denied')
}

let browser
/** One part of the journey; what breaks is pictured and the next part tried. */
async function part(who, name, walk) {
  try {
    return await walk(who)
  } catch (error) {
    if (process.env.SHOTS && who) await who.page.screenshot({ path: `${process.env.SHOTS}/failed-${name}.png` }).catch(() => null)
    check(name, false, `${error.message.split('\n').slice(0, 4).join(' ')} at ${who?.page.url()} ${who?.faults.splice(0).join(' · ')} ${error.stack.split('\n').filter((line) => line.includes('journey')).slice(0, 2).join(' ')}`)
    throw error
  }
}
try {
  install()
  await serve({ after: (f) => undo.push(f) }, ['--data', data], port)
  browser = await launch()
  const come = (username) => part(null, `${username} arrives`, () => arrive(browser, username, passwords.get(username)))
  const sysadmin = await come('sysadmin')
  const made = await part(sysadmin, 'accounts', accounts)
  const secadmin = await come('secadmin')
  await part(secadmin, 'grants', (who) => grants(who, made))
  const organisation = await come('organisation')
  await part(organisation, 'officials', officials)
  const clerk = await come('clerk')
  await part(clerk, 'posts', posts)
  await part(clerk, 'first tenure', (who) => seat(who, OFFICIALS[0], '2020-07-01'))
  await part(clerk, 'contracts', contractsIn)
  const handover = await part(clerk, 'change of office', changeOfOffice)
  const head = await come('head')
  await part(head, 'signature', (who) => signature(who, handover))
  const auditor = await come('auditadmin')
  await part(auditor, 'journal', journal)
} catch (error) {
  check('the journey', false, error.stack.split('\n').slice(0, 3).join(' '))
} finally {
  await browser?.close()
  for (const f of undo) await f()
  rmSync(work, { recursive: true, force: true })
}
const { passed, failed } = result()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
