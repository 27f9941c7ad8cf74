// SPDX-License-Identifier: Apache-2.0
/**
 * The data pages of the console in a real browser, in both languages and sizes: bodies, posts and hand-over, files of officials,
 * objections to them, duties, statements, import without a manual, exports, journal, law pack. It starts the made-up staff API itself (e2e/mock),
 * so `npm run build` is all it needs. SHOTS names a folder for pictures. Last line: `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const PORT = process.env.PORT ?? '4183'
process.env.BASE_URL = `http://127.0.0.1:${PORT}`
const { BASE, check, inspect, launch, reader, result, settle } = await import('./harness.mjs')
const PASSWORD = 'Correct-horse-9'
/** Sensitive acts ask for the password again after this many seconds, so that a short walk meets the question. */
const PROOF_SECONDS = 2
const OWN_TEXTS = /\b(act|fault|subject|post|handover|official|objection|duty|statement|importer|exporter|exchange_kind|journal|journal_verb|journal_entity|pack|attachment|reason)\.[a-z_]+\b/g

/** A fresh server for each reader: what one wrote does not meet the next. */
async function startMock() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./mock/server.mjs', import.meta.url))], {
    env: { ...process.env, PORT, PROOF_SECONDS: String(PROOF_SECONDS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}
const dialog = (page) => page.locator('dialog[open]').last()
async function enter(who, username, path) {
  const { page } = who
  await who.context.clearCookies()
  await page.goto(`${BASE}/console${path}?lang=${who.language}`)
  await page.locator('#login-username').fill(username)
  await page.locator('#login-password').fill(PASSWORD)
  await page.locator('#login-password').press('Enter')
  await page.locator('.console-bar').waitFor()
  await settle(page)
}
async function open(who, path) {
  await who.page.goto(`${BASE}/console${path}`)
  await settle(who.page)
}
/** The checks of every page, and that each text of these pages has its words. */
async function look(who, name) {
  await who.page.evaluate(() => scrollTo(0, 0)) // a picture of a scrolled page leaves a phone's touch points astray
  await inspect(who, name)
  const bare = await who.page.evaluate(() => {
    const copy = document.body.cloneNode(true)
    copy.querySelectorAll('code, pre, .mono, script, style').forEach((one) => one.remove())
    return copy.textContent
  })
  const found = bare.match(OWN_TEXTS) ?? []
  check(`${who.at} ${name}: no key in place of a text`, found.length === 0, found.slice(0, 5).join(' '))
}
const fill = (page, values) => Object.entries(values).reduce((before, [selector, value]) => before.then(() => page.locator(selector).fill(value)), Promise.resolve())
async function pickBody(who, field, name) {
  const { page } = who
  await page.locator(`#${field}`).click()
  await dialog(page).locator('input[type=search]').fill(name)
  await dialog(page).locator('[role=treeitem]', { hasText: name }).first().click()
  await dialog(page).locator('footer .primary').click()
}
const showFilters = async (who) => who.width < 600 && (await who.page.locator('main .query .fold').first().click())

async function bodies(who) {
  const { page, at } = who
  await enter(who, 'office', '/bodies')
  await look(who, 'bodies')
  if (who.width < 600) await page.locator('.tree .fold').click()
  await page.locator('[role=treeitem]').first().focus()
  for (const key of ['End', 'ArrowRight']) await page.keyboard.press(key)
  await page.locator('[role=treeitem][aria-level="2"]').nth(150).waitFor()
  check(`${at}: a branch of 3,000 opens by key, in pages`, (await page.locator('[role=treeitem][aria-level="2"]').count()) === 200)
  await page.locator('.picker input[type=search]').fill('水利')
  await page.locator('[role=treeitem]', { hasText: '市水利局' }).waitFor()
  check(`${at}: the tree finds a body and its path`, (await page.locator('[role=treeitem] .path').count()) > 0)
  await page.locator('.picker input[type=search]').fill('')
  await page.locator('[role=treeitem][aria-level="1"]').nth(1).click()
  await page.waitForURL(/parent=G1/)
  await settle(page)
  check(`${at}: a branch narrows the list`, (await page.locator('.pager p').innerText()).includes('10'), await page.locator('.pager p').innerText())
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/bodies\/B\d+/)
  await look(who, 'body')
  for (const tab of ['posts', 'tenures', 'duties']) {
    await page.locator(`#body-${tab}`).click()
    await settle(page)
    check(`${at}: ${tab} of the body are listed`, (await page.locator('[role=tabpanel] tbody tr, [role=tabpanel] .state').count()) > 0)
  }
  await look(who, 'body-duties')
  await open(who, '/bodies/new')
  await page.locator('form .primary').click()
  check(`${at}: what is missing is said at the field, which has the focus`, await page.locator('#body-code').evaluate((one) => one === document.activeElement && one.getAttribute('aria-invalid') === 'true'))
  await page.locator('#body-code').fill('91350100M000100Y44')
  await page.locator('form .primary').click()
  check(`${at}: a wrong credit code is found before sending`, await page.locator('#body-code-error').isVisible())
  await look(who, 'body-form')
  await page.locator('#body-scheme').selectOption('none')
  await fill(page, { '#body-code': `X-${who.width}`, '#body-name': '示范新设局', '#body-division_code': '990101', '#body-valid_from': '2026-01-01' })
  await page.locator('form .primary').click()
  await page.waitForURL(/bodies\/B-N/)
  await settle(page)
  check(`${at}: the new body is shown`, (await page.locator('h1').innerText()).includes('示范新设局'))
}

