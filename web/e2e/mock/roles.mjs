// SPDX-License-Identifier: Apache-2.0
// Roles and what they may do, as the law pack has them: the mock allows what the server allows.
import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'

const folder = new URL('../../../law/roles/', import.meta.url)
export const ROLES = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => load(readFileSync(new URL(name, folder), 'utf8')).roles)
  .map((role) => ({ never_with: [], ...role }))
