// SPDX-License-Identifier: Apache-2.0
/** Texts of the pages. Chinese is part of the first load, English comes when asked for. Keys are equal in both. */
import { createI18n } from 'vue-i18n'
import { setApiLanguage } from '@/api/client'
import type { Locale } from '@/format/day'
import zh from './zh-CN'

export type { Locale }
export const LOCALES: readonly Locale[] = ['zh-CN', 'en']
const LOCALE_KEY = 'gongxin.locale'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, typeof zh>,
})

export const t = i18n.global.t
export const te = (key: string): boolean => i18n.global.te(key)
/** The raw message at a key: for lists of texts. */
export const tm = (key: string): unknown[] => i18n.global.tm(key) as unknown as unknown[]
export const locale = i18n.global.locale

/** Texts of another entry page: Chinese at once, English with the English of the rest. */
type MoreTexts = { zh: object; en: () => Promise<{ default: object }> }
const more: MoreTexts[] = []
export async function addTexts(texts: MoreTexts): Promise<void> {
  more.push(texts)
  i18n.global.mergeLocaleMessage('zh-CN', texts.zh as typeof zh)
  if (i18n.global.availableLocales.includes('en')) i18n.global.mergeLocaleMessage('en', (await texts.en()).default as typeof zh)
}

export const currentLocale = (): Locale => locale.value as Locale

/** Loads the texts if needed, then switches pages, problem texts and the document's language. */
export async function setLocale(next: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(next)) {
    const [first, ...others] = await Promise.all([import('./en'), ...more.map((texts) => texts.en())])
    i18n.global.setLocaleMessage(next, first.default)
    for (const other of others) i18n.global.mergeLocaleMessage(next, other.default as typeof zh)
  }
  locale.value = next
  setApiLanguage(next)
  document.documentElement.lang = next
  try {
    localStorage.setItem(LOCALE_KEY, next)
  } catch {
    // the choice then lasts as long as the page
  }
}

/** The language asked for by `?lang=`, else the one chosen before, else Chinese. */
export function initialLocale(): Locale {
  const asked = new URLSearchParams(location.search).get('lang')
  let chosen: string | null = null
  try {
    chosen = localStorage.getItem(LOCALE_KEY)
  } catch {
    // none
  }
  return LOCALES.find((one) => one === asked) ?? LOCALES.find((one) => one === chosen) ?? 'zh-CN'
}
