// SPDX-License-Identifier: Apache-2.0
const FOLDERS: Record<string, string> = {
  obligation: '/obligations',
  statement: '/statements',
  handover: '/handovers',
  import_batch: '/imports',
  import: '/imports',
  export: '/exports',
  body: '/bodies',
  official: '/officials',
  account: '/accounts',
}

/** The page of what a to-do or notice is about, or null when it has none of its own. */
export function subjectPath(subject: { type: string; id: string } | null | undefined): string | null {
  const folder = subject ? FOLDERS[subject.type] : undefined
  return folder && subject?.id ? `${folder}/${encodeURIComponent(subject.id)}` : null
}