async function changes(who) {
  const { page } = who
  await enter(who, 'office', '/bodies/B103/edit')
  await page.locator('#body-what').selectOption('place')
  await look(who, 'body-change')
}

async function posts(who) {
  const { page, at } = who
  await enter(who, 'office', '/posts')
  await look(who, 'posts')
  await page.locator('#posts-tenures').click()
  await page.waitForURL(/part=tenures/)
  await look(who, 'tenures')
  await page.locator('#posts-posts').click()
  await settle(page)
  await page.locator('tbody tr').nth(14).locator('button').last().click()
  await fill(page, { '#tenure-q': 'GB-000001' })
  await page.locator('#tenure-q').press('Enter')
  await dialog(page).locator('input[type=radio]').first().check()
  await fill(page, { '#tenure-from_on': '2026-11-01', '#tenure-basis': '示政任〔2026〕30号' })
  await look(who, 'tenure-dialog')
  await dialog(page).locator('footer .primary').click()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })

  await open(who, '/handovers')
  await look(who, 'handovers')
  await open(who, '/handovers/new')
  await pickBody(who, 'handover-body', '市财政局')
  await page.locator('.choices input').first().waitFor()
  await page.locator('form .primary').click()
  check(`${at}: the wizard wants a post first`, await page.locator('[role=alert]').isVisible())
  await page.locator('.choices input').nth(2).check()
  await page.locator('form .primary').click()
  await page.locator('#handover-day').fill('2026-12-01')
  await page.locator('form .primary').click()
  await look(who, 'handover-basis')
  await page.locator('#handover-basis').fill('示政任〔2026〕31号')
  await page.locator('form .primary').click()
  await page.waitForURL(/handovers\/HO-N/)
  await settle(page)
  check(`${at}: the list holds the open duties of the post`, (await page.locator('main tbody tr').count()) > 0)
  await look(who, 'handover')
  await page.emulateMedia({ media: 'print' })
  check(`${at}: on paper there are lines to sign and no buttons`, (await page.locator('.signatures').isVisible()) && !(await page.locator('.page-top .actions').isVisible()))
  await page.emulateMedia({ media: 'screen' })
  const place = new URL(page.url()).pathname.replace('/console', '')
  await enter(who, 'head', place)
  await page.locator('.page-top .primary').click()
  await page.locator('#handover-signed_on').fill('2026-12-02')
  await look(who, 'handover-sign')
  await dialog(page).locator('footer .primary').click()
  await page.locator('[data-fact=signed_on]').waitFor()
  check(`${at}: a signed list cannot be signed again`, (await page.locator('.page-top .primary').count()) === 0)
}

