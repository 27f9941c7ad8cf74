// SPDX-License-Identifier: Apache-2.0
// Roles and what they may do, as the law pack and the contract have them: the mock allows what the server allows.
import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'

const read = (path) => load(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))
const operations = Object.values(read('api/openapi.yaml').paths).flatMap((path) => Object.values(path))
/** The rights of a route, for the roles that the contract names. */
const ofContract = (role) => operations.filter((one) => one['x-roles']?.includes(role)).map((one) => one['x-action'])

export const ROLES = readdirSync(new URL('../../../law/roles/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => read(`law/roles/${name}`).roles)
  .map((role) => ({ never_with: [], ...role, actions: [...new Set([...role.actions, ...ofContract(role.id)])] }))
