// SPDX-License-Identifier: Apache-2.0
/** Pages of the console without an id and the actions that open them, read from the two router files. */
import { readFileSync } from 'node:fs'

const named = { ACCOUNT_ACTIONS: ['account.read'], GRANT_ACTIONS: ['account.grant'] }
const source = ['console.ts', 'console-data.ts'].map((file) => readFileSync(new URL(`../src/router/${file}`, import.meta.url), 'utf8')).join('\n')
export const pages = [...source.matchAll(/\{ path: '(\/[^:']*)', name: '([^']+)', meta: \{([^}]*)\}/g)]
  .filter(([, , , meta]) => !meta.includes('open: true'))
  .map(([, path, , meta]) => {
    const list = /actions: (\[[^\]]*\]|\w+)/.exec(meta)?.[1] ?? '[]'
    return [path, named[list] ?? [...list.matchAll(/'([^']+)'/g)].map((one) => one[1])]
  })