async function officials(who) {
  const { page, at } = who
  await enter(who, 'organisation', '/officials')
  await look(who, 'officials')
  await showFilters(who)
  await page.locator('main input[type=search]').fill('GB-000002')
  await page.locator('main input[type=search]').press('Enter')
  await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1)
  check(`${at}: what is searched for stays out of the address`, !page.url().includes('GB-000002'), page.url())
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/officials\/OF/)
  await look(who, 'official-reason')
  check(`${at}: a file does not open without a reason`, await page.locator('form .primary').isDisabled())
  await page.locator('form [role=group] .button').first().click()
  await page.locator('form .primary').click()
  await page.locator('[data-fact=name]').waitFor()
  await look(who, 'official')
  await page.waitForTimeout(1000 * PROOF_SECONDS) // the last proof of identity is then too old
  await page.locator('.page-top .button').first().click()
  await page.locator('#unmask-reason').fill('干部考察任免')
  await look(who, 'official-unmask')
  await dialog(page).locator('footer .primary').click()
  await page.locator('#prove-password, dialog[open] input[type=password]').first().waitFor()
  await page.locator('dialog[open] input[type=password]').first().fill(PASSWORD)
  await page.locator('dialog[open] input[type=password]').first().press('Enter')
  await page.waitForFunction(() => document.querySelector('[data-fact=name]')?.textContent?.includes('张示范'))
  check(`${at}: opened after password and reason`, (await page.locator('[data-fact=name]').innerText()).includes('张示范'))
  await page.locator('#official-records').click()
  check(`${at}: the file shows its records and what is objected to`, (await page.locator('[role=tabpanel] li').count()) === 3 && (await page.locator('[role=tabpanel] a[href*="/file-objections/OJ-"]').count()) === 1, `${await page.locator('[role=tabpanel] li').count()}`)
  await look(who, 'official-records')
  await page.locator('#official-reads').click()
  await page.locator('[role=tabpanel] tbody tr').first().waitFor()
  await look(who, 'official-reads')
  await open(who, '/officials/new')
  await look(who, 'official-form')
}

