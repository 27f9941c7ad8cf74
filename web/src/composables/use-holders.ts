// SPDX-License-Identifier: Apache-2.0
import { personText } from '@/api/staff'
import { listTenures, type Post } from '@/api/staff-subjects'
import { useLoad } from './use-load'

const TENURES_MAX = 200

/** Who holds which post now. `null`: vacant; `undefined`: not known, because there are more tenures than one answer holds. */
export function useHolders(body: () => string) {
  const { data, reload } = useLoad((signal) => listTenures({ body: body(), state: 'current', limit: TENURES_MAX }, signal), body)
  return {
    reload,
    holderOf(post: Post): string | null | undefined {
      const held = data.value?.items.find((one) => one.post_id === post.id)?.official
      if (held) return personText(held)
      return data.value && data.value.total <= data.value.items.length ? null : undefined
    },
  }
}
