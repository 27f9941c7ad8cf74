// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { inCounty, makeRouter } from './index'

const router = makeRouter()

it.each([
  ['/', '/990101'],
  ['/bodies?q=1', '/990101/bodies?q=1'],
  ['/obligations/O1', '/990101/obligations/O1'],
  ['/about#S-6.4d', '/990101/about#S-6.4d'],
])('%s leads to %s', (asked, want) => {
  const place = inCounty(router.resolve(asked), '990101')
  expect(place).not.toBe(true)
  expect(router.resolve(place as Exclude<typeof place, true>).fullPath).toBe(want)
})

it.each([
  ['/211382/figures', 'figures'],
  ['/990101/bodies/B1', 'body'],
  ['/990101/no/such/page', 'missing'],
  ['/99/bodies', 'missing'],
])('%s is the page %s', (asked, name) => {
  expect(router.resolve(asked).name).toBe(name)
  expect(inCounty(router.resolve(asked), '990101')).toBe(true)
})

it('marks the sections that only a judged county has', () => {
  for (const section of ['ranking', 'obligations', 'records']) {
    expect(router.resolve(`/211382/${section}`).meta['judged'], section).toBe(true)
  }
  for (const section of ['bodies', 'figures', 'about', 'ledger', 'data']) {
    expect(router.resolve(`/211382/${section}`).meta['judged'], section).toBeUndefined()
  }
})
