// SPDX-License-Identifier: Apache-2.0
/** Whoever registers or states sees first what there is to do; whoever watches and decides, how the bodies stand. */
export const standingsFirst = (can: (...any: readonly string[]) => boolean): boolean => !can('obligation.add', 'statement.add')
