// SPDX-License-Identifier: Apache-2.0
/**
 * The shell of the console in a real browser, in both languages and sizes: sign-in with all its steps, pages as tabs, to-dos,
 * accounts and roles, settings, the own file, ends of sessions. It starts the made-up staff API itself (e2e/mock), so
 * `npm run build` is all it needs. SHOTS names a folder for pictures. Last line: `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const PORT = process.env.PORT ?? '4181'
process.env.BASE_URL = `http://127.0.0.1:${PORT}`
const { BASE, check, inspect: look, launch, reader, result, settle } = await import('./harness.mjs')
const PASSWORD = 'Correct-horse-9'
/** Sensitive acts ask for the password again after this many seconds, so that a short walk meets the question. */
const PROOF_SECONDS = 2

async function startMock() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./mock/server.mjs', import.meta.url))], {
    env: { ...process.env, PORT, PROOF_SECONDS: String(PROOF_SECONDS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}
/** From the top of the page: what a sticky bar covers half would count as too small to be hit. */
async function inspect(who, name) {
  await who.page.evaluate(() => scrollTo(0, 0))
  await look(who, name)
}
const dialog = (page) => page.locator('dialog[open]').last()
const open = async (who, path) => {
  await who.page.goto(`${BASE}/console${path}`)
  await settle(who.page)
}
async function signIn(who, username, password = PASSWORD) {
  const { page } = who
  await page.locator('#login-username').fill(username)
  await page.locator('#login-password').fill(password)
  await page.locator('#login-password').press('Enter')
}
async function enter(who, username, path = '/') {
  await who.context.clearCookies()
  await who.page.goto(`${BASE}/console${path}?lang=${who.language}`)
  await who.page.locator('#login-username').waitFor()
  await signIn(who, username)
}
/** From one page to another as a user goes: by the menu. */
async function byMenu(who, href) {
  const { page } = who
  if (who.width < 600) {
    await page.locator('.console-bar .bar-button').first().click()
    await dialog(page).locator(`a[href^="/console${href}"]`).first().click()
  } else await page.locator(`.console-menu a[href^="/console${href}"]`).first().click()
  await page.waitForURL((url) => url.pathname === `/console${href}`)
  await settle(page)
}

async function signingIn(who) {
  const { page, at, language } = who
  await page.goto(`${BASE}/console/todos?tab=overdue&lang=${language}`)
  await inspect(who, 'login')
  check(`${at}: a page without session asks to sign in and keeps the place`, new URL(page.url()).pathname === '/console/login' && page.url().includes('to='))
  await signIn(who, 'clerk', 'wrong')
  await page.locator('[role=alert] code').first().waitFor()
  check(`${at}: a wrong password names no detail`, (await page.locator('[role=alert] code').first().innerText()) === 'session.refused')
  await inspect(who, 'login-refused')
  await signIn(who, 'clerk')
  await page.waitForURL((url) => url.pathname === '/console/todos')
  await settle(page)
  check(`${at}: signing in leads to the place asked for`, page.url().includes('tab=overdue'), page.url())

  await enter(who, 'secadmin')
  await page.locator('#login-code').waitFor()
  await inspect(who, 'login-code')
  await page.locator('form .between .button').last().click()
  await page.locator('#login-code').fill('aaaa-bbbb')
  await page.locator('#login-code').press('Enter')
  await page.locator('.console-bar').waitFor()
  check(`${at}: a recovery code opens the account`, await page.locator('.console-bar').isVisible())
  await inspect(who, 'workbench-admin')

  await enter(who, 'newcomer', '/todos')
  await page.waitForURL(/password-due/)
  await inspect(who, 'password-due')
  await open(who, '/notices')
  check(`${at}: nothing opens before the one-time password is replaced`, new URL(page.url()).pathname === '/console/password-due')
  await page.locator('#password-current').fill(PASSWORD)
  await page.locator('#password-next').fill('short')
  await page.locator('button[type=submit]').click()
  check(`${at}: a short password is refused at its field`, (await page.locator('#password-next').getAttribute('aria-invalid')) === 'true')
  await page.locator('#password-next').fill('password-password')
  await page.locator('#password-again').fill('password-password')
  await page.locator('button[type=submit]').click()
  await page.locator('#password-next-error').waitFor()
  check(`${at}: the server's refusal stands at the field too`, await page.locator('[role=alert]').isVisible())
  await page.locator('#password-next').fill('Another-horse-7')
  await page.locator('#password-again').fill('Another-horse-7')
  await page.locator('button[type=submit]').click()
  await page.locator('.console-bar').waitFor()
  check(`${at}: then the console opens`, new URL(page.url()).pathname === '/console/notices', page.url())
}

async function working(who) {
  const { page, at } = who
  await enter(who, 'clerk')
  await page.locator('.console-bar').waitFor()
  await inspect(who, 'workbench')
  await page.locator('.figure.red').click()
  await page.waitForURL(/tab=overdue/)
  await settle(page)
  check(`${at}: a figure leads to its list`, (await page.locator('.light.red').count()) > 0 && (await page.locator('tbody .light:not(.red)').count()) === 0)
  await byMenu(who, '/notices')
  await inspect(who, 'notices')
  await page.locator('.console-tabs a[href*="tab=overdue"]').click()
  await settle(page)
  check(`${at}: a tab keeps the filter of its list`, page.url().includes('tab=overdue') && (await page.locator('[role=tab][aria-selected=true]').getAttribute('id')) === 'todo-overdue')
  await page.locator('[role=tab]').first().focus()
  await page.locator('#todo-overdue').focus()
  await page.keyboard.press('ArrowRight')
  await settle(page)
  check(`${at}: arrow keys move between parts`, (await page.locator('[role=tab][aria-selected=true]').getAttribute('id')) === 'todo-todo')
  await inspect(who, 'todos')

  await page.evaluate(() => scrollTo(0, 600))
  await page.waitForTimeout(100)
  const before = await page.evaluate(() => scrollY)
  // Not click(): that scrolls to where a sticky bar would be without sticking.
  await page.locator('.console-tabs a[href="/console/notices"]').dispatchEvent('click')
  await page.waitForURL(/notices/)
  await settle(page)
  await page.locator('.console-tabs a[href="/console/todos"]').dispatchEvent('click')
  await settle(page)
  await page.waitForFunction((y) => Math.abs(scrollY - y) < 5, before, { timeout: 5_000 }).then(
    () => check(`${at}: a tab keeps its place`, true),
    async () => check(`${at}: a tab keeps its place`, false, `${before} ${await page.evaluate(() => scrollY)}`),
  )

  await page.locator('.pager [class*=pager] li').nth(1).click()
  await page.waitForURL(/page=2/)
  await settle(page)
  await page.locator('tbody .tick input').first().check()
  await page.locator('.pager [class*=pager] li').first().click()
  await page.waitForURL((url) => !url.search.includes('page=2'))
  await settle(page)
  await page.locator('tbody .tick input').first().check()
  check(`${at}: ticks hold across pages`, /\b2\b/.test(await page.locator('.picked').innerText()))
  await page.locator('.picked .button.quiet').first().click()
  const all = (await page.locator('.picked .strong').innerText()).replace(/\D/g, '')
  check(`${at}: all that the filter finds can be taken`, all === (await page.locator('.pager p').innerText()).replace(/\D/g, ''), all)
  await inspect(who, 'todos-picked')
  await page.locator('.picked .primary').click()
  await dialog(page).waitFor()
  check(`${at}: the question says how many it concerns`, (await dialog(page).locator('.affected').innerText()).includes(all))
  await inspect(who, 'todos-confirm')
  await dialog(page).locator('.primary').click()
  await dialog(page).locator('.rows li').first().waitFor()
  check(`${at}: each gets its own result`, (await dialog(page).locator('.rows li').count()) === Number(all) && (await dialog(page).locator('.rows li.bad').count()) > 0)
  await inspect(who, 'todos-result')
  await page.keyboard.press('Escape')
  await settle(page)

  await byMenu(who, '/own-file')
  await inspect(who, 'own-file')
  await page.locator('main .button.small').first().click()
  await dialog(page).locator('.primary').click()
  check(`${at}: an empty objection is refused at its field`, (await page.locator('#objection-text').getAttribute('aria-invalid')) === 'true')
  await page.locator('#objection-text').fill('出生日期有误，应为一月二日')
  await inspect(who, 'own-file-objection')
  await dialog(page).locator('.primary').click()
  await page.locator('#own-objections[aria-selected=true]').waitFor()
  await settle(page)
  check(`${at}: the objection is listed`, (await page.locator('main .record').count()) === 1)
  await page.locator('#own-reads').click()
  await inspect(who, 'own-file-reads')
  await byMenu(who, '/help')
  await inspect(who, 'help')
}

async function settings(who) {
  const { page, at } = who
  await enter(who, 'head')
  await page.locator('.console-bar').waitFor()
  await open(who, '/settings')
  await inspect(who, 'settings')
  await page.waitForTimeout(PROOF_SECONDS * 1000)
  await page.locator('[aria-labelledby=setting-totp] .primary').click()
  await page.locator('#prove-password').waitFor()
  await inspect(who, 'prove')
  await page.locator('#prove-password').fill('wrong')
  await page.locator('#prove-password').press('Enter')
  await dialog(page).locator('[role=alert]').waitFor()
  await page.locator('#prove-password').fill(PASSWORD)
  await page.locator('#prove-password').press('Enter')
  await page.locator('svg.qr').waitFor()
  check(`${at}: a sensitive act goes on by itself after the proof`, true)
  await inspect(who, 'totp')
  await page.locator('#totp-code').fill('000000')
  await page.locator('#totp-code').press('Enter')
  await page.locator('#totp-code-error').waitFor()
  await page.locator('#totp-code').fill('123456')
  await page.locator('#totp-code').press('Enter')
  await page.locator('.codes li').first().waitFor()
  check(`${at}: ten recovery codes are told once`, (await page.locator('.codes li').count()) === 10)
  await inspect(who, 'totp-codes')
  await page.locator('[aria-labelledby=setting-totp] .primary').click()
  for (const part of ['sessions', 'notices', 'view']) {
    await page.locator(`#setting-${part}[role=tab]`).click()
    await inspect(who, `settings-${part}`)
  }
  await page.locator('#setting-notices[role=tab]').click()
  await page.locator('#channel-email').fill('not a mail')
  check(`${at}: the tab shows what is not saved`, await page.locator('.console-tabs .dirty').isVisible())
  await page.locator('main form .primary').click()
  check(`${at}: a wrong address is refused at its field`, (await page.locator('#channel-email').getAttribute('aria-invalid')) === 'true')
  await page.locator('#channel-email').fill('wang@example.cn')
  await page.locator('main form .primary').click()
  await page.locator('main form [role=status]').waitFor()
  check(`${at}: saved is saved`, (await page.locator('.console-tabs .dirty').count()) === 0)
}

async function administering(who) {
  const { page, at } = who
  await enter(who, 'sysadmin')
  await page.locator('.console-bar').waitFor()
  await byMenu(who, '/accounts')
  await inspect(who, 'accounts')
  if (who.width < 600) await page.locator('main .query .fold').first().click()
  await page.locator('main .query input[type=search]').fill('陈志强')
  await page.locator('main .query input[type=search]').press('Enter')
  await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1)
  check(`${at}: the name searched for stays out of the address and of the tab that is remembered`, !page.url().includes('q=') && !(await page.locator('.console-tabs a').evaluateAll((all) => all.map((one) => one.href).join())).includes('q='), page.url())
  await inspect(who, 'accounts-found')
  if (who.width < 600) await page.locator('main .query .fold').first().click()
  await page.locator('main .query .actions .button').nth(1).click()
  await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length > 10)
  if (who.width < 600) await page.locator('main .query .fold').first().click()
  await page.locator('.tools .button').nth(2).click()
  await inspect(who, 'accounts-columns')
  await dialog(page).locator('li').nth(2).locator('input').uncheck()
  await page.keyboard.press('Escape')
  const columns = () => page.locator('thead th').count()
  const fewer = await columns()
  await page.waitForTimeout(1_000)
  await page.reload()
  await settle(page)
  check(`${at}: the choice of columns is remembered by the server`, (await columns()) === fewer, `${fewer} ${await columns()}`)
  await page.locator('a[href="/console/accounts/new"]').first().click()
  await page.waitForURL(/accounts\/new/)
  await inspect(who, 'account-new')
  await page.locator('main form .primary').click()
  check(`${at}: what is missing is said at the field, which gets the focus`, (await page.locator('#account-username').getAttribute('aria-invalid')) === 'true' && (await page.locator('#account-username').evaluate((one) => one === document.activeElement)))
  await inspect(who, 'account-new-wrong')
  await page.locator('#account-username').fill('clerk')
  await page.locator('#account-name').fill('钱多多')
  await page.locator('#account-body_id').click()
  await dialog(page).locator('[role=treeitem]').first().waitFor()
  await dialog(page).locator('[role=treeitem]').first().focus()
  await page.keyboard.press('ArrowDown')
  check(`${at}: the list of bodies moves by arrow keys`, (await page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))) !== null)
  await inspect(who, 'tree')
  await dialog(page).locator('input[type=search]').fill('水利')
  await page.waitForFunction(() => document.querySelectorAll('dialog [role=treeitem]').length === 1)
  await dialog(page).locator('[role=treeitem]').click()
  await inspect(who, 'tree-found')
  await dialog(page).locator('.primary').click()
  check(`${at}: a body is found and taken`, (await page.locator('#account-body_id').innerText()).includes('水利'))
  await page.locator('.console-tabs li.current button').click()
  await dialog(page).waitFor()
  await inspect(who, 'unsaved')
  await page.keyboard.press('Escape')
  check(`${at}: an unsaved page does not close unasked`, page.url().endsWith('/accounts/new') && (await page.locator('#account-name').inputValue()) === '钱多多')
  await page.locator('main form .primary').click()
  await page.locator('#account-username-error').waitFor()
  check(`${at}: the server's refusal stands at its field`, (await page.locator('[role=alert] code').first().innerText()) === 'account.username_taken')
  await page.locator('#account-username').fill('qian.duoduo')
  await page.locator('main form .primary').click()
  await page.locator('.secret').waitFor()
  await inspect(who, 'account-made')
  const secret = await page.locator('.secret').innerText()
  await page.locator('main .primary').click()
  await page.waitForURL(/accounts\/C/)
  await settle(page)
  check(`${at}: the one-time password is nowhere any more`, secret.length > 8 && !(await page.content()).includes(secret))
  await inspect(who, 'account-system')
  check(`${at}: the system administrator grants nothing`, (await page.locator('#account-grants ~ button').count()) === 0)
  const account = new URL(page.url()).pathname.slice('/console'.length)
  await open(who, '/tokens')
  check(`${at}: what one may not do is refused and said`, (await page.locator('[role=alert] code').first().innerText()) === 'access.denied')
  await inspect(who, 'denied')
  await open(who, '/no/such/page')
  await inspect(who, 'missing')

  await enter(who, 'secadmin')
  await page.locator('#login-code').fill('123456')
  await page.locator('#login-code').press('Enter')
  await page.locator('.console-bar').waitFor()
  await open(who, account)
  const grant = async (role, body) => {
    await page.locator('[aria-labelledby=account-grants] .card-head .button').click()
    await page.locator('#grant-role').selectOption(role)
    if (!body) return
    await page.locator('#grant-body').click()
    await dialog(page).locator('input[type=search]').fill(body)
    await page.waitForFunction(() => document.querySelectorAll('dialog [role=treeitem]').length === 1)
    await dialog(page).locator('[role=treeitem]').first().click()
    await dialog(page).locator('.primary').click()
    await page.locator('button[form=grant-add]').click()
  }
  await grant('R5', '财政')
  await grant('R16')
  await dialog(page).locator('.clash').waitFor()
  check(`${at}: roles that exclude each other are named before anything is sent`, await page.locator('button[form=grant-add]').isDisabled())
  await inspect(who, 'grant-clash')
  await page.keyboard.press('Escape')
  await inspect(who, 'grants')
  await page.waitForTimeout(PROOF_SECONDS * 1000)
  await page.locator('[aria-labelledby=account-grants] .primary').click()
  await dialog(page).locator('.primary').click()
  await page.locator('#prove-password').fill(PASSWORD)
  await page.locator('#prove-totp').fill('123456')
  await page.locator('#prove-totp').press('Enter')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  await settle(page)
  check(`${at}: the role is granted after the proof`, (await page.locator('[aria-labelledby=account-grants] li').count()) === 1)
  await inspect(who, 'account-security')
  await open(who, '/accounts/A5')
  check(`${at}: nobody grants to the own account`, (await page.locator('[aria-labelledby=account-grants] .button').count()) === 0)
  await byMenu(who, '/roles')
  await page.locator('summary', { hasText: 'R2' }).first().click()
  await inspect(who, 'roles')
  await byMenu(who, '/tokens')
  await inspect(who, 'tokens')
  await page.locator('main .primary').click()
  await page.locator('#token-account').fill('office')
  await page.locator('#token-roles').waitFor()
  await page.locator('#token-roles').selectOption('R2')
  await page.locator('#token-expires_on').fill('2027-06-30')
  await inspect(who, 'token-new')
  await page.waitForTimeout(PROOF_SECONDS * 1000)
  await page.locator('button[form=token-make]').click()
  await page.locator('#prove-password').fill(PASSWORD)
  await page.locator('#prove-totp').fill('123456')
  await page.locator('#prove-totp').press('Enter')
  await page.locator('.secret').waitFor()
  check(`${at}: a token is told once`, (await page.locator('.secret').innerText()).startsWith('gx_'))
}

