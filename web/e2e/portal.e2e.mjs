// SPDX-License-Identifier: Apache-2.0
/**
 * The portal in a real browser, in both languages and sizes: from the overview to the row behind a lost point, the ledger
 * checks, and every page once. BASE_URL names the server, SHOTS a folder for pictures. Last line: `N passed, N failed`.
 */
import { gzipSync } from 'node:zlib'
import { BASE, check, inspect, launch, reader, result, settle } from './harness.mjs'

const JUDGED = process.env.TENANT ?? '990101'
const FACTS = process.env.FACTS_TENANT ?? '211382'

/** From the first page to the row behind a lost point, and to its entry in the ledger. */
async function walkToTheRow(who) {
  const { page, at, language } = who
  await page.goto(`${BASE}/?lang=${language}`)
  await settle(page)
  check(`${at}: "/" leads to the county`, new URL(page.url()).pathname === `/${JUDGED}`, page.url())
  check(`${at}: demonstration banner`, await page.locator('.banner.demo').isVisible())
  await page.locator('.canvas').first().scrollIntoViewIfNeeded()
  await page.locator('.canvas[data-drawn]').first().waitFor({ state: 'attached' })
  await page.evaluate(() => scrollTo(0, 0))
  await inspect(who, 'overview')

  const card = page.locator('a.duty.kept')
  const count = (await card.locator('.count').innerText()).replace(/\D/g, '')
  await card.click()
  await settle(page)
  const total = (await page.locator('.pager p').innerText()).replace(/\D/g, '')
  check(`${at}: the figure of the first page is the length of its list`, Number(count) > 0 && count === total, `${count} ${total}`)
  await inspect(who, 'obligations')
  const before = page.url()
  await page.reload()
  await settle(page)
  check(`${at}: the list's state is in the address`, page.url() === before && (await page.locator('.pager p').innerText()).replace(/\D/g, '') === total)

  await page.goto(`${BASE}/${JUDGED}/bodies`)
  await settle(page)
  await inspect(who, 'bodies')
  const first = await page.locator('tbody th a').first().innerText()
  const character = first.replace(/[^\u4e00-\u9fff]/g, '').slice(-2, -1)
  if (who.width < 600) await page.locator('main .fold').click()
  await page.locator('main input[type=search]').fill(character)
  await page.locator('main input[type=search]').press('Enter')
  await page.waitForURL(/q=/)
  await settle(page)
  const names = await page.locator('tbody th a').allInnerTexts()
  check(`${at}: one character finds bodies`, names.length > 0 && names.every((name) => name.includes(character)), `${character} ${names[0]}`)

  // A body that lost points where duties are counted.
  await page.goto(`${BASE}/${JUDGED}/bodies?sort=-overdue`)
  await settle(page)
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/bodies\/[^?]+$/)
  await settle(page)
  await page.locator('.canvas').first().scrollIntoViewIfNeeded()
  await page.locator('.canvas[data-drawn]').first().waitFor({ state: 'attached' })
  await inspect(who, 'body')
  const toggles = page.locator('button.toggle')
  check(`${at}: leaves are listed`, (await toggles.count()) > 5, String(await toggles.count()))
  const lost = page.locator('tr:has(td.lost) button.toggle')
  let opened = false
  for (let i = 0; i < (await lost.count()) && !opened; i += 1) {
    await lost.nth(i).click()
    const link = page.locator(`#leaf-${await lost.nth(i).getAttribute('data-leaf')} a.row-link[href*="/obligations/"]`).first()
    if (await link.count()) {
      await page.evaluate(() => scrollBy(0, 10))
      await inspect(who, 'leaf')
      await link.click()
      opened = true
    } else await lost.nth(i).click()
  }
  check(`${at}: a lost point opens to a duty`, opened)
  if (opened) {
    await page.waitForURL(/obligations\/[^?]+$/)
    await settle(page)
    await inspect(who, 'obligation')
    await page.locator('.proof a').click()
    await page.waitForURL(/ledger\?index=/)
  } else await page.goto(`${BASE}/${JUDGED}/ledger?index=0`)
  await settle(page)
}

