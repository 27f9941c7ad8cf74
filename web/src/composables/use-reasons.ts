// SPDX-License-Identifier: Apache-2.0
import { shallowReactive } from 'vue'
import { currentLocale, t, te } from '@/locales'

/** Texts by language, fetched when a reason without a text of its own is first shown. */
const known = shallowReactive<Record<string, Record<string, string> | undefined>>({})
const asked = new Set<string>()

async function fetchTexts(language: string): Promise<void> {
  if (asked.has(language)) return
  asked.add(language)
  const { default: texts } = await (language === 'en' ? import('virtual:reasons-en') : import('virtual:reasons-zh'))
  known[language] = texts
}

/** Words for the reasons that answers give by key only: rows of a batch, faults of an import. */
export function useReasons(): (reason: string) => string {
  return (reason) => {
    if (!reason) return t('reason.other')
    if (te(`reason.${reason}`)) return t(`reason.${reason}`)
    const language = currentLocale()
    const texts = known[language]
    if (!texts) void fetchTexts(language)
    return texts?.[reason] ?? reason
  }
}
