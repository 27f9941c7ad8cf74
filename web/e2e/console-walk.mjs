// SPDX-License-Identifier: Apache-2.0
/** What the walks through the console share: the made-up staff API, signing in, the checks of every page, and the run itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const PORT = process.env.PORT ?? '4183'
process.env.BASE_URL = `http://127.0.0.1:${PORT}`
const { BASE, check, inspect, launch, reader, result, settle } = await import('./harness.mjs')
export { check, settle }
export const PASSWORD = 'Correct-horse-9'
/** Sensitive acts ask for the password again after this many seconds, so that a short walk meets the question. */
export const PROOF_SECONDS = 2
const OWN_TEXTS = /\b(act|fault|subject|post|handover|official|objection|duty|statement|importer|exporter|exchange_kind|journal|journal_verb|journal_entity|pack|attachment|reason|case|procedure)\.[a-z_]+\b/g

/** A fresh server for each reader: what one wrote does not meet the next. */
async function startMock() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./mock/server.mjs', import.meta.url))], {
    env: { ...process.env, PORT, PROOF_SECONDS: String(PROOF_SECONDS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}
export const dialog = (page) => page.locator('dialog[open]').last()
export async function enter(who, username, path) {
  const { page } = who
  await who.context.clearCookies()
  await page.goto(`${BASE}/console${path}${path.includes('?') ? '&' : '?'}lang=${who.language}`)
  await page.locator('#login-username').fill(username)
  await page.locator('#login-password').fill(PASSWORD)
  await page.locator('#login-password').press('Enter')
  await page.locator('.console-bar').waitFor()
  await settle(page)
}
export async function open(who, path) {
  await who.page.goto(`${BASE}/console${path}`)
  await settle(who.page)
}
/** The checks of every page, and that each text of these pages has its words. */
export async function look(who, name) {
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
export const fill = (page, values) => Object.entries(values).reduce((before, [selector, value]) => before.then(() => page.locator(selector).fill(value)), Promise.resolve())
export async function pickBody(who, field, name) {
  const { page } = who
  await page.locator(`#${field}`).click()
  await dialog(page).locator('input[type=search]').fill(name)
  await dialog(page).locator('[role=treeitem]', { hasText: name }).first().click()
  await dialog(page).locator('footer .primary').click()
}
export const showFilters = async (who) => who.width < 600 && (await who.page.locator('main .query .fold').first().click())

/** Every walk in every language and size; ends the process. */
export async function walkThrough(all) {
  const browser = await launch()
  try {
    const languages = (process.env.LANGUAGES ?? 'zh-CN,en').split(',')
    const widths = (process.env.WIDTHS ?? '1280,390').split(',').map(Number)
    const walks = all.filter((walk) => !process.env.WALK || process.env.WALK.split(',').includes(walk.name))
    const pairs = process.env.COMBINATIONS?.split(',').map((one) => one.split(':')) ?? languages.flatMap((language) => widths.map((width) => [language, width]))
    for (const [language, width] of pairs) {
      const mock = await startMock()
      const who = await reader(browser, language, Number(width))
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
  } catch (error) {
    check('the run', false, error.stack)
  } finally {
    await browser.close()
  }
  const { passed, failed } = result()
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
