// SPDX-License-Identifier: Apache-2.0
/** Words for each reason that may come without its title: rows of a batch, faults of an import. */
import reasons from '../../../../api/errors.yaml?zh'

/** `client.*` and `tenant.unknown` have their words in the shell. */
const { tenant: _, ...rest } = reasons
export const consoleReasons = { reason: rest }
