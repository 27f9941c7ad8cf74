// SPDX-License-Identifier: Apache-2.0
/**
 * Complaints in a real browser, in both languages and sizes, with the made-up API of e2e/mock, which asks a proof of work of every
 * request: filed with the keyboard alone, receipt kept nowhere, query, message, rating, certificate; then the handler's side in the
 * console. `npm run build` is all it needs. Last line: `N passed, N failed`.
 */
import { readFileSync } from 'node:fs'
import { check, dialog, enter, fill, look, open, settle, walkThrough } from './console-walk.mjs'

const BASE = process.env.BASE_URL
const COUNTY = '/990101'
const RECEIPT = '7K2QM-9ZD4F-XW3HT-B8R5A'
const PASSPHRASE = 'four unrelated words here'
const words = (who, zh, en) => (who.language === 'en' ? en : zh)
const filed = async (page) => (await (await page.request.get(`${BASE}/api/v1/public/complaints/filed-so-far`)).json()).count
const focused = (page) => page.evaluate(() => `${document.activeElement.id}|${document.activeElement.value ?? ''}|${document.activeElement.textContent.trim()}`)

/** Tab until something is in focus; a page where it cannot be reached ends the walk. */
async function tabTo(page, what) {
  for (let i = 0; i < 80; i += 1) {
    await page.keyboard.press('Tab')
    if (what(await focused(page))) return
  }
  throw new Error(`the keyboard does not reach ${what}`)
}
/** Everything a browser keeps: storage, history state, address, cookies. */
async function kept(who) {
  const { page, context } = who
  const inPage = await page.evaluate(() => JSON.stringify([location.href, history.state, Object.entries(localStorage), Object.entries(sessionStorage), document.title]))
  return inPage + JSON.stringify(await context.cookies())
}

async function byKeyboard(who) {
  const { page, at } = who
  await page.goto(`${BASE}${COUNTY}/complaints/new?lang=${who.language}`)
  await look(who, 'complaint-new')
  const addresses = []
  page.on('request', (request) => addresses.push(request.url()))
  const before = await filed(page)
  await page.locator('main').focus()
  await tabTo(page, (one) => one.startsWith('complaint-identity|'))
  await page.keyboard.press('Space')
  await tabTo(page, (one) => one.startsWith('complaint-body|'))
  await page.keyboard.type('水利')
  await page.locator('[role=option]').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  check(`${at}: a body is chosen with the keyboard`, (await page.locator('p.chosen').innerText()).includes('市水利局'))
  await tabTo(page, (one) => one.startsWith('complaint-title|'))
  await page.keyboard.type('渠道维修款两年未付')
  await tabTo(page, (one) => one.startsWith('complaint-content|'))
  await page.keyboard.type('二〇二四年完工，验收后一直没有付款。')
  await tabTo(page, (one) => one.startsWith('|') && /harm_market|harm_people|^\|\|/.test(one))
  await page.keyboard.press('Space')
  await look(who, 'complaint-typed')
  await tabTo(page, (one) => one.endsWith(words(who, '匿名提交', 'File anonymously')))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter') // pressed twice, filed once
  await page.locator('[data-receipt]').waitFor()
  const receipt = await page.locator('[data-receipt]').innerText()
  check(`${at}: the receipt is told`, /^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/.test(receipt), receipt)
  check(`${at}: pressed twice, filed once`, (await filed(page)) === before + 1, `${before} ${await filed(page)}`)
  await look(who, 'complaint-receipt')
  const everything = await kept(who)
  const found = [receipt, receipt.replaceAll('-', ''), '渠道维修款', '验收后'].filter((one) => everything.includes(one) || addresses.some((url) => decodeURIComponent(url).includes(one)))
  check(`${at}: receipt and text are in no address, storage or history`, found.length === 0, found.join(' '))
  check(`${at}: no request tells whom the reader looked for`, !addresses.some((url) => decodeURIComponent(url).includes('水利')))
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.file button').click()])
  const certificate = JSON.parse(readFileSync(await download.path(), 'utf8'))
  check(`${at}: the certificate opens nothing`, certificate.kind === 'complaint_receipt' && !JSON.stringify(certificate).includes(receipt.replaceAll('-', '')))
  let asked = ''
  page.once('dialog', (one) => { asked = one.message(); void one.dismiss() })
  await page.locator('main .receipt-card a.button').click()
  await page.waitForTimeout(200)
  check(`${at}: leaving is asked about while the receipt is not kept`, asked.length > 10 && page.url().endsWith('/complaints/new?lang=' + who.language), asked)
  await page.locator('.noted input').check()
  await page.locator('main .receipt-card a.button').click()
  await page.waitForURL(/complaints\/follow$/)

  await settle(page)
  await page.locator('main').focus()
  await tabTo(page, (one) => one.startsWith('follow-receipt|'))
  await page.keyboard.type(receipt.toLowerCase())
  await page.keyboard.press('Enter')
  await page.locator('#standing-title').waitFor()
  check(`${at}: a receipt in small letters opens it`, await page.locator('.phases .now').isVisible())
  await look(who, 'follow-own')
  return { file: await download.path(), certificate }
}

