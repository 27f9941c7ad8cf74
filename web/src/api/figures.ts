// SPDX-License-Identifier: Apache-2.0
import { get, type Schema } from './client'

export type FigureItem = Schema['FigureItem']
export type Figure = Schema['Figure']

export const listFigures = (tenant: string, signal?: AbortSignal) =>
  get<Schema['FigureList']>('/public/figures', { tenant }, signal)
/** Refusals: `figure.unknown`. */
export const fetchFigure = (id: string, signal?: AbortSignal) =>
  get<Figure>(`/public/figures/${encodeURIComponent(id)}`, {}, signal)