async function objections(who) {
  const { page, at } = who
  await enter(who, 'organisation', '/todos')
  await look(who, 'todos-objections')
  const first = page.locator('tbody a[href*="/file-objections/"]').first()
  check(`${at}: a matter without a name is called by its kind`, !(await first.innerText()).includes('OJ-'), await first.innerText())
  await first.click()
  await page.waitForURL(/file-objections\/OJ-/)
  await look(who, 'objection')
  check(`${at}: it shows the limit and its light`, (await page.locator('[data-fact=due_on]').count()) === 1 && (await page.locator('.page-top .light').count()) === 1)
  await open(who, '/file-objections')
  await page.locator('tbody .light').nth(3).waitFor()
  await look(who, 'objections')
  await page.locator('#objections-open').focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(/state=answered/)
  await settle(page)
  check(`${at}: those answered are a part of their own, in pages`, (await page.locator('.pager p').innerText()).includes('23') && (await page.locator('tbody .light').count()) === 0, await page.locator('.pager p').innerText())
  await look(who, 'objections-answered')
  await page.keyboard.press('ArrowLeft')
  await page.waitForURL((url) => url.search === '')
  await settle(page)
  await page.locator('tbody tr', { hasText: 'GB-000004' }).locator('.acts a').click()
  await page.waitForURL(/file-objections\/OJ-1$/)
  await settle(page)
  await page.locator('form .primary').click()
  check(`${at}: an empty answer is refused at its field, which has the focus`, await page.locator('#objection-answer').evaluate((one) => one === document.activeElement && one.getAttribute('aria-invalid') === 'true'))
  await page.locator('#objection-answer').fill('已与本人电话 13800001234 核对')
  await page.locator('form .primary').click()
  await page.locator('form [role=alert]').waitFor()
  check(`${at}: a number in the answer is refused, and what was typed stays`, (await page.locator('form [role=alert] code').first().innerText()) === 'file_objection.text_personal' && (await page.locator('#objection-answer').inputValue()).includes('138'))
  await look(who, 'objection-refused')
  await page.locator('.console-tabs li.current button').click()
  await dialog(page).waitFor()
  check(`${at}: an answer not sent does not close unasked`, (await page.locator('.console-tabs .dirty').count()) === 1)
  await page.keyboard.press('Escape')
  await page.locator('#objection-answer').fill('经查示监复〔2026〕2号复查决定书，原处分已撤销，记录已撤回。')
  await page.locator('form .primary').click()
  await page.locator('[data-fact=answered_by]').waitFor()
  check(`${at}: the answer stands, without a form`, (await page.locator('[data-fact=answered_by]').innerText()).includes('organisation') && (await page.locator('main form').count()) === 0)
  check(`${at}: nothing is unsaved then`, (await page.locator('.console-tabs .dirty').count()) === 0)
  await look(who, 'objection-answered')
  await open(who, '/file-objections')
  check(`${at}: it is gone from those open`, (await page.locator('tbody tr').count()) === 3, `${await page.locator('tbody tr').count()}`)
  await open(who, '/file-objections/NO-SUCH')
  check(`${at}: an unknown objection is told as such`, (await page.locator('[role=alert] code').first().innerText()) === 'file_objection.unknown')
  await look(who, 'objection-unknown')
  const lists = (url) => url.pathname.endsWith('/file-objections') && url.pathname.startsWith('/api/')
  await page.route(lists, (route) => route.fulfill({ json: { items: [], total: 0 } }))
  await open(who, '/file-objections')
  await look(who, 'objections-empty')
  await page.unroute(lists)
  await page.route(lists, (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', json: { reason: 'access.denied', title: who.language === 'en' ? 'Not permitted' : '您没有办理此事的权限', status: 403, trace: '7f3a9c21' } }))
  await open(who, '/file-objections')
  check(`${at}: a list that cannot be read says why`, (await page.locator('main [role=alert] code').first().innerText()) === 'access.denied')
  await look(who, 'objections-refused')
  await page.unroute(lists)
  await enter(who, 'office', '/')
  check(`${at}: who may not answer has no such menu entry`, (await page.locator('.console-menu a[href="/console/officials"]').count()) === (who.width < 600 ? 0 : 1) && (await page.locator('a[href="/console/file-objections"]').count()) === 0)
}

async function duties(who) {
  const { page, at } = who
  await enter(who, 'clerk', '/obligations')
  await look(who, 'obligations')
  await page.locator('.outcomes button').nth(2).click()
  await page.waitForURL(/outcome=overdue/)
  await settle(page)
  check(`${at}: a tab shows one outcome only`, (await page.locator('tbody .light.overdue').count()) > 0 && (await page.locator('tbody .light:not(.overdue)').count()) === 0)
  check(`${at}: amounts are summed`, /\d/.test(await page.locator('tfoot').innerText()))
  for (const row of [0, 1, 2, 3]) await page.locator('tbody input[type=checkbox]').nth(row).check()
  await page.locator('.picked .batch .button').nth(1).click()
  await page.locator('#batch-done_on').fill('2026-11-20')
  await look(who, 'batch')
  await dialog(page).locator('footer .primary').click()
  await dialog(page).locator('.rows li').first().waitFor()
  check(`${at}: a batch tells the result of each`, (await dialog(page).locator('.rows li').count()) === 4 && (await dialog(page).locator('.rows .bad').count()) === 1)
  await look(who, 'batch-result')
  await dialog(page).locator('footer .button').click()

  await open(who, '/obligations/OB-7')
  await look(who, 'obligation')
  for (const tab of ['milestones', 'payments', 'evidence', 'changes', 'links']) {
    await page.locator(`#duty-${tab}`).click()
    await look(who, `obligation-${tab}`)
  }
  await page.locator('#duty-evidence').click()
  await page.locator('input[type=file]').setInputFiles({ name: '付款凭证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 made up') })
  await page.locator('.files li', { hasText: '付款凭证.pdf' }).waitFor()
  await page.locator('input[type=file]').setInputFiles({ name: 'bad.pdf', mimeType: 'application/pdf', buffer: Buffer.from('EICAR') })
  await page.locator('[role=alert] code').first().waitFor()
  check(`${at}: a refused file says why`, (await page.locator('[role=alert] code').first().innerText()) === 'attachment.infected')
  await page.locator('.files li', { hasText: '付款凭证.pdf' }).locator('button').click()
  await page.locator('#withdraw-reason').fill('传错了')
  await dialog(page).locator('footer .primary').click()
  await page.locator('.files .gone', { hasText: '付款凭证.pdf' }).waitFor()
  check(`${at}: a withdrawn file stays in the list without a link`, (await page.locator('.files .gone a').count()) === 0)
  await page.locator('#duty-milestones').click()
  await page.locator('[role=tabpanel] tbody button').first().click()
  await fill(page, { '#part-done_on': '2026-11-20' })
  await look(who, 'milestone-done')
  await dialog(page).locator('footer .primary').click()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })

  await open(who, '/obligations/OB-7/edit')
  await page.locator('#duty-note').fill('已归档')
  await look(who, 'obligation-edit')
  await page.locator('form .primary').click()
  await page.waitForURL(/obligations\/OB-7$/)
  await open(who, '/obligations/new')
  await page.locator('form .primary').click()
  check(`${at}: the first wrong field has the focus`, await page.locator('#duty-title').evaluate((one) => one === document.activeElement))
  await fill(page, { '#duty-title': '换届不履行的承诺', '#duty-made_on': '2026-11-01', '#duty-due_on': '2027-06-30', '#duty-amount': '1,234.5', '#duty-source_title': '示范合同' })
  await page.locator('#duty-kind').selectOption('contract')
  check(`${at}: the amount is shown as it will be registered`, (await page.locator('#duty-amount-hint').innerText()).includes('1,234.50'))
  await look(who, 'obligation-form')
  await page.locator('form .primary').click()
  await page.locator('#duty-title-error').waitFor()
  check(`${at}: the server's refusal stands at its field`, (await page.locator('#duty-title').getAttribute('aria-invalid')) === 'true')
  await page.locator('#duty-title').fill(`堤防加固合同 ${who.width}`)
  await page.locator('form .row .button').nth(1).click()
  await page.locator('form [role=status]', { hasText: /20/ }).last().waitFor()
  await page.waitForTimeout(1200) // settings are saved a moment later
  page.once('dialog', (asked) => asked.accept())
  await page.reload()
  await settle(page)
  await page.locator('.notice .button').first().click()
  check(`${at}: a draft survives the end of the page`, (await page.locator('#duty-title').inputValue()).startsWith('堤防加固合同'))
  await page.locator('form .primary').click()
  await page.waitForURL(/obligations\/OB-N/)
  await settle(page)
  check(`${at}: the registered duty is shown`, (await page.locator('h1').innerText()).includes('堤防加固合同'))
  // A body's clerk keeps its duties but does not change their terms.
  check(`${at}: the clerk of a body is offered no lawful change`, (await page.locator('a[href$="/change"]').count()) === 0)
  await enter(who, 'office', new URL(page.url()).pathname.replace('/console', ''))
  await page.locator('.page-top .actions a[href$="/change"]').click()
  await page.waitForURL(/change$/)
  await page.locator('form .primary').click()
  check(`${at}: a change wants all that the law wants`, (await page.locator('form .wrong').count()) >= 6, `${await page.locator('form .wrong').count()}`)
  await look(who, 'change-form')
  await page.locator('#change-reason_type').selectOption('public_interest')
  await fill(page, { '#change-new_due_on': '2027-12-31', '#change-reason': '防汛需要', '#change-collective_decision_on': '2026-11-02', '#change-decided_on': '2026-11-03', '#change-approval_doc_no': '示政函〔2026〕9号', '#change-compensation': '0' })
  await page.locator('form .primary').click()
  check(`${at}: zero compensation wants a reason`, await page.locator('#change-compensation_reason-error').isVisible())
  await page.locator('#change-compensation_reason').fill('对方书面放弃')
  await page.locator('form .primary').click()
  await page.waitForURL(/part=changes/)
  await page.locator('article').first().waitFor()
  check(`${at}: the change is in the file`, (await page.locator('article').innerText()).includes('防汛需要'))
}

