// SPDX-License-Identifier: Apache-2.0
/**
 * Under `require-trusted-types-for 'script'` the chart library may still clear its box (`innerHTML = ''`); any other
 * HTML text is refused. The CSP names the policies `default` and `vue`.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown
}

export function allowEmptyHtmlOnly(): void {
  const factory = (window as unknown as { trustedTypes?: PolicyFactory }).trustedTypes
  factory?.createPolicy('default', {
    createHTML(text) {
      if (text !== '') throw new TypeError('HTML text is not allowed')
      return ''
    },
  })
}
