// SPDX-License-Identifier: Apache-2.0
import type { Locale } from './day'

/** Several names in a row, as each language writes them. */
export const listed = (names: readonly string[], locale: Locale): string => names.join(locale === 'en' ? ', ' : '、')