/** How sessions end, and what stays behind. */
async function ending(who) {
  const { page, at } = who
  await enter(who, 'office.head')
  await page.locator('.console-bar').waitFor()
  await byMenu(who, '/todos')
  await page.waitForTimeout(1_000)
  await who.context.clearCookies()
  await page.locator('.tools .button').first().click()
  await page.waitForURL(/login/)
  await inspect(who, 'ended')
  check(`${at}: a session that ended leaves nothing on the page`, (await page.locator('.console-bar, tbody').count()) === 0 && page.url().includes('to='))
  await signIn(who, 'office.head')
  await page.waitForURL((url) => url.pathname === '/console/todos')
  await settle(page)
  check(`${at}: signing in again restores the opened pages`, (await page.locator('.console-tabs li').count()) >= 2)
  const stored = await page.evaluate(() => ({ local: Object.keys(localStorage), session: Object.values(sessionStorage).filter((text) => text !== '{}') }))
  check(`${at}: the browser keeps no personal data`, stored.session.length === 0 && stored.local.every((key) => ['gongxin.locale', 'gongxin.elder'].includes(key)), JSON.stringify(stored))
  await page.locator('.user summary').click()
  await inspect(who, 'user-menu')
  await page.locator('.user .menu button').click()
  await page.waitForURL(/login/)
  await settle(page)
  check(`${at}: signing out clears the page`, (await page.locator('.console-bar').count()) === 0)
  await page.goBack().catch(() => null)
  await settle(page)
  check(`${at}: going back shows nothing`, (await page.locator('.console-bar').count()) === 0)

  await page.clock.install()
  await enter(who, 'office.head')
  await page.locator('.console-bar').waitFor()
  await page.clock.runFor(28.5 * 60_000)
  await dialog(page).waitFor()
  await page.clock.resume()
  await inspect(who, 'idle')
  await dialog(page).locator('.primary').click()
  await settle(page)
  await page.clock.runFor(31 * 60_000)
  await page.waitForURL(/login/)
  check(`${at}: an idle session warns, can go on, and ends`, await page.locator('#login-username').isVisible())
  await page.clock.resume()
}

