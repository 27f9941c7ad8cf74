// SPDX-License-Identifier: Apache-2.0
type Tree = { [key: string]: unknown }
const isTree = (value: unknown): value is Tree => value !== null && typeof value === 'object' && !Array.isArray(value)

/** Texts of several files as one tree; a group (console_menu) may be spread over files, a text may not be given twice. */
export function merged(...files: object[]): Tree {
  const all: Tree = {}
  for (const file of files) {
    for (const [key, value] of Object.entries(file)) {
      const known = all[key]
      if (known === undefined) all[key] = value
      else if (isTree(known) && isTree(value)) all[key] = merged(known, value)
      else throw new Error(`text given twice: ${key}`)
    }
  }
  return all
}
