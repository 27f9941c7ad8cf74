// SPDX-License-Identifier: Apache-2.0
// Just enough of ZIP to look into a workbook that the server made and to send it back with other texts.
import { crc32, inflateRawSync } from 'node:zlib'

/** The files of an archive: name to bytes. */
export function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = bytes.readUInt32LE(end + 16)
  const files = new Map()
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size, nameLength, extraLength, commentLength, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(from, from + size)
    files.set(name, method === 8 ? inflateRawSync(packed) : Buffer.from(packed))
    at += 46 + nameLength + extraLength + commentLength
  }
  return files
}

/** An archive of files, stored as they are. */
export function zip(files) {
  const parts = []
  const index = []
  let offset = 0
  for (const [name, content] of files) {
    const label = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.write('PK\x03\x04', 'latin1')
    head.writeUInt16LE(20, 4)
    head.writeUInt32LE(crc32(content), 14)
    head.writeUInt32LE(content.length, 18)
    head.writeUInt32LE(content.length, 22)
    head.writeUInt16LE(label.length, 26)
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 'latin1')
    entry.writeUInt16LE(20, 4)
    entry.writeUInt16LE(20, 6)
    head.copy(entry, 16, 14, 28)
    entry.writeUInt32LE(offset, 42)
    parts.push(head, label, content)
    index.push(entry, label)
    offset += head.length + label.length + content.length
  }
  const directory = Buffer.concat(index)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, directory, end])
}

/** The rows of the first sheet: arrays of texts by column, empty rows left out. */
export function rows(bytes) {
  const files = unzip(bytes)
  const sheet = files.get('xl/worksheets/sheet1.xml').toString('utf8')
  const shared = [...(files.get('xl/sharedStrings.xml')?.toString('utf8') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, text]) => text)
  const plain = (text) => text.replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&')
  return [...sheet.matchAll(/<row [^>]*?>([\s\S]*?)<\/row>/g)].map(([, row]) => {
    const cells = []
    for (const [, letters, attributes, body] of row.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
      cells[column] = attributes.includes('t="s"') ? plain(shared[Number(/<v>(\d+)/.exec(body)[1])]) : plain(body ?? '')
    }
    return Array.from(cells, (cell) => cell ?? '')
  }).filter((cells) => cells.length > 0)
}