/** Keyboard and the weight of the first page; once. */
async function habits(browser) {
  const who = await reader(browser, 'zh-CN', 1280)
  const { page } = who
  const scripts = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body().then((body) => gzipSync(body).length, () => 0))
  })
  await page.goto(`${BASE}/console/`)
  await settle(page)
  check('keyboard: the first field has the focus', await page.locator('#login-username').evaluate((one) => one === document.activeElement))
  await page.keyboard.type('clerk')
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('.console-bar').waitFor()
  await settle(page)
  const bytes = (await Promise.all(scripts)).reduce((sum, one) => sum + one, 0)
  check('first page: JavaScript under 200 kB gzip', bytes > 0 && bytes < 200_000, `${bytes}`)
  await page.reload()
  await settle(page)
  await page.keyboard.press('Tab')
  check('keyboard: the skip link comes first', await page.locator('.skip-link').evaluate((one) => one === document.activeElement))
  await page.keyboard.press('Enter')
  check('keyboard: it leads to the content', await page.locator('main').evaluate((one) => one === document.activeElement))
  await page.locator('.console-menu input').focus()
  await page.keyboard.type('待办')
  await page.keyboard.press('Enter')
  await page.waitForURL(/todos/)
  check('keyboard: the menu is searched', true)
  await page.locator('.page-top .button', { hasText: '帮助' }).press('Enter')
  await dialog(page).waitFor()
  await page.keyboard.press('Escape')
  check('keyboard: help opens, Escape closes it and gives the focus back', await page.locator('.page-top .button', { hasText: '帮助' }).evaluate((one) => one === document.activeElement))
  await who.context.close()
}

