// SPDX-License-Identifier: Apache-2.0
/** What the journal is about, and the acts in it, in the order in which filters offer them. Names: `entity.*`, `verb.*`. */
export const ENTITIES = [
  'obligation', 'milestone', 'payment', 'change', 'source', 'statement', 'body', 'post', 'tenure', 'official', 'handover', 'finding', 'record', 'cap_fact', 'bonus_fact',
  'debt', 'fiscal', 'published_figure', 'evaluation', 'evaluation_result', 'attachment', 'account', 'api_token', 'access', 'import_batch', 'export_batch', 'law_pack', 'division',
  'calendar_day', 'tenant', 'erasure', 'file_objection',
] as const
export const VERBS = [
  'add', 'change', 'import', 'undo', 'register', 'check', 'return', 'approve', 'hand_over', 'sign', 'upload', 'withdraw', 'read', 'unmask', 'export', 'grant', 'revoke', 'close', 'freeze', 'release', 'erase',
] as const
