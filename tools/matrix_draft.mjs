#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Adds lines for new operations to tests/functional/matrix/matrix.tsv, marked with "?" in every cell, for a person to fill in.
// Usage: node tools/matrix_draft.mjs     (reads api/openapi.yaml for ids and scopes; never decides who may)
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const file = 'tests/functional/matrix/matrix.tsv'
const roles = [...readFileSync('law/roles/roles.yaml', 'utf8').matchAll(/^ {2}- id: (\S+)/gm)].map(([, id]) => id)
const operations = [...readFileSync('api/openapi.yaml', 'utf8').matchAll(/operationId: (\S+)[\s\S]*?x-scope: (\S+)/g)]
  .map(([, id, scope]) => ({ id, scope })).filter(({ scope }) => ['own', 'rows', 'system'].includes(scope))
const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [
  '# Who may do what: reviewed by a person, held against the running server by access_matrix.test.mjs.',
  '# "y": the role may, in its scope; "-": it may not. A new operation is a failing test until its line is here.',
  ['operation', 'scope', ...roles].join('\t')]
const known = new Set(lines.map((line) => line.split('\t')[0]))
for (const { id, scope } of operations) {
  if (!known.has(id)) lines.push([id, scope, ...roles.map(() => '?')].join('\t'))
}
writeFileSync(file, `${lines.join('\n')}\n`)
