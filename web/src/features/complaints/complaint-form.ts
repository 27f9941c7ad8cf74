// SPDX-License-Identifier: Apache-2.0
/** What is typed into the form of a complaint, what is wrong with it, and what is sent. */
import type { ComplaintInput } from '@/api/complaints'

export const TITLE_MAX = 200
export const CONTENT_MAX = 20_000
export const MESSAGE_MAX = 4_000
export const NOTE_MAX = 2_000
export const CONTACT_MAX = 100
export const FOCUSES = ['harm_people', 'harm_market', ''] as const
export const CONTACT_FIELDS = ['name', 'phone', 'email', 'address'] as const

export interface ComplaintForm {
  /** Nothing is chosen for the reader: who is known and who is not must be a decision. */
  identity: 'named' | 'anonymous' | ''
  title: string
  content: string
  body: { id: string; name: string } | null
  focus: (typeof FOCUSES)[number]
  contact: Record<(typeof CONTACT_FIELDS)[number], string>
}
export const emptyForm = (): ComplaintForm => ({ identity: '', title: '', content: '', body: null, focus: '', contact: { name: '', phone: '', email: '', address: '' } })

/** Characters as the server counts them. */
export const lengthOf = (text: string): number => [...text.trim()].length

/** Fields that are not right yet, each with the key of what to say about it. */
export function faultsOf(form: ComplaintForm): Record<string, string> {
  const faults: Record<string, string> = {}
  if (!form.identity) faults['identity'] = 'identity'
  if (!form.title.trim()) faults['title'] = 'title'
  else if (lengthOf(form.title) > TITLE_MAX) faults['title'] = 'too_long'
  if (!form.content.trim()) faults['content'] = 'content'
  else if (lengthOf(form.content) > CONTENT_MAX) faults['content'] = 'too_long'
  if (form.identity === 'named') {
    if (!form.contact.name.trim()) faults['contact.name'] = 'name'
    if (!form.contact.phone.trim() && !form.contact.email.trim() && !form.contact.address.trim()) faults['contact.phone'] = 'way'
  }
  return faults
}

/** An anonymous complaint carries no contact, whatever was typed before the reader changed the mind. */
export function inputOf(form: ComplaintForm): ComplaintInput {
  const contact = Object.fromEntries(Object.entries(form.contact).flatMap(([key, text]) => (text.trim() ? [[key, text.trim()]] : [])))
  return {
    title: form.title.trim(),
    content: form.content.trim(),
    ...(form.body ? { body: form.body.id } : {}),
    ...(form.focus ? { focus: form.focus } : {}),
    ...(form.identity === 'named' ? { contact } : { anonymous: true }),
  }
}
