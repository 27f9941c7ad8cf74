#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Writes `x-roles` of every operation in api/openapi.yaml from its `x-action` and law/roles/roles.yaml.
// Usage: node tools/fill_roles.mjs [--check]   --check: exit 1 when something would change
import { readFileSync, writeFileSync } from 'node:fs'

const rolesText = readFileSync('law/roles/roles.yaml', 'utf8')
const roles = [...rolesText.matchAll(/- id: (\S+)[\s\S]*?actions:\s*\[([^\]]*)\]/g)].map(([, id, list]) => ({
  id,
  actions: new Set(list.split(',').map((action) => action.trim()).filter(Boolean)),
}))
const may = (role, action) => role.actions.has(action) || role.actions.has(`${action.split('.')[0]}.*`)

const before = readFileSync('api/openapi.yaml', 'utf8')
const after = before.replace(
  /( +)x-action: (\S+)\n\1x-roles: \[([^\]]*)\]/g,
  (whole, indent, action, listed) => {
    if (listed.trim() === 'public') return whole
    const names = roles.filter((role) => may(role, action)).map((role) => role.id)
    names.sort()
    return `${indent}x-action: ${action}\n${indent}x-roles: [${names.join(', ')}]`
  },
)
if (after === before) process.exit(0)
if (process.argv.includes('--check')) {
  console.error('api/openapi.yaml: x-roles differ from law/roles/roles.yaml; run tools/fill_roles.mjs')
  process.exit(1)
}
writeFileSync('api/openapi.yaml', after)
