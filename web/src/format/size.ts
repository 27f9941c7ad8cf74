// SPDX-License-Identifier: Apache-2.0
const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const

/** Size of a file in the largest unit that keeps it at 1 or above. */
export function formatSize(bytes: number): string {
  let unit = 0
  let size = bytes
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : Number(size.toFixed(1))} ${UNITS[unit]}`
}