const browser = await launch()
try {
  const languages = (process.env.LANGUAGES ?? 'zh-CN,en').split(',')
  const widths = (process.env.WIDTHS ?? '1280,390').split(',')
  const all = languages.flatMap((language) => widths.map((width) => `${language}:${width}`))
  const combinations = (process.env.COMBINATIONS?.split(',') ?? all).map((one) => one.split(':'))
  const walks = [signingIn, working, settings, administering, ending].filter((walk) => (process.env.WALKS ?? walk.name).split(',').includes(walk.name))
  for (const [language, width] of combinations) {
    const mock = await startMock()
    for (const walk of walks) {
      const who = await reader(browser, language, Number(width))
      try {
        await walk(who)
      } catch (error) {
        if (process.env.SHOTS) await who.page.screenshot({ path: `${process.env.SHOTS}/failed-${walk.name}-${language}-${width}.png` }).catch(() => null)
        check(`${who.at}: ${walk.name}`, false, `${error.message.split('\n').slice(0, 3).join(' ')} at ${who.page.url()} ${who.faults.splice(0).join(' · ')}`)
      }
      await who.context.close()
    }
    mock.kill()
    await once(mock, 'exit')
  }
  const mock = await startMock()
  await habits(browser)
  mock.kill()
} catch (error) {
  check('the run', false, error.stack)
} finally {
  await browser.close()
}
const { passed, failed } = result()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
