// SPDX-License-Identifier: Apache-2.0
/** Chart options read the same tokens as the style sheets. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** Tooltips are drawn on the canvas: HTML ones would need inline styles, which the CSP refuses. */
export const canvasTooltip = () => ({
  renderMode: 'richText' as const,
  confine: true,
  backgroundColor: token('--surface'),
  borderColor: token('--line-2'),
  textStyle: { color: token('--ink'), fontFamily: token('--font'), fontSize: 13 },
})
