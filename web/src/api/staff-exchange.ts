// SPDX-License-Identifier: Apache-2.0
/** Imports, exports, the journal and the law pack. */
import { API_BASE, get, post, upload, withQuery, type Params, type Schema } from './client'
import type { BodyRef, Named, StaffList } from './staff'

export type ImportState = 'queued' | 'running' | 'done' | 'failed' | 'undone' | 'interrupted'
export interface ImportKind {
  kind: string
  name: Named
  columns?: { key?: string; name?: Named; header?: Named; required?: boolean }[]
  note?: Named | string
}
export interface ImportJob {
  id: string
  kind: string
  state: ImportState
  file_name?: string
  account?: string
  made_at?: string
  started_at?: string
  ended_at?: string
  dry_run?: boolean
  update?: boolean
  read?: number
  added?: number
  changed?: number
  unchanged?: number
  /** Differ from what is there and stay as they are: `update` was not asked for. */
  kept?: number
  rejected?: number
  progress?: { done: number; of?: number }
  faults?: Schema['ImportFault'][]
  batch_id?: string
  reason?: string
}
export interface ExportJob {
  id: string
  kind: string
  state: ImportState
  format?: string
  filter?: Record<string, string | number | boolean>
  account?: string
  made_at?: string
  ended_at?: string
  rows?: number
  progress?: { done: number; of?: number }
  digest?: string
  file_name?: string
  reason?: string
  /** The file can be fetched. */
  available: boolean
}
export interface JournalChange {
  field: string
  label?: Named | string
  before?: unknown
  after?: unknown
}
export interface JournalEntry {
  seq: number
  at: string
  account: string
  action: string
  action_name?: Named
  entity: string
  entity_name?: Named
  entity_id: string
  entity_label?: string
  version?: number
  origin?: string
  body?: Partial<BodyRef>
  changes?: JournalChange[]
  /** So many more were changed than are listed. */
  changes_left_off?: number
  content?: unknown
  digest?: string
}
export interface LawPack {
  digest: string
  version: string
  loaded_on?: string
  kinds?: PackRow[]
  schemes?: PackRow[]
  deadlines?: number | PackRow[]
  calendars?: (number | string)[]
  roles?: PackRow[]
  warnings?: PackRow[]
  imports?: PackRow[]
  records?: PackRow[]
  measures?: PackRow[]
}
export type PackRow = string | ({ id?: string; kind?: string; code?: string; title?: Named | string; name?: Named | string } & Record<string, unknown>)

/** Largest file the server reads. */
export const IMPORT_BYTES_MAX = 32 * 1024 * 1024
const path = (name: string, id: string) => `/${name}/${encodeURIComponent(id)}`
const address = (text: string, params: Params = {}) => API_BASE + withQuery(text, params)

export const listImportKinds = (signal?: AbortSignal) => get<StaffList<ImportKind>>('/imports/kinds', {}, signal)
export const templateUrl = (kind: string, format: 'xlsx' | 'csv') => address(path('imports/templates', kind), { format })
export const startImport = (
  kind: string,
  file: File,
  options: { dry_run: boolean; update: boolean },
  onProgress?: (sent: number, of: number) => void,
) =>
  upload<ImportJob>(path('imports', kind), file, {
    params: { ...options, file_name: file.name },
    ...(onProgress ? { onProgress } : {}),
  })
export const listImports = (params: Params, signal?: AbortSignal) => get<StaffList<ImportJob>>('/imports', params, signal)
/** Refusals: `import.unknown`. */
export const fetchImport = (id: string, signal?: AbortSignal) => get<ImportJob>(path('imports', id), {}, signal)
export const confirmImport = (id: string) => post<ImportJob>(`${path('imports', id)}/confirm`, {})
export const undoImport = (id: string) => post<ImportJob>(`${path('imports', id)}/undo`, {})
export const errorsUrl = (id: string) => address(`${path('imports', id)}/errors`)

export const listExportKinds = (signal?: AbortSignal) => get<StaffList<ImportKind>>('/exports/kinds', {}, signal)
export const listExports = (params: Params, signal?: AbortSignal) => get<StaffList<ExportJob>>('/exports', params, signal)
export const startExport = (input: { kind: string; filter: Record<string, string>; format: 'xlsx' | 'csv' }) =>
  post<ExportJob>('/exports', input)
export const exportFileUrl = (id: string) => address(`${path('exports', id)}/file`)

export const listJournal = (params: Params, signal?: AbortSignal) =>
  get<{ items: JournalEntry[]; next?: string | null; total?: number }>('/journal', params, signal)
export const fetchJournalEntry = (seq: string, signal?: AbortSignal) => get<JournalEntry>(path('journal', seq), {}, signal)
export const exportJournal = (input: { filter: Record<string, string>; format: 'xlsx' | 'csv' }) => post<ExportJob>('/journal/export', input)

export const fetchLawPack = (signal?: AbortSignal) => get<LawPack>('/law/pack', {}, signal)
