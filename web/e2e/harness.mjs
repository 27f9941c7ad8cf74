// SPDX-License-Identifier: Apache-2.0
/** Browser, counters and the checks that every page must pass. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN']

export const BASE = (process.env.BASE_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '')
const SHOTS = process.env.SHOTS ?? ''
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

const counts = { passed: 0, failed: 0 }
export function check(name, ok, detail = '') {
  counts[ok ? 'passed' : 'failed'] += 1
  if (!ok) console.log(`FAIL ${name}${detail ? `: ${detail}` : ''}`)
  return ok
}
export const result = () => counts

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, timeout: 180_000 })

/** A fresh reader with one language and size; faults of all its pages are collected in `faults`. */
export async function reader(browser, language, width) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    locale: language,
    acceptDownloads: true,
    ...(width < 600 ? { isMobile: true, hasTouch: true } : {}),
  })
  const faults = []
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`))
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  page.on('console', (message) => {
    const expected = /status of 4\d\d/.test(message.text()) && message.location().url.includes('/api/')
    if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${BASE}/`) && !/^(data|blob):/.test(url)) faults.push(`request to another host: ${url}`)
  })
  const at = `${language} ${width}`
  return { context, page, faults, at, language, width }
}

/** A dialog that is open counts as the page: it is checked and pictured like one. */
export async function settle(page) {
  await page.locator('main h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.waiting'))
}

/** axe, no sideways scrolling, right language, a title and one h1; then a picture. */
export async function inspect(who, name) {
  const { page, at, language } = who
  await settle(page)
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    return found.violations.map((one) => `${one.id} ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`)
  })
  check(`${at} ${name}: axe`, violations.length === 0, violations.join('; '))
  const facts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const foreign = []
    while (walker.nextNode()) {
      const node = walker.currentNode
      const parent = node.parentElement
      if (parent.closest('[lang]')?.lang === 'en' && !parent.closest('script,style,noscript,option,textarea') && /[\u4e00-\u9fff]/.test(node.textContent)) foreign.push(node.textContent.trim().slice(0, 30))
    }
    const words = [...document.querySelectorAll('main, header, footer')].map((one) => { const copy = one.cloneNode(true); copy.querySelectorAll('code, pre').forEach((code) => code.remove()); return copy.textContent }).join(' ')
    const untranslated = words.match(/\b(site|nav|common|filter|light|score|ledger|obligation|body|bodies|law|overview|record|help|kind|part|console|console_menu|console_page|console_help|account|todo|notice|setting|totp|own_file|token|role|list|workbench|sign_in|form)\.[a-z_]+\b/g) ?? []
    return { lang: document.documentElement.lang, title: document.title, h1: document.querySelectorAll('h1').length, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth, foreign, untranslated }
  })
  check(`${at} ${name}: language`, facts.lang === language && facts.foreign.length === 0, `${facts.lang} ${facts.foreign.slice(0, 5).join(' | ')}`)
  check(`${at} ${name}: every text has its words`, facts.untranslated.length === 0, facts.untranslated.join(' '))
  check(`${at} ${name}: title and one h1`, facts.title !== '' && facts.h1 === 1, `${facts.title} ${facts.h1}`)
  check(`${at} ${name}: no sideways scrolling`, facts.wide <= 0, `${facts.wide}px`)
  check(`${at} ${name}: no fault`, who.faults.length === 0, who.faults.splice(0).join(' · '))
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}-${language}-${who.width}.png`), fullPage: true })
}
