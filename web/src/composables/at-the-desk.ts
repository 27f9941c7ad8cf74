// SPDX-License-Identifier: Apache-2.0
/** When somebody last touched the keyboard, the pointer or the screen. */
let touchedAt = Date.now()
const touch = () => (touchedAt = Date.now())
for (const event of ['pointerdown', 'keydown', 'wheel', 'touchstart']) {
  addEventListener(event, touch, { passive: true, capture: true })
}

export const idleFor = (): number => Date.now() - touchedAt
export const atTheDesk = (withinMs: number): boolean => idleFor() < withinMs
export const stay = (): void => void touch()
