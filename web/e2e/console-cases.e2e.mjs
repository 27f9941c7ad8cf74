// SPDX-License-Identifier: Apache-2.0
/**
 * Cases and procedures in a real browser, in both languages and sizes, with the made-up staff API of e2e/mock: list, opening, steps with
 * every type of field, refusals, the clock, the law page. `npm run build` is all it needs. Last line: `N passed, N failed`.
 */
import { check, dialog, enter, fill, look, open, pickBody, settle, showFilters, walkThrough } from './console-walk.mjs'

const rows = (page) => page.locator('main tbody tr')
/** A field by its name in the procedure: its id holds a dot. */
const field = (page, form, name) => page.locator(`[id="${form}-fields.${name}"]`)
const takeStep = async (page) => {
  await page.locator('main form:has(#step-note) .row .button.primary').last().click()
  await dialog(page).locator('footer .primary').click()
}
const stepButton = (page, name) => page.locator('section.acts button', { hasText: name })
const words = (who, zh, en) => (who.language === 'en' ? en : zh)

async function list(who) {
  const { page, at } = who
  await enter(who, 'office', '/cases')
  await rows(page).first().waitFor()
  await look(who, 'cases')
  check(`${at}: what is late says so in words, not by colour alone`, (await rows(page).first().locator('.light').innerText()).trim().length > 0)
  await showFilters(who)
  const [procedure, state] = [page.locator('main .query select').nth(0), page.locator('main .query select').nth(1)]
  check(`${at}: a state wants a procedure first`, await state.isDisabled())
  await procedure.selectOption('complaint')
  await page.waitForFunction(() => !document.querySelectorAll('main .query select')[1].disabled)
  await state.selectOption('verifying')
  await page.locator('main .query button[type=submit]').click()
  await page.waitForURL(/state=verifying/)
  await settle(page)
  check(`${at}: only cases in that state`, (await rows(page).count()) > 0 && (await rows(page).allInnerTexts()).every((text) => text.includes(words(who, '核实中', 'Being verified'))))
  await look(who, 'cases-filtered')
  await page.locator('#cases-closed').click()
  await page.waitForURL(/part=closed/)
  await settle(page)
  await page.locator('#cases-all').click()
  await page.waitForURL(/part=all/)
  await settle(page)
  const filtered = new URL(page.url()).search
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/cases\/CS-/)
  await settle(page)
  await page.locator('.console-tabs a', { hasText: words(who, '案件办理', 'Cases') }).first().click()
  await page.waitForURL(/cases\?/)
  check(`${at}: the list comes back as it was left`, new URL(page.url()).search === filtered, page.url())
  await open(who, '/todos')
  await page.locator('tbody a[href*="/cases/CS-"]').first().click()
  await page.waitForURL(/cases\/CS-/)
  await settle(page)
  check(`${at}: a to-do leads to its case`, (await page.locator('.standing').innerText()).includes('TS-2026-'))
}

async function opening(who) {
  const { page, at } = who
  await enter(who, 'office', '/cases')
  await page.locator('.page-top .new > button').click()
  check(`${at}: the procedures that may be opened are offered`, (await page.locator('#new-case-menu a').count()) >= 2)
  await look(who, 'cases-new-menu')
  await page.locator('#new-case-menu a[href$="/complaint"]').click()
  await page.waitForURL(/cases\/new\/complaint/)
  await settle(page)
  await page.locator('main form .form-actions .primary').click()
  check(`${at}: what is missing is said at the field, which has the focus`, await field(page, 'case', 'title').evaluate((one) => one === document.activeElement && one.getAttribute('aria-invalid') === 'true'))
  await look(who, 'case-new-missing')
  await pickBody(who, 'case-subject', '市财政局')
  await field(page, 'case', 'title').fill('采购合同验收后不付款')
  await field(page, 'case', 'content').fill('合同已于 2026 年 3 月验收，电话 13800001234')
  await field(page, 'case', 'channel').selectOption('letter')
  await page.locator('main form .form-actions .primary').click()
  await page.locator('main form [role=alert] code').first().waitFor()
  check(`${at}: the server's refusal stands at its field, what was typed stays`, (await page.locator('[id="case-fields.content-error"]').isVisible()) && (await field(page, 'case', 'content').inputValue()).includes('验收'))
  await field(page, 'case', 'content').fill('合同已于 2026 年 3 月验收，至今未付款。')
  await page.locator('input[type=file]').setInputFiles({ name: '验收单.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') })
  await look(who, 'case-new')
  await page.locator('main form .form-actions .primary').click()
  await page.waitForURL(/cases\/CS-\d+/)
  await settle(page)
  check(`${at}: the new case has its number`, /TS-2026-\d{4}/.test(await page.locator('.standing').innerText()))
  await page.locator('#case-files').click()
  await page.locator('.files li').first().waitFor()
  check(`${at}: its files went up after it`, (await page.locator('.files').innerText()).includes('验收单.pdf'))
  await look(who, 'case-files')
}