async function statements(who) {
  const { page, at } = who
  await enter(who, 'office', '/statements')
  await look(who, 'statements-choose')
  await page.locator('.picker input[type=search]').fill('财政')
  await page.locator('[role=treeitem]', { hasText: '市财政局' }).click()
  await page.waitForURL(/body=B/)
  await settle(page)
  check(`${at}: each leaf has its state`, (await page.locator('tbody tr').count()) === 12)
  await look(who, 'statements')
  await page.locator('tbody a[href*="/statements/new"]').first().click()
  await page.waitForURL(/statements\/new/)
  await settle(page)
  await page.locator('form .primary').click()
  check(`${at}: figures and evidence are asked for`, (await page.locator('form .wrong, form .error').count()) > 0)
  await look(who, 'statement-form')
  for (const input of await page.locator('input[inputmode=numeric]').all()) await input.fill('48')
  for (const input of await page.locator('fieldset.flag input').all()) await input.check()
  await page.locator('.evidence > .button').click()
  await page.locator('#statement-evidence-title-0').fill('台账')
  await page.locator('form .primary').click()
  await page.waitForURL(/statements\/ST-N/)
  await look(who, 'statement')
  await enter(who, 'head', '/statement-checks')
  await look(who, 'checks')
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/statements\/ST/)
  await settle(page)
  await page.locator('.card .row .button').last().click()
  check(`${at}: a return wants an opinion`, await page.locator('#check-opinion-error').isVisible())
  await look(who, 'statement-check')
  await page.locator('.card .row .button.primary').last().click()
  await page.locator('[data-fact=checked_by]').waitFor()
  check(`${at}: checked by the second person`, (await page.locator('[data-fact=checked_by]').innerText()).includes('head'))
}

