// SPDX-License-Identifier: Apache-2.0
import type { Locale } from './day'

const FORMS: Record<Locale, Intl.DateTimeFormat> = {
  'zh-CN': form('zh-CN'),
  en: form('en-GB'),
}
function form(tag: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag, {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: tag === 'zh-CN' ? '2-digit' : 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
}

/** An ISO instant (UTC) as day and minute in Shanghai; what is no instant stays as it is. */
export function formatInstant(at: string, locale: Locale): string {
  const instant = new Date(at)
  return Number.isNaN(instant.getTime()) ? at : FORMS[locale].format(instant)
}
