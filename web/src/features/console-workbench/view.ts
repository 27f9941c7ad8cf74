// SPDX-License-Identifier: Apache-2.0
export type WorkbenchView = 'head' | 'clerk' | 'admin'
const ADMINISTRATORS = ['R16', 'R17', 'R18']
const HEADS = ['R1', 'R3', 'R6', 'R7']

/** Administrators of the system see the system; those who decide see standings first; the others what they have to do. */
export function viewOf(roles: readonly string[]): WorkbenchView {
  if (roles.some((role) => ADMINISTRATORS.includes(role))) return 'admin'
  return roles.some((role) => HEADS.includes(role)) ? 'head' : 'clerk'
}
