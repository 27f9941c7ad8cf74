// SPDX-License-Identifier: Apache-2.0
import { listBodies } from '@/api/bodies'
import { fetchBodyTree, fetchStaffDivisions } from '@/api/body-tree'
import { fetchDivisions } from '@/api/site'

type Asked = { parent?: string; q?: string; limit?: number }

/**
 * Bodies and areas to choose from. Administrators of the system see no business rows, hence not the staff tree; names of
 * bodies are public, so they choose from the public list.
 */
export function choices(can: (...any: readonly string[]) => boolean, tenant: () => string) {
  return {
    async bodies(asked: Asked, signal?: AbortSignal) {
      if (can('body.read')) return fetchBodyTree(asked, signal)
      const { items, total } = await listBodies({ tenant: tenant(), q: asked.q, limit: Math.min(asked.limit ?? 50, 100) }, signal)
      return { items: items.map((one) => ({ id: one.id, code: one.id, name: one.name, class: one.class, division_code: one.division, children: 0 })), total }
    },
    async divisions(signal?: AbortSignal) {
      if (can('division.read')) return (await fetchStaffDivisions({}, signal)).items.map(({ code, name }) => ({ code, name }))
      return (await fetchDivisions(tenant(), signal)).items.map(({ code, name }) => ({ code, name }))
    },
  }
}
