// SPDX-License-Identifier: Apache-2.0
import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'

const ELDER_KEY = 'gongxin.elder'

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage may be forbidden; the choice then lasts as long as the page
  }
}
function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // as above
  }
}

/** What the reader chose for this browser: 长辈版. */
export const usePreferences = defineStore('preferences', () => {
  const elder = ref(stored(ELDER_KEY) === 'on')
  watchEffect(() => {
    document.documentElement.classList.toggle('elder', elder.value)
    store(ELDER_KEY, elder.value ? 'on' : 'off')
  })
  return { elder }
})
