// SPDX-License-Identifier: Apache-2.0
// Made-up answers for the handlers of anonymous complaints, for recalls and for readers of the feed. Development only.
const TODAY = '2026-11-28'
const PASSPHRASE = 'a passphrase of handlers'
const keys = new Map()
const share = (n, seed) => `GX-${n}-2-${[...'abcd'].map((_, i) => (seed * 7919 * (n + i * 31)).toString(16).toUpperCase().padStart(8, '0').slice(-8)).join('-')}-9F2${n}`
const messages = [{ number: 1, from: 'complainant', text: '补充：验收单由村委会盖章。', day: '2026-11-26', seen: true }]
const recalls = ['feed', 'export', 'report'].flatMap((channel, i) => ['sent', 'asked', 'unreachable', 'acknowledged'].map((state, n) => ({ id: `RC-${i}${n}`, version: 1, code: `ZH-2026-${String(i * 4 + n + 1).padStart(4, '0')}`, record_id: `R${n}`, body_id: 'B107', body: { id: 'B107', code: 'B107', name: '市水利局' }, recipient: channel === 'feed' ? 'FS-1' : 'A3', recipient_name: channel === 'feed' ? '省信用信息平台' : '赵敏', channel, reason: ['repaired', 'revoked', 'corrected', 'expired'][n], asked_on: '2026-11-20', state, ...(state === 'sent' || state === 'acknowledged' ? { sent_on: '2026-11-21' } : {}), ...(state === 'acknowledged' ? { acknowledged_on: '2026-11-24', acknowledged_by: '赵敏', note: '对方来电确认已删除。' } : {}) })))
const subscribers = [{ id: 'FS-1', version: 1, code: 'DY-0001', name: '省信用信息平台', made_by: '陈志强', made_on: '2026-08-01' }, { id: 'FS-2', version: 2, code: 'DY-0002', name: '市营商环境建设局', made_by: '陈志强', made_on: '2026-05-11', revoked_on: '2026-10-01' }]

export const handlingOf = ({ page }) => [
  ['GET', '/me/handler-key', ({ needs, session }) => { needs('complaint.read_filing'); const key = keys.get(session.account.id); return { ready: keys.size > 0, ...(key ? { key: key.shown } : {}) } }],
  ['POST', '/me/handler-key', ({ needs, session, body, refuse }) => {
    needs('complaint.read_filing')
    if (keys.has(session.account.id) && !body.replace) refuse(409, 'handler_key.exists', '本账户已有办理密钥')
    const shown = { id: 'HK-1', public: 'c0ffee'.repeat(8), made_on: TODAY, ...(body.shares ? { shares: { count: body.shares.n, needed: body.shares.m } } : {}) }
    keys.set(session.account.id, { shown, passphrase: body.passphrase })
    return { status: 201, body: { key: shown, ...(body.shares ? { shares: Array.from({ length: body.shares.n }, (_, i) => share(i + 1, 3)) } : {}) } }
  }],
  ['POST', '/me/handler-key/recover', ({ needs, session, body, refuse }) => {
    needs('complaint.read_filing')
    const key = keys.get(session.account.id)
    if (!key || body.shares.some((one) => !one.startsWith('GX-'))) refuse(400, 'handler_key.share_form', '恢复份额有录入错误')
    key.passphrase = body.passphrase
    key.shown.changed_on = TODAY
    return { key: key.shown }
  }],
  ['POST', '/cases/:id/filing', ({ needs, session, body, refuse }, id) => {
    needs('complaint.read_filing')
    if (id !== 'CS-anonymous') return { id: '77b0', anonymous: false, content: { title: '工程款拖欠两年未付', content: '2024年6月签订合同，至今未付。', day: '2026-11-24', contact: { name: '林一', phone: '0421-0000000' } }, messages: [] }
    if (body.passphrase !== (keys.get(session.account.id)?.passphrase ?? PASSPHRASE)) refuse(400, 'handler_key.passphrase_wrong', '口令不正确')
    return { id: '4f0d9c2a7be1', anonymous: true, content: { title: '村道养护款拖欠两年', content: '2024年完工的村道养护，合同约定验收后六十日内付清，至今没有付。', day: '2026-11-19', focus: 'harm_people' }, messages }
  }],
  ['POST', '/cases/:id/messages', ({ needs, body }) => { needs('complaint.read_filing'); messages.push({ number: messages.length + 1, from: 'office', text: body.text, day: TODAY, seen: false }); return { status: 201, body: { number: messages.length } } }],
  ['GET', '/recalls', ({ needs, query }) => { needs('recall.read'); return page(recalls.filter((one) => ['channel', 'state', 'record'].every((key) => !query.get(key) || (key === 'record' ? one.record_id : one[key]) === query.get(key))), query) }],
  ['POST', '/recalls/:id/acknowledge', ({ needs, body, refuse }, id) => {
    needs('recall.acknowledge')
    if (/1\d{10}/.test(body.note)) refuse(400, 'recall.note_personal', '说明中有疑似身份证号、电话或者银行卡号，请删去', [{ pointer: '/body/note', reason: 'recall.note_personal', title: '说明中有疑似身份证号、电话或者银行卡号，请删去' }])
    const one = recalls.find((all) => all.id === id) ?? refuse(404, 'recall.unknown', '没有这条撤回')
    Object.assign(one, { version: one.version + 1, state: 'acknowledged', acknowledged_on: TODAY, acknowledged_by: '赵敏', note: body.note })
    return { body: one }
  }],
  ['GET', '/feed-subscribers', ({ needs }) => { needs('feed_subscriber.manage'); return { items: subscribers, total: subscribers.length } }],
  ['POST', '/feed-subscribers', ({ needs, body }) => { needs('feed_subscriber.manage'); const one = { id: `FS-${subscribers.length + 1}`, version: 1, code: `DY-000${subscribers.length + 1}`, name: body.name, made_by: '陈志强', made_on: TODAY }; subscribers.push(one); return { status: 201, body: { ...one, token: 'gf_Zk3vN8sQ0yTq1WmB7cLx5uRdHe2JfPa9' } } }],
  ['POST', '/feed-subscribers/:id/revoke', ({ needs, refuse }, id) => { needs('feed_subscriber.manage'); const one = subscribers.find((all) => all.id === id) ?? refuse(404, 'store.unknown', '没有'); one.revoked_on = TODAY; return { body: one } }],
]
