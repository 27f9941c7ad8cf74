// SPDX-License-Identifier: Apache-2.0
/** Kinds the filter offers; other kinds the server has are shown by its own name. */
export const TODO_KINDS = ['obligation_due', 'obligation_overdue', 'statement_check', 'statement_missing', 'handover_sign', 'import_rejected', 'file_objection'] as const

/** Lists of at most `size`, in order. */
export function inChunks<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size))
  return chunks
}
