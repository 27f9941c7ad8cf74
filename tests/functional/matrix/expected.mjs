// SPDX-License-Identifier: Apache-2.0
// Reads the reviewed matrix and compares it with the contract of the running server.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/**
 * The reviewed table: one line an operation, one column a role. "y": the role may; "-": it may not.
 * Columns before the roles: operation id, scope (own, rows, system, public, service).
 */
export function readMatrix() {
  const lines = readFileSync(join(here, 'matrix.tsv'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
  const [head, ...rows] = lines.map((line) => line.split('\t'))
  const roles = head.slice(2)
  const operations = new Map(rows.map(([operation, scope, ...cells]) => [operation,
    { scope, may: new Set(roles.filter((_, index) => cells[index] === 'y')), cells }]))
  return { roles, operations, rows }
}

/** Every operation of an OpenAPI document: {id, method, path, action, scope, roles, parameters, hasBody}. */
export function operationsOf(openapi) {
  const all = []
  for (const [path, item] of Object.entries(openapi.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (!operation.operationId) continue
      all.push({ id: operation.operationId, method: method.toUpperCase(), path, action: operation['x-action'],
        scope: operation['x-scope'], roles: operation['x-roles'], parameters: operation.parameters ?? [],
        bodyMax: operation['x-body-bytes-max'] ?? 0, bodyType: Object.keys(operation.requestBody?.content ?? {})[0] })
    }
  }
  return all
}