async function named(who) {
  const { page, at } = who
  await page.goto(`${BASE}${COUNTY}/complaints/new`)
  await settle(page)
  await page.locator('main form button[type=submit]').click()
  check(`${at}: what is missing is named, the first of it has the focus`, (await focused(page)).startsWith('complaint-identity|') && (await page.locator('main .error').count()) >= 3)
  await look(who, 'complaint-faults')
  await page.locator('input[value=named]').check()
  await fill(page, { '#complaint-title': '食堂采购款未结清', '#complaint-content': '合同约定按月结清，已拖欠六个月。', '[id="complaint-contact.name"]': '林一', '[id="complaint-contact.phone"]': '0421-0000000' })
  await look(who, 'complaint-named')
  await page.locator('main form button[type=submit]').click()
  await page.locator('[data-receipt]').waitFor()
  await page.locator('.noted input').check()
  await page.locator('.receipt-card .button.primary').last().click()
  check(`${at}: the page is empty again`, (await page.locator('[data-receipt]').count()) === 0 && (await page.locator('#complaint-title').inputValue()) === '')
}

async function query(who) {
  const { page, at } = who
  await page.goto(`${BASE}${COUNTY}/complaints/follow?lang=${who.language}`)
  await look(who, 'follow')
  await page.locator('#follow-receipt').fill('AAAAA-BBBBB-CCCCC-DDDDD')
  await page.locator('#follow-receipt').press('Enter')
  await page.locator('main .problem').waitFor()
  await look(who, 'follow-wrong')
  await page.locator('#follow-receipt').fill(` ${RECEIPT.toLowerCase()} `)
  await page.locator('#follow-receipt').press('Enter')
  await page.locator('#standing-title').waitFor()
  check(`${at}: messages of both sides`, (await page.locator('.thread li').count()) >= 2)
  await look(who, 'follow-standing')
  const count = await page.locator('.thread li').count()
  await page.locator('#follow-message').fill('付款凭证我可以拍照上传。')
  await page.locator('form:has(#follow-message) button[type=submit]').click()
  await page.waitForFunction((had) => document.querySelectorAll('.thread li').length === had + 1, count)
  await page.locator('form:has(#follow-note) button[type=submit]').click()
  check(`${at}: a rating needs a word`, await page.locator('.error[role=alert]').isVisible())
  await page.locator('input[value=dissatisfied]').check()
  await page.locator('form:has(#follow-note) button[type=submit]').click()
  await page.locator('form:has(#follow-note)').waitFor({ state: 'detached' })
  await look(who, 'follow-rated')
  check(`${at}: the receipt is kept nowhere`, !/7K2QM/i.test(await kept(who)))
}

