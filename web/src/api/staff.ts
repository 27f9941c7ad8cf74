// SPDX-License-Identifier: Apache-2.0
/** Shapes that many staff answers share: references beside ids, lists, names in both languages. */
import type { Schema } from './client'

export type BodyRef = Schema['StaffBodyReference']
/** A name as pages show one: the data may have it in Chinese only. */
export interface Named {
  zh: string
  en?: string
}
export type Evidence = Schema['EvidencePiece']
/** One line of a batch: done, or refused with its reason. */
export type BatchLine = Schema['EachDone']['items'][number]
/** An official as lists may show one: the staff number, and a masked name where the server gives it. */
export type OfficialRef = Schema['RowReference'] & { name?: string }
export const personText = (official: OfficialRef | undefined): string => official?.name || official?.staff_no || official?.id || ''
export interface StaffList<T> {
  items: T[]
  total: number
  next?: string | null
}
/** What every answer to a form says; each of them says more. */
export interface Made {
  id: string
  code?: string
  version?: number
}
