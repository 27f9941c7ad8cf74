// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { inChunks } from './todos'

it('cuts long lists into calls', () => {
  expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(inChunks([], 2)).toEqual([])
})
