// SPDX-License-Identifier: Apache-2.0
// Made-up answers of the data pages of the console. Development only.

/** Rows of the staff API: [method, pattern, answer({ query, body, bytes, session, needs, proven, refuse }, …path parts)]. */
export const dataRoutes = []
/** The newest imports, for the workbench. */
export const importsShown = () => [{ id: 'IM-1', kind: 'obligations', state: 'done', read: 200, added: 180, changed: 8, unchanged: 0, rejected: 12, at: '2026-11-27T03:12:00.000Z' }]
