// SPDX-License-Identifier: Apache-2.0
/** A path of this console to go on with after signing in; anything else is the first page. */
export function onward(asked: unknown): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) ? asked : '/'
}
