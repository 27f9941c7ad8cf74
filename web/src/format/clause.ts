// SPDX-License-Identifier: Apache-2.0
/** References to the law as procedures and cases write them: "S-4.3b", "SRC-XFGZTL art. 30", "EXT-N1103". */
import { formatArticle } from './article'
import type { Locale } from './day'

export interface Clause {
  /** Of the legal text; empty for a clause of the plan. */
  source: string
  /** "art. 30", or the clause of the plan. */
  place: string
}
const PLAN = /^S-\d/
const OF_SOURCE = /^([A-Z]{2,4}-[A-Z0-9-]+?)(?:\s+(art\. .+))?$/

/** Null for what is no such reference. */
export function parseClause(text: string): Clause | null {
  const bare = text.trim()
  if (PLAN.test(bare)) return /^S-\d+(\.\d+)?[a-z]?$/.test(bare) ? { source: '', place: bare } : null
  const match = OF_SOURCE.exec(bare)
  return match ? { source: match[1]!, place: match[2] ?? '' } : null
}

/** The public page where it can be read. */
export function clauseHref(text: string): string | null {
  const clause = parseClause(text)
  if (!clause) return null
  return clause.source ? `/sources/${encodeURIComponent(clause.source)}` : `/about#${clause.place}`
}

/** Title and article in Chinese, as far as the title is known; the code otherwise. */
export function clauseText(text: string, titles: ReadonlyMap<string, string>, locale: Locale): string {
  const clause = parseClause(text)
  if (!clause || locale === 'en') return text
  if (!clause.source) return `《实施方案》${clause.place}`
  const title = titles.get(clause.source)
  return title ? `《${title}》${formatArticle(clause.place, locale)}` : text
}
