// SPDX-License-Identifier: Apache-2.0
// Made-up complaints with the proof of work the server asks for: each first request is told to bring one. Development only.
import { createHash, randomBytes } from 'node:crypto'

const BITS = Number(process.env.PROOF_BITS ?? 14)
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const DAY = '2026-11-28'
const filings = new Map()
const byKey = new Map()
const challenges = new Set()
export const form = (typed) => String(typed).toUpperCase().replace(/[- ]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
const refuse = (status, reason, title) => ({ status, body: { type: `urn:gongxin:reason:${reason}`, title, status, reason, trace: '7f3a9c21', errors: [] } })
const unknown = () => refuse(404, 'complaint.receipt_unknown', '没有与此回执码对应的投诉')

/** Null when the proof is good; else the refusal. */
function gate(proof, bound) {
  if (!proof) return refuse(429, 'complaint.proof_needed', '目前提交过多，请完成一次计算验证后重试')
  const hash = createHash('sha256').update(`${proof.challenge}.${bound}.${proof.nonce}`).digest()
  const good = challenges.has(proof.challenge) && hash.readUInt32BE(0) >>> (32 - BITS) === 0
  return good ? null : refuse(429, 'complaint.proof_wrong', '计算验证无效或已过期')
}
function certificate(filing) {
  return { kind: 'complaint_receipt', tenant: '990101', number: filing.id, day: DAY, digest: filing.digest, hash: 'sm3', algorithm: 'SM2', signature: createHash('sha256').update(filing.digest).digest('hex'), ...(filing.entered ? { entry: { leafIndex: 118 } } : {}) }
}
/** How many complaints there are: a double press files one. */
export const filed = () => filings.size
/** The one that the office of the mock handles: every part of the page has something to show. */
filings.set('7K2QM9ZD4FXW3HTB8R5A', { id: '4f0d9c2a7be1', digest: 'ab'.repeat(32), anonymous: true, title: '村道养护款拖欠两年', content: '2024年完工的村道养护，合同约定验收后六十日内付清，至今没有付。\n多次去问，都说换了领导不清楚。', entered: true, state: 'callback', state_name: { zh: '已答复，请评价', en: 'Answered: please rate' }, reply: '经核实，养护款 12.6 万元确未按约支付，已要求该单位于 12 月 15 日前付清。', can_rate: true, messages: [{ number: 1, from: 'office', text: '请问验收单上的日期是哪一天？', day: '2026-11-20', seen: true }, { number: 2, from: 'complainant', text: '2024年9月12日。', day: '2026-11-21', seen: true }] })

const ROUTES = {
  'GET /public/complaints/challenge'() {
    const challenge = `1795400000.${randomBytes(12).toString('hex')}`
    challenges.add(challenge)
    return { body: { challenge, bits: BITS, algorithm: 'SHA-256', seconds: 3600 } }
  },
  'GET /public/complaints/filed-so-far': () => ({ body: { count: filings.size } }),
  'POST /public/complaints'({ body, key }) {
    if (!/^[0-9a-f]{32,}$/.test(key ?? '')) return refuse(400, 'complaint.key_weak', 'Idempotency-Key 的随机性不足 128 位')
    const refused = gate(body.proof, key)
    if (refused) return refused
    if (body.contact && !body.contact.name) return refuse(400, 'complaint.content_length', '内容应为 1 至 20000 字')
    let receipt = byKey.get(key)
    if (!receipt) {
      receipt = [...randomBytes(20)].map((byte) => ALPHABET[byte % 32]).join('')
      byKey.set(key, receipt)
      filings.set(receipt, { id: randomBytes(6).toString('hex'), digest: randomBytes(32).toString('hex'), anonymous: Boolean(body.anonymous) || !body.contact, title: body.title, content: body.content, state: 'received', messages: [] })
    }
    const filing = filings.get(receipt)
    return { status: 201, body: { id: filing.id, receipt: receipt.replace(/(.{5})(?=.)/g, '$1-'), anonymous: filing.anonymous, certificate: certificate(filing) } }
  },
  'POST /public/complaints/lookup'({ body }) {
    const refused = gate(body.proof, form(body.receipt))
    if (refused) return refused
    const filing = filings.get(form(body.receipt))
    if (!filing) return unknown()
    const { id, anonymous, title, content, state, state_name, reply, can_rate, messages } = filing
    return { body: { id, filed_on: DAY, anonymous, title, content, state, ...(state_name ? { state_name } : {}), ...(reply ? { reply } : {}), closed: false, can_rate: Boolean(can_rate), messages, certificate: certificate(filing) } }
  },
  'POST /public/complaints/messages'({ body }) {
    const refused = gate(body.proof, form(body.receipt))
    const filing = filings.get(form(body.receipt))
    if (refused || !filing) return refused ?? unknown()
    filing.messages.push({ number: filing.messages.length + 1, from: 'complainant', text: body.text, day: DAY, seen: false })
    return { status: 201, body: { number: filing.messages.length } }
  },
  'POST /public/complaints/rating'({ body }) {
    const refused = gate(body.proof, form(body.receipt))
    const filing = filings.get(form(body.receipt))
    if (refused || !filing) return refused ?? unknown()
    filing.can_rate = false
    return { body: { accepted: true } }
  },
  'POST /public/verify'({ body }) {
    const filing = [...filings.values()].find((one) => one.id === body.number)
    const good = filing && body.digest === filing.digest && body.day === DAY && body.signature === certificate(filing).signature
    return { body: { verdict: good ? 'valid' : 'inconsistent', kind: 'complaint_receipt', ...(good ? { entered: Boolean(filing.entered), ...(filing.entered ? { index: 118 } : {}) } : {}), checks: [{ name: 'form', ok: true }, { name: 'signature', ok: Boolean(good) }] } }
  },
}
/** The answer to a public request that is about complaints, or null. A cookie or a token in one of them is a fault of the page. */
export function complaint(request, path, bytes) {
  const route = ROUTES[`${request.method} ${path}`]
  if (!route) return null
  if (request.headers.cookie || request.headers['x-csrf-token']) return refuse(500, 'mock.cookie', '不应带 Cookie')
  return route({ body: bytes.length ? JSON.parse(bytes) : {}, key: request.headers['idempotency-key'] })
}
