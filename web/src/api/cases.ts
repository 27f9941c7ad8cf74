// SPDX-License-Identifier: Apache-2.0
/** Procedures of the law pack and the cases that run under them. No page knows a procedure by name: it draws what these say. */
import { API_BASE, get, post, type Params, type Schema } from './client'
import type { StaffList } from './staff'

export type ProcedureItem = Schema['ProcedureItem']
export type Procedure = Schema['Procedure']
export type ProcedureState = Schema['ProcedureState']
export type ProcedureStep = Schema['ProcedureStep']
/** A step that the caller may take now, with what the case knows of its fields. */
export type OpenStep = Schema['OpenProcedureStep']
export type FormFieldSpec = Schema['CaseFormField']
export type FieldType = Schema['CaseFieldType']
export type CaseItem = Schema['CaseItem']
export type CaseDetail = Schema['CaseDetail']
export type CaseValue = Schema['CaseValue']
export type CaseStepTaken = Schema['CaseStepTaken']
export type CaseClock = Schema['CaseClock']
export type CaseClockDay = Schema['CaseClockDay']
export type CaseOpening = Schema['CaseOpeningInput']
export type CaseStepInput = Schema['CaseStepInput']

/** What files of a case hang on. */
export const CASE_ENTITY = 'case_file'

const path = (id: string) => `/cases/${encodeURIComponent(id)}`

export const listProcedures = (signal?: AbortSignal) => get<Schema['ProcedureList']>('/procedures', {}, signal)
/** Refusals: `procedure.unknown`. */
export const fetchProcedure = (id: string, signal?: AbortSignal) => get<Procedure>(`/procedures/${encodeURIComponent(id)}`, {}, signal)
export const listCases = (params: Params, signal?: AbortSignal) => get<StaffList<CaseItem>>('/cases', params, signal)
/** Refusals: `case.field_missing` and other `case.…`, each with the field at fault. */
export const openCase = (input: CaseOpening) => post<Schema['MadeCase']>('/cases', input)
/** Refusals: `case.unknown`. */
export const fetchCase = (id: string, signal?: AbortSignal) => get<CaseDetail>(path(id), {}, signal)
/** Refusals: `store.version` when somebody else was faster, `case.step_not_from_here`, what a guard of the step says. */
export const takeCaseStep = (id: string, input: CaseStepInput) => post<Schema['CaseStepDone']>(`${path(id)}/steps`, input)
export const fetchCaseClock = (id: string, signal?: AbortSignal) => get<CaseClock>(`${path(id)}/clock`, {}, signal)
/** The official document that the newest taking of a step made, as PDF. */
export const caseDocumentUrl = (id: string, step: string) => `${API_BASE}${path(id)}/documents/${encodeURIComponent(step)}`
