// SPDX-License-Identifier: Apache-2.0
import { get, type Schema } from './client'

export type Site = Schema['Site']
export type Tenant = Schema['Tenant']
export type Overview = Schema['Overview']
export type DutyCounts = Schema['DutyCounts']
export type GroupedCounts = Schema['GroupedCounts']
export type MonthCounts = Schema['MonthCounts']
export type Division = Schema['Division']
export type SearchResult = Schema['SearchResult']
export type SearchHit = Schema['SearchHit']
export type Dataset = Schema['Dataset']

export const fetchSite = () => get<Site>('/public/site')
export const fetchOverview = (tenant: string, signal?: AbortSignal) => get<Overview>('/public/overview', { tenant }, signal)
export const fetchDivisions = (tenant: string, signal?: AbortSignal) =>
  get<Schema['DivisionList']>('/public/divisions', { tenant }, signal)
export const search = (params: { q: string; tenant: string; limit?: number; page?: number }, signal?: AbortSignal) =>
  get<SearchResult>('/public/search', params, signal)
export const fetchDatasets = (tenant: string, signal?: AbortSignal) =>
  get<Schema['DatasetList']>('/public/datasets', { tenant }, signal)