async function importing(who) {
  const { page, at } = who
  await enter(who, 'clerk', '/import')
  await look(who, 'import-kind')
  await page.locator('[data-kind=contracts]').click()
  await look(who, 'import-file')
  const [template] = await Promise.all([page.waitForEvent('download'), page.locator('.guide a').first().click()])
  check(`${at}: the template comes with its name`, template.suggestedFilename() === 'contracts.xlsx', template.suggestedFilename())
  await page.locator('input[type=file]').setInputFiles({ name: '台账.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') })
  check(`${at}: a wrong kind of file is refused before it is sent`, await page.locator('.drop .error').isVisible())
  await page.locator('input[type=file]').setInputFiles({ name: '合同台账.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('200 rows with faults') })
  await page.locator('[data-count=rejected].some').waitFor()
  check(`${at}: the preview counts`, (await page.locator('[data-count=added] dd').innerText()) === '185' && (await page.locator('[data-count=rejected] dd').innerText()) === '12')
  await look(who, 'import-preview')
  const [errors] = await Promise.all([page.waitForEvent('download'), page.locator('a[href$="/errors"]').click()])
  check(`${at}: the workbook of errors has its Chinese name`, errors.suggestedFilename() === '错误清单.xlsx', errors.suggestedFilename())
  await page.locator('.card .primary').click()
  await page.locator('.steps li').nth(3).and(page.locator('.now')).waitFor()
  await page.locator('[data-count=added]').waitFor()
  await look(who, 'import-result')
  await page.locator('.card .row .button').last().click()
  await dialog(page).locator('footer .primary').click()
  // The result before it is a note too.
  await page.locator('[data-verdict=note]', { hasText: /撤销|undone/ }).waitFor()
  check(`${at}: an import can be undone`, true)
  await open(who, '/imports')
  await look(who, 'imports')
  await open(who, '/imports/IM-1')
  await look(who, 'import')
  await enter(who, 'office', '/exports')
  await look(who, 'exports')
  await page.locator('.page-top .primary').click()
  await page.locator('#export-kind').selectOption('contracts')
  await look(who, 'export-dialog')
  await dialog(page).locator('footer .primary').click()
  const fresh = page.locator('tbody tr', { hasText: '导出-2026-11-28.xlsx' }).first()
  await fresh.locator('a[href$="/file"]').waitFor()
  check(`${at}: an export runs until its file is there`, (await fresh.innerText()).includes('137'))
}

async function auditing(who) {
  const { page, at } = who
  await enter(who, 'auditadmin', '/journal')
  await look(who, 'journal')
  await page.locator('.opener', { hasText: /SF-|合同|付息|承诺/ }).first().click()
  await page.locator('.detail:visible').first().waitFor()
  await look(who, 'journal-open')
  await showFilters(who)
  await page.locator('main input[autocomplete=off]').first().fill('nobody')
  await page.locator('main input[autocomplete=off]').first().press('Enter')
  await page.waitForURL(/account=nobody/)
  await look(who, 'journal-empty')
  await open(who, '/journal')
  await page.locator('tbody a[href*="/journal/"]').last().click()
  await page.waitForURL(/journal\/\d+/)
  await settle(page)
  await page.locator('[data-check=inclusion] .primary').click()
  await page.locator('[data-verdict]').waitFor()
  check(`${at}: the entry is proved in the browser`, (await page.locator('[data-verdict]').getAttribute('data-verdict')) === 'good', await page.locator('[data-verdict]').innerText())
  await look(who, 'journal-entry')
  await enter(who, 'office', '/law')
  await look(who, 'law')
  await page.locator('#pack-roles').click()
  await look(who, 'law-roles')
  await open(who, '/obligations/NO-SUCH')
  check(`${at}: an unknown duty is told as such`, (await page.locator('[role=alert] code').first().innerText()) === 'obligation.unknown')
  await look(who, 'obligation-unknown')
}

const browser = await launch()
try {
  const languages = (process.env.LANGUAGES ?? 'zh-CN,en').split(',')
  const widths = (process.env.WIDTHS ?? '1280,390').split(',').map(Number)
  const walks = [bodies, changes, posts, officials, objections, duties, statements, importing, auditing].filter((walk) => !process.env.WALK || process.env.WALK.split(',').includes(walk.name))
  for (const language of languages) {
    for (const width of widths) {
      const mock = await startMock()
      const who = await reader(browser, language, width)
      who.page.setDefaultTimeout(15_000)
      for (const walk of walks) {
        try {
          await walk(who)
        } catch (error) {
          check(`${who.at}: ${walk.name}`, false, `${error.message.split('\n').slice(0, 12).join(' ')} at ${who.page.url()} ${who.faults.splice(0).join(' · ')}`)
        }
      }
      await who.context.close()
      mock.kill()
    }
  }
} catch (error) {
  check('the run', false, error.stack)
} finally {
  await browser.close()
}
const { passed, failed } = result()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
