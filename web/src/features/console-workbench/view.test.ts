// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { viewOf } from './view'

it.each([
  [['R18'], 'admin'],
  [['R5', 'R6'], 'head'],
  [['R1'], 'head'],
  [['R5', 'self'], 'clerk'],
  [[], 'clerk'],
])('roles %s see the workbench of a %s', (roles, view) => expect(viewOf(roles)).toBe(view))
