// SPDX-License-Identifier: Apache-2.0
/**
 * Under `require-trusted-types-for 'script'` the chart library may still clear its box (`innerHTML = ''`); any other
 * HTML text is refused. A worker comes from our own files and from nowhere else. The CSP names the policies `default` and `vue`.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string; createScriptURL: (url: string) => string }): unknown
}

export function allowEmptyHtmlOnly(): void {
  const factory = (window as unknown as { trustedTypes?: PolicyFactory }).trustedTypes
  factory?.createPolicy('default', {
    createHTML(text) {
      if (text !== '') throw new TypeError('HTML text is not allowed')
      return ''
    },
    createScriptURL(url) {
      if (!isOwnWorker(url)) throw new TypeError('This script is not one of ours')
      return url
    },
  })
}
/** The address of a worker that the build put beside the pages; in development, of its source. */
export function isOwnWorker(url: string): boolean {
  const { origin, pathname } = new URL(url, location.href)
  return origin === location.origin && /^\/(assets|src)\/(?:[\w.-]+\/)*worker[\w.-]*\.(js|ts)$/.test(pathname)
}
