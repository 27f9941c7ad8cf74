// SPDX-License-Identifier: Apache-2.0
import { useSession } from '@/stores/session'
import { choices } from './bodies'

export function useChoices() {
  const session = useSession()
  return choices(session.can, () => session.me?.tenant ?? '')
}
