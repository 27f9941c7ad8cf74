// SPDX-License-Identifier: Apache-2.0
/** Takes the pictures of README.md. BASE_URL names a served demonstration county, SHOTS the folder docs/screenshots. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BASE, launch, settle } from './harness.mjs'

const folder = process.env.SHOTS
mkdirSync(folder, { recursive: true })
const browser = await launch()
for (const [language, short] of [['zh-CN', 'zh'], ['en', 'en']]) {
  for (const [width, height] of [[1280, 800], [390, 844]]) {
    const context = await browser.newContext({ viewport: { width, height }, locale: language, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const shot = (name) => page.screenshot({ path: join(folder, `${name}-${short}-${width}.png`) })
    const open = async (path) => {
      await page.goto(`${BASE}${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
      await settle(page)
    }
    await open('/990101')
    await page.locator('.canvas').first().scrollIntoViewIfNeeded()
    await page.locator('.canvas[data-drawn]').first().waitFor({ state: 'attached' })
    await page.evaluate(() => scrollTo(0, 0))
    await shot('overview')
    await open('/990101/bodies?sort=-overdue')
    await page.locator('tbody th a').first().click()
    await page.waitForURL(/bodies\/[^?]+$/)
    await settle(page)
    await page.locator('.canvas').first().scrollIntoViewIfNeeded()
    await page.locator('.canvas[data-drawn]').first().waitFor({ state: 'attached' })
    const leaf = page.locator('tr:has(td.lost) button.toggle', { hasText: 'D1' })
    const wanted = (await leaf.count()) > 0 ? leaf.first() : page.locator('tr:has(td.lost) button.toggle').first()
    await wanted.click()
    await settle(page)
    await wanted.evaluate((node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 120))
    await shot('body')
    await open('/990101/ledger')
    await shot('ledger')
    await context.close()
  }
}
await browser.close()
