// SPDX-License-Identifier: Apache-2.0
// The ten thousand contracts with two hundred faults of twelve kinds, and how a clerk puts them right in the errors workbook.
import { unzip, zip } from './xlsx.mjs'

export const ROWS = 10_000
export const FAULTS = 200
export const header = '合同编号,甲方单位,合同名称,领域,乙方名称,乙方类型,乙方信用代码,中小企业,签订日期,履行期限,完成日期,合同金额,已履行金额,约定逾期年利率'

/** What is wrong and what is right, by column. */
export const faults = (bodyName) => [
  [1, '无此单位', bodyName], [2, `过长${'长'.repeat(200)}`, '办公设备'], [3, '无此领域', '政府采购'],
  [5, '外星企业', '民营企业'], [6, '91211382MA0QY0014X', '91211382MA0QY0014G'], [7, '或许', '是'],
  [8, '2025-02-30', '2025-02-03'], [9, '二〇二五', '2025-12-31'], [10, '2099-01-01', '2025-05-05'],
  [11, '一百元整吧', '100'], [12, '999999999', '1'], [13, '百分之三', '3.45'],
]
export const contract = (i, bodyName) => [`X-${String(i).padStart(6, '0')}`, bodyName, `采购第${i}批`, '政府采购', `供应商${i % 97}`, '民营企业', '', '是', '2025-01-03',
  '2025-12-31', '', `${1000 + i}.50`, '', '']
export const faultyRow = (n) => n * 50 + 7

/** The rows, without the header. */
export function contracts(bodyName) {
  const list = Array.from({ length: ROWS }, (_, i) => contract(i, bodyName))
  const wrongs = faults(bodyName)
  for (let n = 0; n < FAULTS; n++) {
    const [column, wrong] = wrongs[n % wrongs.length]
    list[faultyRow(n)][column] = wrong
  }
  return list
}
export const csv = (list, head = header) => [head, ...list.map((cells) => cells.join(','))].join('\n') + '\n'

/** A workbook with one sheet of texts. */
export function workbook(table) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const letters = (column) => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))
  const cell = (text, column, row) => (text === '' ? '' : `<c r="${letters(column)}${row}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`)
  const lines = table.map((cells, i) => `<row r="${i + 1}">${cells.map((text, column) => cell(text, column, i + 1)).join('')}</row>`)
  const xml = (text) => Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`)
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const packages = 'http://schemas.openxmlformats.org/package/2006'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return zip(new Map([
    ['[Content_Types].xml', xml(`<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`)],
    ['_rels/.rels', xml(`<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`)],
    ['xl/workbook.xml', xml(`<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="合同" sheetId="1" r:id="rId1"/></sheets></workbook>`)],
    ['xl/_rels/workbook.xml.rels', xml(`<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)],
    ['xl/worksheets/sheet1.xml', xml(`<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`)],
  ]))
}

/** The errors workbook with each wrong text replaced by the right one. */
export function corrected(bytes, bodyName) {
  const files = unzip(bytes)
  for (const name of ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml']) {
    if (!files.has(name)) continue
    let text = files.get(name).toString('utf8')
    for (const [, wrong, right] of faults(bodyName)) text = text.replaceAll(wrong, right)
    files.set(name, Buffer.from(text))
  }
  return zip(files)
}
