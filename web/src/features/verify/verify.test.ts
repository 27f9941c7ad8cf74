// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountAt } from '@/test-mount'
import VerifyPage from './VerifyPage.vue'

const digest = 'ab12'.repeat(16)
const score = {
  evaluation: { id: 'e1', tenant: '990101', scheme: 'S', scheme_name: '方案', period: '2025', as_of: '2025-12-31', status: 'frozen', position: 4, digest, bodies: 1, grades: [] },
  body: 'b1', body_name: '示范市财政局', class: 'DEPT', total_hundredths: 7321, before_caps_hundredths: 7321, grade: 'C', rank: 1, peers: 1, groups: [], bonus: [], caps: [],
}
const asked: string[] = []
const server = (answer: unknown, status = 200) =>
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    const type = status === 200 ? 'application/json' : 'application/problem+json'
    return Promise.resolve(new Response(JSON.stringify(answer), { status, headers: { 'content-type': type } }))
  })
afterEach(() => {
  vi.unstubAllGlobals()
  asked.length = 0
})
const at = (query: string) => mountAt(VerifyPage, { at: `/990101/verify${query}` })

describe('the check of a printed result', () => {
  it('agrees when the digest is the published one', async () => {
    server(score)
    const { wrapper } = await at(`?evaluation=e1&body=b1&digest=${digest}`)
    expect(asked[0]).toContain('/public/evaluations/e1/bodies/b1')
    expect(wrapper.find('[data-verdict]').attributes('data-verdict')).toBe('good')
    expect(wrapper.text()).toContain('示范市财政局')
    expect(wrapper.text()).toContain('73.21')
  })
  it('does not agree with another digest, or with none', async () => {
    server(score)
    for (const other of [`&digest=${digest.replace('a', 'b')}`, '']) {
      const { wrapper } = await at(`?evaluation=e1&body=b1${other}`)
      expect(wrapper.find('[data-verdict]').attributes('data-verdict')).toBe('bad')
    }
  })
  it('asks nothing of the server without a code', async () => {
    server(score)
    const { wrapper } = await at('')
    expect(asked).toEqual([])
    expect(wrapper.find('[data-verdict]').attributes('data-verdict')).toBe('note')
  })
  it('says so when there is no such result', async () => {
    server({ type: 'x', title: '没有这次评价', status: 404, reason: 'evaluation.unknown', trace: 't' }, 404)
    const { wrapper } = await at('?evaluation=none&body=b1&digest=00')
    expect(wrapper.find('[data-verdict]').exists()).toBe(false)
    expect(wrapper.text()).toContain('没有这次评价')
  })
})
