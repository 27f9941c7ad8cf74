// SPDX-License-Identifier: Apache-2.0
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { fetchSite, type Site } from '@/api/site'

/** What the site is and which county office is being read. Loaded once before the first page. */
export const useSite = defineStore('site', () => {
  const site = shallowRef<Site | null>(null)
  const tenantCode = ref('')
  const tenant = computed(() => site.value?.tenants.find((one) => one.tenant === tenantCode.value) ?? null)
  const judged = computed(() => tenant.value?.judged ?? false)
  const today = computed(() => site.value?.today ?? '')

  async function load(): Promise<Site> {
    site.value ??= await fetchSite()
    return site.value
  }
  const knows = (code: string) => site.value?.tenants.some((one) => one.tenant === code) ?? false
  return { site, tenantCode, tenant, judged, today, load, knows }
})
