// SPDX-License-Identifier: Apache-2.0
/** Imports, exports, the journal and the law pack. */
import { API_BASE, get, post, upload, withQuery, type Params, type Schema } from './client'
import type { StaffList } from './staff'

export type ImportKind = Schema['ImportKind']
export type ExportKind = Schema['ExportKind']
export type ImportJob = Schema['Import']
export type ExportJob = Schema['Export']
export type JournalChange = Schema['JournalChange']
export type JournalEntry = Schema['JournalEntry']
export type LawPack = Schema['LawPackOverview']
export type PackRow = Schema['LawPackItem']

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

export const listExportKinds = (signal?: AbortSignal) => get<StaffList<ExportKind>>('/exports/kinds', {}, signal)
export const listExports = (params: Params, signal?: AbortSignal) => get<StaffList<ExportJob>>('/exports', params, signal)
export const startExport = (input: Schema['ExportInput']) =>
  post<ExportJob>('/exports', input)
export const exportFileUrl = (id: string) => address(`${path('exports', id)}/file`)

export const listJournal = (params: Params, signal?: AbortSignal) =>
  get<Schema['JournalEntryList']>('/journal', params, signal)
export const fetchJournalEntry = (seq: string, signal?: AbortSignal) => get<Schema['JournalEntryFull']>(path('journal', seq), {}, signal)
export const exportJournal = (input: Schema['JournalExportInput']) => post<ExportJob>('/journal/export', input)

export const fetchLawPack = (signal?: AbortSignal) => get<LawPack>('/law/pack', {}, signal)
