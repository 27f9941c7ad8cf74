// SPDX-License-Identifier: Apache-2.0
import { afterEach, vi } from 'vitest'

afterEach(() => {
  vi.restoreAllMocks()
  localStorage.clear()
})