async function steps(who) {
  const { page, at } = who
  await enter(who, 'office', '/cases/CS-1')
  await look(who, 'case')
  await page.locator('#case-steps').click()
  await look(who, 'case-steps')
  await page.locator('#case-clock').click()
  await page.locator('.calendar .due').waitFor()
  check(`${at}: each day passed over has its reason`, (await page.locator('.calendar .skipped').count()) > 0 && (await page.locator('.calendar .skipped').allInnerTexts()).every((text) => text.includes(words(who, '周末', 'weekend'))))
  await look(who, 'case-clock')
  await page.locator('#case-links').click()
  await look(who, 'case-links')

  await open(who, '/cases/CS-5')
  await page.locator('aside .late').first().waitFor()
  check(`${at}: what was late says so in words and by icon`, (await page.locator('aside .late svg').count()) > 0 && (await page.locator('aside .late').first().innerText()).includes(words(who, '逾期', 'Late')))
  await look(who, 'case-late')
  await open(who, '/cases/CS-1')

  // refuse: an opinion and a ground are needed
  await stepButton(page, words(who, '不予受理', 'Refuse')).click()
  await page.locator('main form:has(#step-note) .row .button.primary').last().click()
  check(`${at}: ground and opinion are asked for before anything is sent`, (await page.locator('[id="step-fields.refusal_ground-error"]').isVisible()) && (await page.locator('#step-note-error').isVisible()) && (await page.locator('dialog[open]').count()) === 0)
  await look(who, 'case-step-missing')
  await page.locator('.phrases button').first().click()
  check(`${at}: a phrase goes into the opinion`, (await page.locator('#step-note').inputValue()).length > 2)
  check(`${at}: the tab says that something is not sent`, (await page.locator('.console-tabs .dirty').count()) === 1)

  // somebody else is faster
  const other = await page.evaluate(async () => {
    const me = await (await fetch('/api/v1/me')).json()
    const one = await (await fetch('/api/v1/cases/CS-1')).json()
    const answer = await fetch('/api/v1/cases/CS-1/steps', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf }, body: JSON.stringify({ step: 'accept', version: one.version, note: '先受理' }) })
    return answer.status
  })
  check(`${at}: (another person acts)`, other === 200, String(other))
  await field(page, 'step', 'refusal_ground').check()
  await takeStep(page)
  await page.locator('main p.notice.warn[role=alert]').waitFor()
  await settle(page)
  check(`${at}: the page says that somebody else was faster and shows the new state`, (await page.locator('.standing').innerText()).includes(words(who, '已受理', 'Accepted')))
  await look(who, 'case-overtaken')

  // assign: to the accused body is refused at the field, to another one goes
  await stepButton(page, words(who, '交办', 'Assign')).click()
  const accused = await page.evaluate(async () => (await (await fetch('/api/v1/cases/CS-1')).json()).subject)
  await pickBody(who, 'step-fields\\.handler', accused.title)
  await takeStep(page)
  await page.locator('[id="step-fields.handler-error"]').waitFor()
  await look(who, 'case-guard')
  await pickBody(who, 'step-fields\\.handler', '市教育局')
  await takeStep(page)
  await page.locator('main .notice[role=status]').waitFor()
  check(`${at}: the step is done and stands in the timeline`, (await page.locator('aside .timeline li').first().innerText()).includes(words(who, '交办', 'Assign')))
  check(`${at}: nothing is unsaved then`, (await page.locator('.console-tabs .dirty').count()) === 0)
  await look(who, 'case-done')
  await page.emulateMedia({ media: 'print' })
  check(`${at}: on paper there are no buttons, but who did what`, !(await page.locator('section.acts').isVisible()) && (await page.locator('aside .timeline').isVisible()))
  await page.emulateMedia({ media: 'screen' })
  await open(who, '/cases/NO-SUCH')
  check(`${at}: an unknown case is told as such`, (await page.locator('[role=alert] code').first().innerText()) === 'case.unknown')
  await look(who, 'case-unknown')
}

