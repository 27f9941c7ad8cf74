// SPDX-License-Identifier: Apache-2.0
import { useRouter } from 'vue-router'
import { useSession } from '@/stores/session'

const FOLDERS: Record<string, string> = {
  obligation: '/obligations',
  statement: '/statements',
  handover: '/handovers',
  import_batch: '/imports',
  body: '/bodies',
  official: '/officials',
  file_objection: '/file-objections',
  case_file: '/cases',
  account: '/accounts',
}

/** The page of what a to-do, a notice or an entry of the journal is about, or null when it has none. A to-do stands in its list. */
export function subjectPath(subject: { type: string; id: string } | null | undefined): string | null {
  if (subject?.type === 'todo') return '/todos'
  const folder = subject ? FOLDERS[subject.type] : undefined
  return folder && subject?.id ? `${folder}/${encodeURIComponent(subject.id)}` : null
}

/** The same for whoever is signed in: null too where the page is not for this account. */
export function useSubjectPath(): typeof subjectPath {
  const router = useRouter()
  const session = useSession()
  return (subject) => {
    const path = subjectPath(subject)
    return path && session.can(...(router.resolve(path).meta.actions ?? [])) ? path : null
  }
}