/** Signature, inclusion, growth and a kept checkpoint, each with a case that must fail. */
async function checkLedger(who) {
  const { page, at } = who
  const verdict = (part) => page.locator(`[data-check=${part}] [data-verdict]`)
  await verdict('signature').first().waitFor()
  check(`${at}: signature verified in the browser`, (await verdict('signature').first().getAttribute('data-verdict')) === 'good')
  await verdict('inclusion').waitFor()
  check(`${at}: entry proved in the browser`, (await verdict('inclusion').getAttribute('data-verdict')) === 'good')
  await page.locator('[data-check=growth] button[type=submit]').click()
  await verdict('growth').waitFor()
  check(`${at}: growth proved in the browser`, (await verdict('growth').getAttribute('data-verdict')) === 'good')

  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[download^=checkpoint]').click()])
  const file = await download.path()
  await page.locator('[data-check=earlier] input[type=file]').setInputFiles(file)
  await verdict('earlier').nth(1).waitFor()
  check(`${at}: a kept checkpoint agrees`, (await verdict('earlier').nth(1).getAttribute('data-verdict')) === 'good')
  const area = page.locator('[data-check=earlier] textarea').first()
  const forged = (await area.inputValue()).replace(/"root": "(.)/, (_, digit) => `"root": "${digit === '0' ? '1' : '0'}`)
  await area.fill(forged)
  await page.locator('[data-check=earlier] button[type=submit]').click()
  await page.locator('[data-check=earlier] [data-verdict=bad]').waitFor()
  check(`${at}: a forged checkpoint is refused`, (await verdict('earlier').count()) === 1)
  await inspect(who, 'ledger')
}

async function everyPage(who) {
  const { page, at } = who
  const visit = async (path, name) => {
    await page.goto(BASE + path)
    await inspect(who, name)
  }
  await visit(`/${JUDGED}/ranking`, 'ranking')
  await page.locator('.el-tabs__item').nth(1).click()
  await page.waitForURL(/class=TOWN/)
  await settle(page)
  check(`${at}: peer groups are tabs`, (await page.locator('tbody tr').count()) > 0)
  const scheme = page.locator('.card-head h2 a')
  await scheme.click()
  await page.waitForURL(/schemes\//)
  await inspect(who, 'scheme')
  await visit(`/${JUDGED}/records`, 'records')
  if (await page.locator('tbody th a').count()) {
    await page.locator('tbody th a').first().click()
    await page.waitForURL(/records\/[^?]+$/)
    await inspect(who, 'record')
  }
  await visit(`/${JUDGED}/about`, 'about')
  check(`${at}: clauses are shown`, (await page.locator('.clause').count()) > 5)
  await visit(`/${JUDGED}/sources`, 'sources')
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/sources\/[^?]+$/)
  await inspect(who, 'source')
  await visit(`/${JUDGED}/deadlines`, 'deadlines')
  await page.locator('#calculator button[type=submit]').click()
  await page.locator('.due time').waitFor()
  await page.locator('#calculator summary').click()
  check(`${at}: each day is explained`, (await page.locator('.days li').count()) > 0)
  await inspect(who, 'deadline')
  await visit(`/${JUDGED}/data`, 'data')
  await visit(`/${JUDGED}/help`, 'help')
  await visit(`/${JUDGED}/search?q=${encodeURIComponent('市')}`, 'search')
  check(`${at}: site search finds one character`, (await page.locator('main li a').count()) > 0)
  await visit(`/${JUDGED}/bodies/NO-SUCH-BODY`, 'unknown-body').catch(() => null)
  check(`${at}: a refusal names its reason`, await page.locator('[role=alert] code').first().isVisible())
  await visit(`/${JUDGED}/nowhere/at/all`, 'missing')

  await visit(`/${FACTS}`, 'facts')
  check(`${at}: published-facts banner`, await page.locator('.banner.facts-only').isVisible())
  check(`${at}: no light, grade or score of a real county`, (await page.locator('.light, .grade, .duty').count()) === 0)
  await visit(`/${FACTS}/bodies`, 'facts-bodies')
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/bodies\/[^?]+$/)
  await inspect(who, 'facts-body')
  check(`${at}: a real body carries no judgement`, (await page.locator('.light, .grade, #score').count()) === 0)
  await visit(`/${FACTS}/figures`, 'figures')
  await page.locator('main a.card').first().click()
  await page.waitForURL(/figures\/[^?]+$/)
  await inspect(who, 'figure')
  await visit(`/${FACTS}/ranking`, 'not-judged')
}

/** Keyboard, 长辈版 and the weight of the first page; once. */
async function habits(browser) {
  const who = await reader(browser, 'zh-CN', 390)
  const { page } = who
  const scripts = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body().then((body) => gzipSync(body).length, () => 0))
  })
  await page.goto(`${BASE}/${JUDGED}`)
  await settle(page)
  const bytes = (await Promise.all(scripts.splice(0))).reduce((sum, one) => sum + one, 0)
  check('first page: JavaScript under 200 kB gzip', bytes > 0 && bytes < 200_000, `${bytes}`)
  await page.keyboard.press('Tab')
  check('keyboard: the skip link comes first', await page.locator('.skip-link').evaluate((link) => link === document.activeElement))
  await page.keyboard.press('Enter')
  check('keyboard: it leads to the content', await page.locator('main').evaluate((main) => main === document.activeElement))
  await page.locator('.menu').click()
  check('phone: the menu opens', await page.locator('#site-nav').isVisible())
  await page.locator('.tools button[aria-pressed]').click()
  await page.reload()
  await settle(page)
  check('长辈版 is kept', await page.evaluate(() => document.documentElement.classList.contains('elder')))
  const type = await page.evaluate(() => ({ size: parseFloat(getComputedStyle(document.body).fontSize), line: parseFloat(getComputedStyle(document.body).lineHeight) }))
  check('长辈版: large type, line height at least 1.5', type.size >= 20 && type.line / type.size >= 1.5, JSON.stringify(type))
  await inspect(who, 'elder')
  await who.context.close()
}

const browser = await launch()
try {
  const languages = (process.env.LANGUAGES ?? 'zh-CN,en').split(',')
  const widths = (process.env.WIDTHS ?? '1280,390').split(',').map(Number)
  for (const language of languages) {
    for (const width of widths) {
      const who = await reader(browser, language, width)
      for (const walk of [walkToTheRow, checkLedger, everyPage]) {
        try {
          await walk(who)
        } catch (error) {
          check(`${who.at}: ${walk.name}`, false, `${error.message.split('\n').slice(0, 3).join(' ')} at ${who.page.url()} ${who.faults.splice(0).join(' · ')}`)
        }
      }
      await who.context.close()
    }
  }
  await habits(browser)
} catch (error) {
  check('the run', false, error.stack)
} finally {
  await browser.close()
}
const { passed, failed } = result()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