async function everyField(who) {
  const { page, at } = who
  await enter(who, 'office', '/cases/new/sample')
  await look(who, 'case-new-sample')
  await page.locator('[id="case-fields.ground"]').selectOption('other')
  check(`${at}: a field comes with its condition`, await field(page, 'case', 'other_ground').isVisible())
  await page.locator('[id="case-fields.ground"]').selectOption('paid')
  check(`${at}: and goes with it`, (await field(page, 'case', 'other_ground').count()) === 0)
  await fill(page, { '#case-subject': 'REC-0009', '[id="case-fields.title"]': '对记录的异议', '[id="case-fields.paid_fen"]': '1,234,567.89', '[id="case-fields.paid_on"]': '2026-10-08' })
  await page.locator('main form .form-actions .primary').click()
  check(`${at}: needed files are asked for`, (await page.locator('main form .documents .error').count()) === 1)
  await look(who, 'case-new-sample-filled')
  await page.locator('input[type=file]').setInputFiles({ name: '付款凭证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') })
  await page.locator('main form .form-actions .primary').click()
  await page.waitForURL(/cases\/CS-\d+/)
  await settle(page)
  check(`${at}: yuan became fen and are shown as yuan`, /1,234,567\.89/.test(await page.locator('[data-fact=paid_fen]').innerText()), await page.locator('[data-fact=paid_fen]').innerText())

  await stepButton(page, words(who, '开始核查', 'Begin the check')).click()
  await page.locator('#step-title').waitFor()
  await page.locator('main form:has(#step-note) .row .button.primary').last().click()
  check(`${at}: every needed field of the step is named`, (await page.locator('main form .error').count()) === 4, String(await page.locator('main form .error').count()))
  await fill(page, { '[id="step-fields.check_until"]': '2026-12-20', '[id="step-fields.people"]': '3', '[id="step-fields.visits"]': '城东街道\n项目现场', '[id="step-fields.person"]': 'GB-000001' })
  await field(page, 'step', 'sworn').check()
  await field(page, 'step', 'person').press('Enter')
  await page.locator('main form .found button').first().click()
  await field(page, 'step', 'basis').fill('公开')
  await field(page, 'step', 'basis').press('Enter')
  await page.locator('main form .found button').first().click()
  await page.locator('.line.article select').selectOption('33')
  await page.locator('.line.article .button').first().click()
  await field(page, 'step', 'basis').fill('S-5.6c')
  await field(page, 'step', 'basis').press('Enter')
  check(`${at}: articles are chips`, (await page.locator('main form .chips .tag').count()) === 2)
  await page.locator('.documents input[type=checkbox]').first().check()
  await look(who, 'case-every-field')
  await takeStep(page)
  await page.locator('main .notice[role=status]').waitFor()
  await settle(page)
  check(`${at}: each value is shown as its type asks`, (await page.locator('[data-fact=basis] a').count()) === 2 && (await page.locator('[data-fact=visits] li').count()) === 2 && (await page.locator('[data-fact=files] a').count()) === 1)
  await look(who, 'case-every-value')

  // whoever checked may not decide
  await stepButton(page, words(who, '认定成立', 'Uphold')).click()
  await page.locator('#step-note').fill('属实。')
  await takeStep(page)
  await page.locator('main form [role=alert] code').first().waitFor()
  check(`${at}: a guard's sentence comes with its article`, (await page.locator('main form [role=alert] code').first().innerText()) === 'case.same_person' && (await page.locator('main form a[href*="S-5.6c"]').count()) === 1)
  await look(who, 'case-second-person')
}

async function procedures(who) {
  const { page, at } = who
  await enter(who, 'clerk', '/procedures')
  await page.locator('main table').first().waitFor()
  await look(who, 'procedures')
  check(`${at}: states and steps of the procedure`, (await page.locator('main table').nth(0).locator('tbody tr').count()) >= 3 && (await page.locator('main table').nth(1).locator('tbody tr').count()) >= 2)
  await page.locator('main nav button').last().click()
  await page.waitForURL(/procedure=sample/)
  await settle(page)
  await look(who, 'procedure-sample')
}

await walkThrough([list, opening, steps, everyField, procedures])
