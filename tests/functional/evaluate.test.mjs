// SPDX-License-Identifier: Apache-2.0
// The worked vectors, from files through the command line, and what every judgement must hold.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { demo, expect, folder, gongxin, root } from './support.mjs'

const vector = join(root, 'tests/fixtures/evaluation/worked_vector')

/** The store of the worked vector, made of its import files; `skip` leaves the statements of one leaf out. */
function worked(t, skip) {
  const data = join(folder(t), 'store')
  const divisions = join(folder(t), 'divisions.csv')
  expect(0, ['init', '--data', data, '--tenant', '990101', '--name', '验算市'])
  writeFileSync(divisions, '区划代码,区划名称,级别,启用日期\n990101,验算市,县级,2010-01-01\n')
  expect(0, ['import', 'divisions', divisions, '--data', data])
  for (const kind of ['bodies', 'contracts', 'milestones', 'obligations', 'payments', 'records', 'statements']) {
    const lines = readFileSync(join(vector, `${kind}.csv`), 'utf8').split('\n')
    const file = join(folder(t), `${kind}.csv`)
    writeFileSync(file, lines.filter((line) => !line.includes(`,${skip},`)).join('\n'))
    expect(0, ['import', kind, file, '--data', data])
  }
  return data
}

function evaluate(t, data, ...more) {
  const out = join(folder(t), 'result.json')
  expect(0, ['evaluate', '--scheme', 'LY-GIE-2021', '--period', '2025', '--as-of', '2025-12-31', '--data', data, '--out', out, ...more])
  return JSON.parse(readFileSync(out, 'utf8'))
}
const score = (result, body) => result.explanations[body]
const leaf = (explained, id) => explained.groups.flatMap((g) => g.leaves).find((l) => l.id === id)

test('the worked vector is 73.21 and C; listed as a defaulter 59.99 and E', (t) => {
  const data = worked(t)
  const plain = score(evaluate(t, data), 'JS-CZJ')
  assert.equal(plain.score, 7321)
  assert.equal(plain.grade, 'C')
  assert.deepEqual(Object.fromEntries(plain.groups.map((g) => [g.id, g.score])),
    { A: 106500, B: 91600, C: 51428, D: 203864, E: 104214, F: 80500, G: 94000 })
  for (const [id, points] of [['C1', 28571], ['D1', 57273], ['D3', 47727], ['E4', 24000], ['G1', 40000]]) assert.equal(leaf(plain, id).score, points, id)
  expect(0, ['import', 'caps', join(vector, 'caps_v1.csv'), '--data', data])
  const capped = score(evaluate(t, data), 'JS-CZJ')
  assert.equal(capped.score, 5999)
  assert.equal(capped.grade, 'E')
})

test('late interest of the worked contract is 46,000.00 yuan; with an agreed 3.0 % 7,561.64', (t) => {
  const data = worked(t)
  const out = folder(t)
  const write = (name, text) => { writeFileSync(join(out, name), text); return join(out, name) }
  expect(0, ['import', 'contracts', write('c.csv', '合同编号,甲方单位,合同名称,领域,乙方名称,乙方类型,签订日期,履行期限,合同金额,约定逾期年利率,已公开\n' +
    'LX-1,验算市财政局,货款,政府采购,验算中小企业,民营企业,2025-06-02,2025-07-31,1000000.00,,是\n' +
    'LX-2,验算市财政局,货款,政府采购,验算中小企业,民营企业,2025-06-02,2025-07-31,1000000.00,3.00,是\n'), '--data', data])
  expect(0, ['import', 'milestones', write('m.csv', '合同编号,节点序号,节点类型,节点名称,应完成日期,应付金额\nLX-1,1,付款,货款,2025-07-31,1000000.00\nLX-2,1,付款,货款,2025-07-31,1000000.00\n'), '--data', data])
  expect(0, ['import', 'payments', write('p.csv', '合同编号,支付凭证号,付款日期,付款金额\nLX-1,PZ-1,2025-10-31,1000000.00\nLX-2,PZ-2,2025-10-31,1000000.00\n'), '--data', data])
  const sheet = (code) => JSON.parse(expect(0, ['interest', code, '--data', data, '--json']).out)
  assert.equal(sheet('LX-1').interest_fen, 4_600_000)
  assert.equal(sheet('LX-1').lines[0].days, 92)
  assert.equal(sheet('LX-2').interest_fen, 756_164)
  assert.equal(gongxin(['interest', 'NO-SUCH', '--data', data]).code, 2)
})

