// SPDX-License-Identifier: Apache-2.0
// How to try each operation on an object of a body: ids for the path, a valid body. `alone`: the operation concerns no body's object
// (a job of the caller, an entry by position); its own suite tries it. `needs`: a file is read and changed with the rights to the object it hangs on. An operation with an id and no line here fails the matrix.

const basis = ['示编〔2026〕9号']
const at = (kind) => (object) => ({ id: object[kind] })
const on = (kind) => ({ ids: at(kind) })
const evidence = { title: '矩阵佐证' }

export const REQUESTS = {
  getStaffBody: on('body'),
  registerBody: { body: (object) => ({ code: `MX-${object.code}-${Math.floor(performance.now() * 1000)}`, scheme: 'none', name: '新设', class: 'DEPT', division_code: '990101',
    parent_id: object.body, valid_from: '2024-01-01' }) },
  changeBody: { ids: at('body'), body: () => ({ name: '改名', from: '2026-02-01', basis }) },
  getBodyTree: { body: undefined, list: '/bodies/tree?limit=200' },
  getPost: on('post'),
  openPost: { body: (object) => ({ code: `${object.code}-${Math.floor(performance.now() * 1000)}`, body_id: object.body, title: '副局长', valid_from: '2024-01-01' }) },
  closePost: { ids: at('post'), body: () => ({ valid_to: '2026-01-02', basis }) },
  startTenure: { body: (object) => ({ post_id: object.post, official_id: object.official, from_on: '2026-03-01', basis }) },
  endTenure: { ids: at('tenure'), body: () => ({ to_on: '2026-01-02', basis }) },
  getHandover: on('handover'),
  drawUpHandover: { body: (object) => ({ post_id: object.post, on_day: '2026-01-01', basis }) },
  signHandover: { ids: at('handover'), body: () => ({ signed_on: '2026-01-03' }) },
  getStaffObligation: on('obligation'),
  getObligationFile: on('obligation'),
  registerObligation: { body: (object) => ({ body: object.body, kind: 'policy_promise', title: '矩阵承诺', domain: 'investment', source: { kind: 'promise', title: '承诺书' },
    made_on: '2024-01-03', due_on: '2026-12-31', amount_fen: 1, fulfilled_fen: 0, counterparty: { name: '测试公司', type: 'private' } }) },
  changeObligation: { ids: at('obligation'), body: () => ({ note: '备注', version: 1 }) },
  addMilestone: { ids: at('obligation'), body: () => ({ no: 2 + Math.floor(Math.random() * 9000), type: 'report', title: '再报', due_on: '2026-11-30' }) },
  changeMilestone: { ids: at('milestone'), body: () => ({ title: '节点', version: 1 }) },
  addPayment: { ids: at('obligation'), body: () => ({ paid_on: '2024-06-01', amount_fen: 1 }) },
  addEvidence: { ids: at('obligation'), body: () => evidence },
  addLawfulChange: { ids: at('obligation'), body: () => ({ reason_type: 'public_interest', reason: '规划调整', approval_doc_no: '示政〔2026〕3号', decided_on: '2026-01-05',
    collective_decision_on: '2026-01-04', new_due_on: '2027-06-30', compensation: { amount_fen: 0, reason: '书面同意' } }) },
  batchObligations: { alone: true },
  getStaffRecord: { alone: true },
  getStatement: on('statement'),
  fileStatement: { body: (object) => ({ body_id: object.body, leaf: 'A1', period: '2029', form: 'parts', parts: [{ numerator: 1, denominator: 2 }] }) },
  changeStatement: { ids: at('statement'), body: (object) => ({ body_id: object.body, leaf: 'A1', period: '2030', form: 'parts', parts: [{ numerator: 1, denominator: 3 }], version: 1 }) },
  checkStatement: { ids: at('statement'), body: () => ({ result: 'returned', opinion: '口径不符', version: 1 }) },
  getOfficial: { ids: at('official'), headers: { 'x-reason': 'matrix' } },
  addOfficial: { body: (object) => ({ staff_no: `MX-${Math.floor(performance.now() * 1000)}`, body_id: object.body, name: '李四', staff_type: 'civil_servant', valid_from: '2024-01-01' }) },
  changeOfficial: { ids: at('official'), body: () => ({ staff_type: 'civil_servant', version: 1 }) },
  unmaskOfficial: { alone: true },
  listOfficialReads: on('official'),
  getFileObjection: { alone: true },
  answerFileObjection: { alone: true },
  listAttachments: { query: (object) => `?entity=obligation&entity_id=${object.obligation}`, list: null, needs: ['listStaffObligations'] },
  addAttachment: { alone: true },
  downloadAttachment: { ...on('attachment'), needs: ['listStaffObligations'] },
  withdrawAttachment: { ids: at('attachment'), body: () => ({ reason: '重复' }), needs: ['listStaffObligations', 'changeObligation'] },
  startImport: { alone: true },
  getImport: { alone: true },
  getImportErrors: { alone: true },
  confirmImport: { alone: true },
  undoImport: { alone: true },
  startExport: { alone: true },
  getExport: { alone: true },
  getExportFile: { alone: true },
  getJournalEntry: { alone: true },
  exportJournal: { alone: true },
  signTodos: { alone: true },
  readFiling: { alone: true },
  answerComplainant: { alone: true },
}

/** Writes that can be done once only: tried within reach on one object, so that the others stay what the test needs. */
export const SKIPPED_WRITES = new Set(['withdrawAttachment', 'closePost'])
