// SPDX-License-Identifier: Apache-2.0
// A made-up procedure whose forms hold a field of every type. Development only.
const name = (zh, en) => ({ zh, en })
const option = (value, zh, en) => ({ value, name: name(zh, en) })
const field = (id, zh, en, type, more = {}) => ({ field: id, name: name(zh, en), type, ...more })

export const SAMPLE = {
  id: 'sample',
  name: name('示范程序（各类字段）', 'Sample procedure (every field)'),
  code_prefix: 'SF',
  source: ['S-5.6c', 'SRC-XXGKTL art. 33'],
  subject: 'record',
  subject_required: true,
  confidential: false,
  opening: {
    state: 'received',
    form: [
      field('title', '标题', 'Title', 'text', { required: true, max: 40 }),
      field('ground', '理由类别', 'Ground', 'choice', { required: true, options: [option('fact', '事实有误', 'Facts wrong'), option('law', '适用依据有误', 'Law wrong'), option('term', '期限已满', 'Term over'), option('paid', '已经履行', 'Performed'), option('other', '其他', 'Other')] }),
      field('other_ground', '其他理由', 'Other ground', 'long_text', { required: true, max: 200, when_field: 'ground', when_values: ['other'] }),
      field('paid_fen', '已付金额', 'Amount paid', 'money', { required: true, when_field: 'ground', when_values: ['paid'], source: 'S-6.4d' }),
      field('paid_on', '付款日期', 'Paid on', 'day', { required: true, when_field: 'ground', when_values: ['paid'] }),
      field('documents', '证明材料', 'Proof', 'documents', { required: true, max: 3 }),
    ],
  },
  states: [
    { id: 'received', name: name('已收件', 'Received'), public_name: name('已收到', 'Received'), task: { action: 'sample.check', at: 'handler' }, limit: { by_field: 'ground', by_value: { fact: 'DL-INF-03', paid: 'DL-PAY-01' } } },
    { id: 'checking', name: name('核查中', 'Being checked'), task: { action: 'sample.check', at: 'handler' }, limit: { day_field: 'check_until' } },
    { id: 'upheld', name: name('成立', 'Upheld'), final: true, outcome: 'upheld' },
  ],
  steps: [
    {
      id: 'check', name: name('开始核查', 'Begin the check'), from: ['received'], to: 'checking', action: 'sample.check', source: ['SRC-XXGKTL art. 33'],
      form: [
        field('check_until', '核查截止日', 'Check until', 'day', { required: true, source: 'SRC-XXGKTL art. 33' }),
        field('people', '核查人数', 'How many people', 'count', { required: true, max: 50 }),
        field('sworn', '已核对原件', 'Originals seen', 'flag', { required: true }),
        field('helper', '协助单位', 'Helping body', 'body'),
        field('person', '责任人员', 'Person responsible', 'official'),
        field('basis', '核查依据', 'Basis', 'clauses', { required: true, max: 5 }),
        field('visits', '走访地点', 'Places visited', 'list', { max: 10 }),
        field('files', '核查材料', 'Papers', 'documents', { max: 5 }),
      ],
    },
    { id: 'uphold', name: name('认定成立', 'Uphold'), from: ['checking'], to: 'upheld', action: 'sample.check', source: ['S-5.6c'], note_asked: true, guards: [{ name: 'other_person', steps: ['check'] }], print: 'sample_decision' },
  ],
}
