// SPDX-License-Identifier: Apache-2.0
/** Files that hang on an object. Nothing is ever deleted; what was wrong is withdrawn with a reason. */
import { API_BASE, get, post, upload, type Schema } from './client'
import type { StaffList } from './staff'

export type Attachment = Schema['Attachment']
/** Largest file the server takes, and the kinds it takes by content. */
export const ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024
export const ATTACHMENT_TYPES = ['pdf', 'ofd', 'docx', 'xlsx', 'pptx', 'doc', 'xls', 'png', 'jpg', 'jpeg', 'webp', 'txt', 'csv'] as const

const path = (id: string) => `/attachments/${encodeURIComponent(id)}`

export const listAttachments = (entity: string, entity_id: string, signal?: AbortSignal) =>
  get<StaffList<Attachment>>('/attachments', { entity, entity_id }, signal)
/** Refusals: `attachment.type`, `attachment.too_large`, `attachment.infected`, `attachment.scan_unavailable`. */
export const uploadAttachment = (
  entity: string,
  entity_id: string,
  file: File,
  onProgress?: (sent: number, of: number) => void,
) =>
  upload<Attachment>('/attachments', file, {
    params: { name: file.name, entity, entity_id },
    ...(onProgress ? { onProgress } : {}),
  })
export const attachmentUrl = (id: string) => API_BASE + path(id)
export const withdrawAttachment = (id: string, reason: string) => post<Attachment>(`${path(id)}/withdraw`, { reason })
