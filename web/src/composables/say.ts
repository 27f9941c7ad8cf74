// SPDX-License-Identifier: Apache-2.0
import type { Named } from '@/api/staff'
import { currentLocale } from '@/locales'

/** A name that the data give in both languages, in the reader's. */
export const say = (name: Named | undefined, otherwise = ''): string => (currentLocale() === 'en' && name?.en) || name?.zh || otherwise
