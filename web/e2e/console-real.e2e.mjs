// SPDX-License-Identifier: Apache-2.0
/**
 * Walk of the console against the real binary: every role, every page of its menu, the first row of every list.
 * DATA = data folder of `gongxin demo` (accounts.txt), BASE_URL = the server, ROLES and WIDTHS narrow it, SHOTS = pictures.
 * Any refusal of the interface while a page is only being read is a fault: what one may not see must not be asked for.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BASE, check, inspect, launch, reader, result, settle } from './harness.mjs'

const DATA = process.env.DATA ?? ''
const lines = readFileSync(join(DATA, 'accounts.txt'), 'utf8').trim().split('\n').map((line) => line.trim().split(/\s+/))
const password = Object.fromEntries(lines.map(([, user, word]) => [user, word]))
const roles = (process.env.ROLES ?? 'r1,r2,r5,r6,r8,sysadmin,secadmin,auditadmin,self').split(',')
const widths = (process.env.WIDTHS ?? '1280,390').split(',').map(Number)
const language = process.env.LANGUAGE_OF_WALK ?? 'zh-CN'
/** Refusals that are answers: a file about oneself that nobody keeps. */
const EXPECTED = [/official\.no_own_file/]
const FORMS = ['/bodies/new', '/handovers/new', '/officials/new', '/obligations/new', '/statements/new', '/accounts/new']

async function signIn(who, user) {
  const { page } = who
  await page.goto(`${BASE}/console/login`)
  await page.locator('input[autocomplete=username]').fill(user)
  await page.locator('input[type=password]').fill(password[user])
  await page.locator('form button[type=submit]').first().click()
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
  await settle(page)
}

async function go(page, path) {
  await page.goto(`${BASE}/console${path}`)
  await settle(page)
}

const browser = await launch()
for (const width of widths) {
  for (const user of roles) {
    const who = await reader(browser, language, width)
    if (width >= 600) await who.page.setViewportSize({ width, height: 800 })
    const refused = []
    who.page.on('response', async (response) => {
      if (response.status() < 400 || !response.url().includes('/api/')) return
      const text = await response.text().catch(() => '')
      if (response.url().endsWith('/api/v1/me') && response.status() === 401) return
      if (!EXPECTED.some((one) => one.test(text))) refused.push(`${response.request().method()} ${response.url().slice(BASE.length)} ${response.status()} ${text.slice(0, 300)}`)
    })
    const seen = new Set()
    const look = async (path, name) => {
      seen.add(path)
      try {
        await go(who.page, path)
        await inspect(who, `${user}-${name}`)
        const empty = await who.page.evaluate(() => /\b(undefined|NaN|null)\b|\[object/.exec(document.querySelector('main').textContent)?.[0] ?? '')
        check(`${who.at} ${user} ${path}: no hole in a text`, empty === '', empty)
      } catch (error) {
        check(`${who.at} ${user} ${path}`, false, String(error).slice(0, 300))
      }
      check(`${who.at} ${user} ${path}: nothing refused`, refused.length === 0, refused.splice(0).join('\n     '))
    }
    try {
      await signIn(who, user)
      refused.splice(0)
      if (width < 600) await who.page.evaluate(() => 0)
      const menu = await who.page.evaluate(async () => (await (await fetch('/api/v1/me')).json()).actions)
      const { pages } = await import('./console-pages.mjs')
      for (const [path, actions] of pages) {
        if (actions.length && !actions.some((one) => menu.includes(one))) continue
        const name = path === '/' ? 'workbench' : path.slice(1).replaceAll('/', '-')
        await look(path, name)
        if (FORMS.includes(path)) continue
        const base = path === '/' ? null : path
        if (!base || path === '/import') continue
        const first = await who.page.evaluate((prefix) => [...document.querySelectorAll('main a[href]')].map((one) => new URL(one.href).pathname).find((one) => one.startsWith(`/console${prefix}/`) && !one.endsWith('/new')) ?? '', base)
        if (first && !seen.has(first)) {
          await look(first.slice('/console'.length), `${name}-one`)
          const more = await who.page.evaluate((here) => [...document.querySelectorAll('main a[href]')].map((one) => new URL(one.href).pathname).filter((one) => one.startsWith(`${here}/`)), first)
          for (const one of [...new Set(more)]) await look(one.slice('/console'.length), `${name}-one-${one.split('/').pop()}`)
        }
      }
    } catch (error) {
      check(`${who.at} ${user}`, false, String(error).slice(0, 400))
    }
    await who.context.close()
    console.log(`done ${user} ${width}`)
  }
}
await browser.close()
const { passed, failed } = result()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
