// SPDX-License-Identifier: Apache-2.0
// Made-up answers of the data pages of the console. Development only.

/** Rows of the staff API: [method, pattern, answer({ query, body, bytes, session, needs, proven, refuse }, …path parts)]. */
export const dataRoutes = []
/** The newest imports, for the workbench. */
export const importsShown = () => [{ id: 'IM-1', kind: 'obligations', file_name: '合同台账.xlsx', state: 'done', rejected: 12, made_at: '2026-11-27T03:12:00.000Z' }]
