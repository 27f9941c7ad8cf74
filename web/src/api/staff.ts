// SPDX-License-Identifier: Apache-2.0
/** Shapes that many staff answers share: references beside ids, lists, names in both languages. */
export interface BodyRef {
  id: string
  code: string
  name: string
}
export interface PostRef {
  id: string
  title: string
}
/** An official as lists may show one: the staff number, and a masked name where the server gives it. */
export interface OfficialRef {
  id: string
  staff_no?: string
  name?: string
}
export const personText = (official: OfficialRef | undefined): string => official?.name || official?.staff_no || official?.id || ''
export interface StaffList<T> {
  items: T[]
  total: number
  next?: string | null
}
export interface Made {
  id: string
  code?: string
  version?: number
}
export interface Named {
  zh: string
  en?: string
}
/** One line of a batch: done, or refused with its reason. */
export interface BatchLine {
  id: string
  ok: boolean
  reason?: string
}
export interface Evidence {
  title: string
  on?: string
  doc_no?: string
  digest?: string
  attachment_id?: string
}
