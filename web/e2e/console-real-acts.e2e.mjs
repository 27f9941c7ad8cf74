// SPDX-License-Identifier: Apache-2.0
/** Acts in the console against the real binary: register, change, file, check, import, export, hand over, open a file. DATA as in console-real. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BASE, check, inspect, launch, reader, result, settle } from './harness.mjs'

const lines = readFileSync(join(process.env.DATA ?? '', 'accounts.txt'), 'utf8').trim().split('\n').map((line) => line.trim().split(/\s+/))
const password = Object.fromEntries(lines.map(([, user, word]) => [user, word]))
const mark = `${Date.now()}`.slice(-6)
const dialog = (page) => page.locator('dialog[open]')

async function enter(who, user, path) {
  const { page } = who
  await who.context.clearCookies()
  await page.goto(`${BASE}/console${path}`)
  await page.locator('#login-username').fill(user)
  await page.locator('#login-password').fill(password[user])
  await page.locator('#login-password').press('Enter')
  await page.locator('.console-bar').waitFor()
  await settle(page)
}
async function open(who, path) {
  await who.page.goto(`${BASE}/console${path}`)
  await settle(who.page)
}
async function fill(page, values) {
  for (const [selector, value] of Object.entries(values)) await page.locator(selector).fill(value)
}
const look = (who, name) => inspect(who, `act-${name}`)
async function pickBody(who, field, name) {
  const { page } = who
  await page.locator(`#${field}`).click()
  await dialog(page).locator('input[type=search]').fill(name)
  await dialog(page).locator('[role=treeitem]', { hasText: name }).first().click()
  await dialog(page).locator('footer .primary').click()
}

async function duties(who) {
  const { page, at } = who
  await enter(who, 'r2', '/obligations')
  for (const [index, word] of [[1, 'open'], [2, 'overdue'], [3, 'done'], [4, 'cancelled'], [5, 'void']]) {
    await page.locator('.outcomes button').nth(index).click()
    await page.waitForURL(new RegExp(`outcome=${word}`))
    await settle(page)
  }
  await page.locator('.outcomes button').nth(2).click()
  await page.waitForURL(/outcome=overdue/)
  await settle(page)
  check(`${at}: overdue ones only`, (await page.locator('tbody .light.overdue, tbody .light.broken').count()) === (await page.locator('tbody .light').count()))
  await look(who, 'obligations-overdue')
  await page.locator('thead button').first().click()
  await settle(page)
  await page.locator('main .page-top, main').first().waitFor()
  await page.locator('main').getByRole('button', { name: '导出', exact: true }).first().click()
  await page.locator('.notice[role=status]').waitFor()
  for (const row of [0, 1]) await page.locator('tbody input[type=checkbox]').nth(row).check()
  await page.locator('.picked .batch .button').nth(0).click()
  await fill(page, { '#batch-title': '付款凭证' })
  await look(who, 'batch')
  await dialog(page).locator('footer .primary').click()
  await dialog(page).locator('.rows li').first().waitFor()
  check(`${at}: a batch tells each`, (await dialog(page).locator('.rows .bad').count()) === 0, await dialog(page).innerText())
  await dialog(page).locator('footer .button').click()
  await open(who, '/obligations/new')
  await fill(page, { '#duty-title': `堤防加固合同 ${mark}`, '#duty-made_on': '2026-11-01', '#duty-due_on': '2027-06-30', '#duty-amount': '1,234.5', '#duty-source_title': '示范合同' })
  await page.locator('#duty-kind').selectOption('contract')
  if (await page.locator('#duty-body_id').count()) await pickBody(who, 'duty-body_id', '财政')
  await look(who, 'obligation-form')
  await page.locator('form .primary').click()
  await page.waitForURL(/obligations\/[0-9a-f]{8}-/, { timeout: 15000 })
  await settle(page)
  const place = new URL(page.url()).pathname.replace('/console', '')
  for (const part of ['milestones', 'payments', 'evidence']) {
    await page.locator(`#duty-${part}`).click()
    await settle(page)
    await page.locator('[role=tabpanel] .button', { hasText: /登记|添加|新增|补/ }).first().click()
    if (part === 'milestones') await fill(page, { '#part-title': '第一期', '#part-due_on': '2027-01-31' })
    if (part === 'payments') await fill(page, { '#part-paid_on': '2026-11-20', '#part-amount': '100' })
    if (part === 'evidence') await fill(page, { '#part-title': '验收单' })
    await look(who, `part-${part}`)
    await dialog(page).locator('footer .primary').click()
    await page.locator('dialog[open]').waitFor({ state: 'detached', timeout: 10000 })
  }
  await page.locator('#duty-milestones').click()
  await page.locator('[role=tabpanel] tbody button').first().click()
  await fill(page, { '#part-done_on': '2026-11-20' })
  await dialog(page).locator('footer .primary').click()
  await page.locator('dialog[open]').waitFor({ state: 'detached', timeout: 10000 })
  await page.locator('#duty-evidence').click()
  await settle(page)
  await page.locator('input[type=file]').setInputFiles({ name: '凭证.txt', mimeType: 'text/plain', buffer: Buffer.from('付款凭证') })
  await page.locator('.files li', { hasText: '凭证.txt' }).waitFor({ timeout: 10000 })
  await look(who, 'obligation-evidence')
  await page.locator('.files li', { hasText: '凭证.txt' }).locator('button').click()
  await page.locator('#withdraw-reason').fill('传错了文件')
  await dialog(page).locator('footer .primary').click()
  await page.locator('.files .gone').waitFor({ timeout: 10000 })
  await open(who, `${place}/edit`)
  await page.locator('#duty-note').fill('已归档')
  await page.locator('form .primary').click()
  await page.waitForURL((url) => url.pathname.endsWith(place), { timeout: 10000 })
  await open(who, `${place}/change`)
  await page.locator('#change-reason_type').selectOption('public_interest')
  await fill(page, { '#change-new_due_on': '2027-12-31', '#change-reason': '防汛需要', '#change-collective_decision_on': '2026-11-02', '#change-decided_on': '2026-11-03', '#change-approval_doc_no': '示政函〔2026〕9号', '#change-compensation': '100', '#change-compensation_reason': '工期延长' })
  await look(who, 'change-form')
  await page.locator('form .primary').click()
  await page.waitForURL(/part=changes/, { timeout: 15000 })
  await page.locator('article').first().waitFor()
  await look(who, 'obligation-changes')
}

async function statements(who) {
  const { page, at } = who
  await enter(who, 'r2', '/statements')
  await look(who, 'statements')
  await page.locator('main .row .button').nth(1).click()
  await settle(page)
  const gap = page.locator('tbody a[href*="/statements/new"]').first()
  if (!(await gap.count())) await open(who, '/statements?period=2025&state=missing')
  if (!(await gap.count())) return check(`${at}: no leaf is missing; nothing to file`, true)
  await gap.click()
  await page.waitForURL(/statements\/new/)
  await settle(page)
  for (const input of await page.locator('input[inputmode=numeric]').all()) await input.fill('48')
  for (const input of await page.locator('fieldset.flag input').all()) await input.check()
  if (await page.locator('#statement-value_code').count()) await page.locator('#statement-value_code').selectOption({ index: 1 }).catch(() => page.locator('#statement-value_code').fill('A'))
  await page.locator('.evidence > .button').click()
  await page.locator('#statement-evidence-title-0').fill('台账')
  await look(who, 'statement-form')
  await page.locator('form .primary').click()
  await page.waitForURL(/statements\/[0-9a-f]{8}-/, { timeout: 15000 })
  await look(who, 'statement')
  const place = new URL(page.url()).pathname.replace('/console', '')
  await enter(who, 'r1', '/statement-checks')
  await look(who, 'statement-checks')
  await open(who, place)
  await page.locator('.card .row .button.primary').last().click()
  await page.locator('[data-fact=checked_by]').waitFor({ timeout: 10000 })
  await look(who, 'statement-checked')
}

async function importing(who) {
  const { page, at } = who
  await enter(who, 'r2', '/import')
  const header = await page.evaluate(async () => (await fetch('/api/v1/imports/templates/contracts?format=csv')).text())
  await page.locator('[data-kind=contracts]').click()
  await look(who, 'import-file')
  const [template] = await Promise.all([page.waitForEvent('download'), page.locator('.guide a').first().click()])
  check(`${at}: the template`, /xlsx$/.test(template.suggestedFilename()), template.suggestedFilename())
  const first = header.replace(/^\ufeff/, '').split(/\r?\n/)[0]
  const names = first.split(',')
  const row = (cells) => names.map((name) => Object.entries(cells).find(([key]) => name.replace(/[*＊]/g, '').startsWith(key))?.[1] ?? '').join(',')
  const good = { 领域: '政府采购', 乙方名称: '示范科技有限公司', 乙方类型: '民营企业', 甲方单位: '示范市财政局', 合同编号: `C-${mark}-1`, 编号: `C-${mark}-1`, 责任单位: '990101-D01', 单位: '990101-D01', 合同名称: '示范绿化合同', 名称: '示范绿化合同', 签订日期: '2026-11-01', 成立日期: '2026-11-01', 到期日: '2027-05-01', 履行期限: '2027-05-01', 金额: '12000', 合同金额: '12000' }
  const text = [first, row(good), row({ ...good, 合同编号: `C-${mark}-2`, 编号: `C-${mark}-2`, 甲方单位: 'NO-SUCH', 责任单位: 'NO-SUCH', 单位: 'NO-SUCH', 到期日: '二月三十', 履行期限: '二月三十' })].join('\r\n')
  await page.locator('input[type=file]').setInputFiles({ name: '合同台账.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.locator('[data-count=rejected].some').waitFor({ timeout: 15000 })
  await look(who, 'import-preview')
  const [errors] = await Promise.all([page.waitForEvent('download'), page.locator('a[href$="/errors"]').click()])
  check(`${at}: errors workbook`, /xlsx$/.test(errors.suggestedFilename()), errors.suggestedFilename())
  await page.locator('.card .primary').click()
  await page.locator('.steps li').nth(3).and(page.locator('.now')).waitFor({ timeout: 15000 })
  await page.locator('[data-count=added]').waitFor({ timeout: 15000 })
  await look(who, 'import-result')
  await page.locator('.card .row .button').last().click()
  await dialog(page).locator('footer .primary').click()
  await page.locator('[data-verdict=note]').waitFor({ timeout: 15000 })
  await open(who, '/imports')
  await look(who, 'imports')
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/imports\/.+/)
  await look(who, 'import')
  await open(who, '/exports')
  await page.locator('.page-top .primary').click()
  await page.locator('#export-kind').selectOption('obligations')
  await fill(page, { '#export-from': '2026-01-01', '#export-to': '2026-12-31' })
  await look(who, 'export-dialog')
  await dialog(page).locator('footer .primary').click()
  await page.locator('dialog[open]').waitFor({ state: 'detached', timeout: 10000 })
  await page.locator('tbody a[href$="/file"]').first().waitFor({ timeout: 30000 })
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('tbody a[href$="/file"]').first().click()])
  check(`${at}: exported`, /xlsx$/.test(file.suggestedFilename()), file.suggestedFilename())
  await look(who, 'exports')
}

async function subjects(who) {
  const { page } = who
  await enter(who, 'r2', '/bodies/new')
  await page.locator('#body-scheme').selectOption('none')
  await fill(page, { '#body-code': `990101-X${mark}`, '#body-name': `示范新设局${mark}`, '#body-division_code': '990101', '#body-valid_from': '2026-01-01' })
  await look(who, 'body-form')
  await page.locator('form .primary').click()
  await page.waitForURL(/bodies\/[0-9a-f]{8}-/, { timeout: 10000 })
  await look(who, 'body')
  for (const part of ['posts', 'tenures', 'duties']) {
    await page.locator(`#body-${part}`).click()
    await settle(page)
  }
  await open(who, '/bodies')
  await page.locator('.picker input[type=search]').fill('财政')
  await page.locator('[role=treeitem]', { hasText: '财政' }).first().click()
  await settle(page)
  await open(who, '/posts?part=tenures')
  await look(who, 'tenures')
  await open(who, '/handovers/new')
  await pickBody(who, 'handover-body', '住房')
  await page.locator('.choices input').first().check()
  await page.locator('form .primary').click()
  await page.locator('#handover-day').fill('2026-11-28')
  await page.locator('form .primary').click()
  await look(who, 'handover-basis')
  await page.locator('#handover-basis').fill('示政任〔2026〕31号')
  await page.locator('form .primary').click()
  // A post whose holder stays has nothing to hand over: the refusal is then the answer.
  await Promise.race([page.waitForURL(/handovers\/[0-9a-f]{8}-/), page.locator('[role=alert] code').first().waitFor()])
  await look(who, 'handover')
}

async function people(who) {
  const { page, at } = who
  await enter(who, 'r8', '/officials')
  await page.locator('main input[type=search]').fill('990101-R0020')
  await page.locator('main input[type=search]').press('Enter')
  await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1)
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/officials\/.+/)
  await settle(page)
  await page.locator('form [role=group] .button').first().click()
  await page.locator('form .primary').click()
  await page.locator('[data-fact=name]').waitFor()
  await look(who, 'official')
  for (const part of ['tenures', 'reads']) {
    await page.locator(`#official-${part}`).click()
    await settle(page)
    await look(who, `official-${part}`)
  }
  await page.locator('#official-facts').click()
  await page.locator('.page-top .button').first().click()
  await page.locator('#unmask-reason').fill('干部考察任免')
  await look(who, 'official-unmask')
  await dialog(page).locator('footer .primary').click()
  const asked = page.locator('dialog[open] input[type=password]').first()
  if (await asked.waitFor({ timeout: 1500 }).then(() => true, () => false)) {
    await asked.fill(password.r8)
    await asked.press('Enter')
  }
  await page.waitForFunction(() => document.querySelector('[data-fact=name]')?.textContent?.includes('示范人员'), undefined, { timeout: 10000 })
  await page.locator('.page-top a[href$="/edit"]').click()
  await settle(page)
  await look(who, 'official-edit')
  await enter(who, 'self', '/own-file')
  await look(who, 'own-file')
  await page.locator('#own-facts ~ button').click()
  await dialog(page).locator('textarea').fill('任职起始日期有误，请核实')
  await look(who, 'objection')
  await dialog(page).locator('footer .primary').click()
  await page.locator('dialog[open]').waitFor({ state: 'detached', timeout: 10000 })
  await look(who, 'own-file-objected')
}

async function office(who) {
  const { page, at } = who
  await enter(who, 'r1', '/todos')
  for (const tab of ['done', 'mine', 'cc', 'overdue']) {
    await open(who, `/todos?tab=${tab}`)
    await look(who, `todos-${tab}`)
  }
  await open(who, '/todos')
  await page.locator('tbody input[type=checkbox]').first().check().catch(() => undefined)
  await look(who, 'todos-ticked')
  await open(who, '/notices')
  await look(who, 'notices')
  await open(who, '/journal?entity=obligation&action=add&from=2026-01-01')
  await page.locator('.opener').first().click()
  await look(who, 'journal-open')
  await page.getByRole('button', { name: '导出日志' }).click()
  await page.locator('.notice[role=status]').waitFor({ timeout: 10000 })
  await open(who, '/journal')
  await page.locator('tbody a[href*="/journal/"]').last().click()
  await page.waitForURL(/journal\/\d+/)
  await settle(page)
  await page.locator('[data-check=inclusion] .primary').click()
  await page.locator('[data-verdict]').waitFor({ timeout: 20000 })
  await look(who, 'journal-entry')
  await open(who, '/law')
  for (const part of ['schemes', 'roles', 'warnings', 'records', 'measures', 'imports', 'calendars']) {
    await page.locator(`#pack-${part}`).click()
    await look(who, `law-${part}`)
  }
}

async function accounts(who) {
  const { page, at } = who
  await enter(who, 'sysadmin', '/accounts/new')
  await fill(page, { '#account-username': `new${mark}`, '#account-name': '新同事' })
  await pickBody(who, 'account-body_id', '财政')
  await page.locator('main form .primary').click()
  const asked = async (user) => {
    const field = page.locator('#prove-password')
    if (await field.waitFor({ timeout: 1500 }).then(() => true, () => false)) {
      await field.fill(password[user])
      await field.press('Enter')
    }
  }
  await asked('sysadmin')
  await page.locator('.secret').waitFor({ timeout: 10000 })
  await look(who, 'account-made')
  await page.locator('main .primary').click()
  await page.waitForURL(/accounts\/[0-9a-f]{8}-/)
  await look(who, 'account')
  const account = new URL(page.url()).pathname.slice('/console'.length)
  await enter(who, 'secadmin', account)
  await page.locator('[aria-labelledby=account-grants] .card-head .button').click()
  await page.locator('#grant-role').selectOption('R5')
  await page.locator('#grant-body').click()
  await dialog(page).last().locator('input[type=search]').fill('财政')
  await dialog(page).last().locator('[role=treeitem]', { hasText: '财政' }).first().click()
  await dialog(page).last().locator('footer .primary').click()
  await page.locator('button[form=grant-add]').click()
  await page.locator('[aria-labelledby=account-grants] .primary').click()
  await dialog(page).locator('.primary').click()
  await asked('secadmin')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'), undefined, { timeout: 10000 })
  await settle(page)
  await look(who, 'account-granted')
  check(`${at}: granted`, (await page.locator('[aria-labelledby=account-grants] li').count()) === 1)
  await open(who, '/accounts?state=active&role=R5')
  await look(who, 'accounts')
  await open(who, '/tokens')
  await look(who, 'tokens')
}

const walks = [duties, statements, importing, subjects, people, office, accounts].filter((walk) => !process.env.WALK || process.env.WALK.split(',').includes(walk.name))
const browser = await launch()
const width = Number(process.env.WIDTHS ?? 1280)
for (const walk of walks) {
  const who = await reader(browser, 'zh-CN', width)
  who.page.setDefaultTimeout(12_000)
  const refused = []
  who.page.on('response', async (response) => {
    if (response.status() < 400 || !response.url().includes('/api/')) return
    refused.push(`${response.request().method()} ${response.url().slice(BASE.length)} ${response.status()} ${(await response.text().catch(() => '')).slice(0, 400)} <= ${(response.request().postData() ?? '').slice(0, 300)}`)
  })
  try {
    await walk(who)
  } catch (error) {
    check(`${who.at}: ${walk.name}`, false, `${error.message.split('\n').slice(0, 8).join(' ')} at ${who.page.url()}`)
    if (process.env.SHOTS) await who.page.screenshot({ path: join(process.env.SHOTS, `FAIL-${walk.name}.png`) }).catch(() => undefined)
  }
  const real = refused.filter((one) => !/access\.sign_in|session\.reauthenticate|handover\.same_official/.test(one))
  check(`${who.at}: ${walk.name}: nothing refused`, real.length === 0, real.join('\n     '))
  await who.context.close()
  console.log(`done ${walk.name}`)
}
await browser.close()
const { passed, failed } = result()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