async function certificates(who, { file, certificate }) {
  const { page, at } = who
  const verdict = page.locator('[data-check=certificate] [data-verdict]')
  await page.goto(`${BASE}${COUNTY}/ledger?lang=${who.language}`)
  await settle(page)
  await page.locator('[data-check=certificate] input[type=file]').setInputFiles(file)
  await verdict.waitFor()
  check(`${at}: a certificate is genuine`, (await verdict.getAttribute('data-verdict')) === 'good', await verdict.innerText())
  await page.locator('[data-check=certificate] textarea').fill(JSON.stringify({ ...certificate, day: '2026-11-27' }))
  await page.locator('[data-check=certificate] button[type=submit]').click()
  await page.locator('[data-check=certificate] [data-verdict=bad]').waitFor()
  check(`${at}: one character changed: inconsistent`, (await verdict.innerText()).includes(words(who, '不一致', 'Inconsistent')))
  await look(who, 'certificate')
  await page.goto(`${BASE}${COUNTY}/records`)
  await settle(page)
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/records\/[^?]+$/)
  await look(who, 'record-ways')
  await page.goto(`${BASE}${COUNTY}/records/NO-SUCH-RECORD`)
  await page.locator('[data-gone]').waitFor()
  await look(who, 'record-gone')
}

async function portal(who) {
  const taken = await byKeyboard(who)
  await named(who)
  await query(who)
  await certificates(who, taken)
}

async function handler(who) {
  const { page, at } = who
  await enter(who, 'office', '/settings')
  await open(who, '/settings?part=handler_key')
  await page.locator('#key-passphrase').waitFor()
  await look(who, 'handler-key-none')
  await fill(page, { '#key-passphrase': PASSPHRASE, '#key-again': 'something else' })
  await page.locator('form:has(#key-passphrase) button[type=submit]').click()
  check(`${at}: two passphrases must be the same`, await page.locator('#key-again-error').isVisible())
  await page.locator('#key-again').fill(PASSPHRASE)
  await page.locator('form:has(#key-passphrase) button[type=submit]').click()
  await page.locator('.slips li').first().waitFor()
  const shares = await page.locator('.slips code').allInnerTexts()
  check(`${at}: three shares to print`, shares.length === 3)
  await look(who, 'handler-key-shares')
  await page.locator('.once .button').last().click()
  check(`${at}: shares are told once`, (await page.locator('.slips').count()) === 0)
  await page.locator('button', { hasText: words(who, '用恢复份额重设口令', 'New passphrase from shares') }).click()
  await fill(page, { '#recover-shares': shares.slice(0, 2).join('\n'), '#recover-passphrase': `${PASSPHRASE} new`, '#recover-again': `${PASSPHRASE} new` })
  await look(who, 'handler-key-recover')
  await page.locator('form:has(#recover-shares) button[type=submit]').click()
  await page.locator('form:has(#recover-shares)').waitFor({ state: 'detached' })

  await open(who, '/cases/CS-anonymous')
  await page.locator('#filing-passphrase').fill('wrong')
  await page.locator('form:has(#filing-passphrase) button[type=submit]').click()
  await page.locator('main .problem').waitFor()
  await look(who, 'filing-wrong')
  await page.locator('#filing-passphrase').fill(`${PASSPHRASE} new`)
  await page.locator('form:has(#filing-passphrase) button[type=submit]').click()
  await page.locator('#filing-answer').waitFor()
  const count = await page.locator('.thread li').count()
  await page.locator('#filing-answer').fill('请说明验收的日期。')
  await page.locator('form:has(#filing-answer) button[type=submit]').click()
  await page.waitForFunction((had) => document.querySelectorAll('.thread li').length === had + 1, count)
  await look(who, 'filing')

  await open(who, '/cases/CS-1')
  await page.locator('section:has(#filing-title) form button[type=submit]').click()
  await page.locator('[data-fact=phone]').waitFor()
  check(`${at}: a named one opens without a passphrase`, (await page.locator('#filing-passphrase').count()) === 0)
  await look(who, 'filing-named')

  await open(who, '/recalls')
  await page.locator('main tbody tr').first().waitFor()
  await look(who, 'recalls')
  await page.locator('main tbody button').first().click()
  await page.locator('#recall-note').fill('对方 13800138000 来电')
  await dialog(page).locator('footer .primary').click()
  await dialog(page).locator('.error').waitFor()
  await look(who, 'recall-note')
  await page.locator('#recall-note').fill('对方信息科来电确认已删除。')
  await dialog(page).locator('footer .primary').click()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await enter(who, 'office.head', '/feed-subscribers')
  await page.locator('#subscriber-name').fill('省营商环境局')
  await page.locator('form:has(#subscriber-name) button[type=submit]').click()
  await page.locator('code.secret').waitFor()
  await look(who, 'feed-subscribers')
}

await walkThrough([portal, handler])
