// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { formatSize } from './size'

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [20 * 1024 * 1024, '20 MiB'],
  [32 * 1024 ** 3, '32 GiB'],
])('%i bytes are %s', (bytes, text) => expect(formatSize(bytes)).toBe(text))
