// SPDX-License-Identifier: Apache-2.0
/** The lines of a text that hold something, trimmed: documents written one a line. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
