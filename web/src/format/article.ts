// SPDX-License-Identifier: Apache-2.0
import type { Locale } from './day'

/** A reference of the law pack, "art. 61, 85", as each language writes it: "第61、85条". Anything else stays as it is. */
export function formatArticle(article: string | null | undefined, locale: Locale): string {
  const match = /^art\. (\d+(?:\(\d+\))?(?:, ?\d+(?:\(\d+\))?)*)$/.exec(article ?? '')
  if (!match || locale === 'en') return article ?? ''
  return `第${match[1]!.replace(/, ?/g, '、')}条`
}