test('a debt ratio of 133.33 % is the yellow band (120 to 200 %): 0.7 of the leaf', (t) => {
  const data = worked(t, 'D7')
  const out = folder(t)
  const bodies = readFileSync(join(vector, 'bodies.csv'), 'utf8').replace('是,是,否,2010', '是,是,是,2010')
  writeFileSync(join(out, 'bodies.csv'), bodies)
  expect(0, ['import', 'bodies', join(out, 'bodies.csv'), '--data', data])
  writeFileSync(join(out, 'fiscal.csv'), '单位,年度,项目,金额\n验算市财政局,2025,一般债务余额,180000\n验算市财政局,2025,专项债务余额,120000\n验算市财政局,2025,综合财力,225000\n')
  expect(0, ['import', 'fiscal', join(out, 'fiscal.csv'), '--data', data])
  const d7 = leaf(score(evaluate(t, data), 'JS-CZJ'), 'D7')
  assert.equal(d7.ratio_e6, 1_333_333)
  assert.equal(d7.f_e6, 700_000)
  assert.equal(d7.band, 'yellow')
  assert.equal(d7.score, Math.round(d7.effective_weight_e4 * 0.7))
})

test('twice the same bytes, with one thread or two, as of a day and as of a position; the explanation sums to the total', (t) => {
  const data = demo(t)
  const out = folder(t)
  const run = (name, ...more) => {
    expect(0, ['evaluate', '--scheme', 'LY-GIE-2021', '--period', '2025', '--data', data, '--out', join(out, name), ...more])
    return readFileSync(join(out, name))
  }
  const first = run('a.csv')
  assert.deepEqual(run('b.csv'), first)
  assert.deepEqual(run('c.csv', '--threads', '1'), first)
  const size = JSON.parse(expect(0, ['verify', '--data', data, '--json']).out).size
  writeFileSync(join(out, 'bodies.csv'), '单位代码,代码类型,单位名称,单位类别,行政区划代码,设立日期\n990101-X99,自编代码,示范市新设单位,市直部门,990101,2025-01-01\n')
  expect(0, ['import', 'bodies', join(out, 'bodies.csv'), '--data', data])
  assert.notDeepEqual(run('d.csv'), first)
  assert.deepEqual(run('e.csv', '--at', String(size)), first)

  const result = JSON.parse(run('f.json', '--at', String(size)))
  const bodies = Object.values(result.explanations)
  assert.equal(bodies.length, 36)
  for (const body of bodies) {
    const sum = body.groups.flatMap((g) => g.leaves).reduce((total, l) => total + (l.score ?? 0), 0)
    assert.equal(sum, body.leaf_sum, body.body)
    const before = Math.min(10000, Math.floor((sum + body.bonus.sum + 50) / 100))
    assert.equal(body.before_caps, before, body.body)
    assert.ok(body.score <= before)
  }
  run('g.xlsx')
})

test('wrong questions are refused', (t) => {
  const data = demo(t)
  const out = join(folder(t), 'x.csv')
  for (const more of [['--scheme', 'NONE', '--period', '2025'], ['--scheme', 'LY-GIE-2021', '--period', '25'], ['--scheme', 'LY-GIE-2021', '--period', '2025', '--as-of', '2025-02-30'],
    ['--scheme', 'LY-GIE-2021', '--period', '2025', '--at', '99999999']]) {
    assert.equal(gongxin(['evaluate', ...more, '--data', data, '--out', out]).code, 2, more.join(' '))
  }
  assert.equal(gongxin(['evaluate', '--scheme', 'LY-GIE-2021', '--period', '2025', '--tenant', '211382', '--data', data, '--out', out]).code, 1, 'the real city is never judged')
})
