// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { standingsFirst } from './view'

it.each([
  [['statement.check', 'obligation.read'], true],
  [['obligation.add', 'statement.check'], false],
  [['statement.add'], false],
])('with %j standings come first: %s', (actions, first) => expect(standingsFirst((...any) => any.some((one) => actions.includes(one)))).toBe(first))
