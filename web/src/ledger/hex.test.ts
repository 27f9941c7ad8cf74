// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { fromBase64, fromHex, sameBytes, toHex } from './hex'

it('reads what it writes', () => {
  const bytes = Uint8Array.from([0, 1, 127, 128, 255])
  expect(toHex(bytes)).toBe('00017f80ff')
  expect(fromHex('00017F80ff')).toEqual(bytes)
  expect(sameBytes(bytes, fromBase64('AAF/gP8=')!)).toBe(true)
})

it.each(['0', 'zz', '0x00', '00 1'])('refuses %s', (text) => {
  expect(fromHex(text)).toBeNull()
})

it('refuses another length and bad base64', () => {
  expect(fromHex('00', 32)).toBeNull()
  expect(fromBase64('§§')).toBeNull()
})
