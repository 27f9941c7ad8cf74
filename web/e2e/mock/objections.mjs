// SPDX-License-Identifier: Apache-2.0
// Made-up objections of persons to their files, and the to-dos for those who answer them. Development only.
const TODAY = '2026-11-28'
const day = (offset) => new Date(Date.parse(`${TODAY}T00:00:00Z`) + offset * 864e5).toISOString().slice(0, 10)
const SUBJECTS = [['tenure', '任副局长的起始日期有误，任免文件为示政任〔2021〕6号，应为 2021 年 3 月 1 日。'], ['record', '该处分决定已经示监复〔2026〕2号复查撤销，请从记录中撤回。\n复查决定书原件存于本人处，可随时提供核对。'], ['official', '人员类别登记为事业单位人员，本人 2020 年 7 月起为公务员。']]
const LEFT = [-2, 1, 4, 12]
const person = (official) => ({ id: official.id, staff_no: official.staff_no, name: official.name })

/** `page`, officials and tenures are those of the other pages. */
export function objectionsOf({ officials, tenures, page }) {
  const tenureOf = (official) => tenures.find((one) => one.official_id === official.id) ?? { id: 'T-GONE' }
  const all = Array.from({ length: 27 }, (_, i) => {
    const official = officials[i * 2 + 1]
    const [entity, text] = SUBJECTS[i % 3]
    const open = i < 4
    return { id: `OJ-${i}`, version: open ? 1 : 2, official_id: official.id, official: person(official), entity, entity_id: { official: official.id, tenure: tenureOf(official).id, record: 'R-XZ-9' }[entity], text, filed_on: day(open ? (LEFT[i] - 15) * 1.4 : -40 - i * 6), state: open ? 'open' : 'answered', ...(open ? {} : { answer: '经与任免文件核对，情况属实，已更正。', answered_by: 'organisation', answered_on: day(-30 - i * 6) }) }
  })
  const todoOf = (one) => {
    const left = LEFT[all.filter((other) => other.state === 'open').indexOf(one)] ?? 15
    return { id: `TO-${one.id}`, version: 1, kind: 'file_objection', kind_name: { zh: '本人档案异议待答复', en: 'An objection to the own file waits for an answer' }, title: one.id, subject: { type: 'file_objection', id: one.id }, source: ['S-5.6d'], opened_on: one.filed_on, due_on: day(Math.round(left * 1.4)), remaining_working_days: left, provisional: false, light: left < 0 ? 'orange' : left <= 2 ? 'yellow' : left <= 5 ? 'blue' : 'green', state: 'open' }
  }
  const answer = ({ needs, body, refuse, session }, id) => {
    needs('file_objection.answer')
    const one = all.find((other) => other.id === id) ?? refuse(404, 'file_objection.unknown', '没有这条异议')
    if (one.version !== body.version) refuse(412, 'store.version', '内容已被他人修改')
    if (one.state !== 'open') refuse(409, 'file_objection.answered', '该异议已经答复')
    if (/\d{11}/.test(body.answer)) refuse(400, 'file_objection.text_personal', '内容中不得写身份证号、电话或银行卡号', [{ pointer: '/body/answer', reason: 'file_objection.text_personal', title: '内容中不得写身份证号、电话或银行卡号' }])
    return Object.assign(one, { state: 'answered', answer: body.answer, answered_by: session.account.username, answered_on: TODAY, version: 2 })
  }
  return {
    all,
    openOf: (id) => all.filter((one) => one.official_id === id && one.state === 'open'),
    todos: () => all.filter((one) => one.state === 'open').map(todoOf),
    file: (official, { entity, id, text }) => all.unshift({ id: `OJ-N${all.length}`, version: 1, official_id: official.id, official: person({ ...official, name: `${official.name[0]}**` }), entity, entity_id: id, text, filed_on: TODAY, state: 'open' }),
    routes: [
      ['GET', '/file-objections', ({ needs, query }) => { needs('file_objection.read'); return page(all.filter((one) => !query.get('state') || one.state === query.get('state')), query) }],
      ['GET', '/file-objections/:id', ({ needs, refuse }, id) => { needs('file_objection.read'); return all.find((one) => one.id === id) ?? refuse(404, 'file_objection.unknown', '没有这条异议') }],
      ['POST', '/file-objections/:id/answer', answer],
    ],
  }
}
