// SPDX-License-Identifier: Apache-2.0
// checkpoint.vectors.json was signed by OpenSSL 3 (SM2 with SM3 and ID 1234567812345678; Ed25519).
import { describe, expect, it } from 'vitest'
import { checkCheckpoint, parseNote, publicKeyBytes, readCheckpointFile, type CheckpointJson } from './checkpoint'
import vectors from './checkpoint.vectors.json'
import type { HashName } from './hash'
import { toHex } from './hex'

const names = (checks: { name: string; ok: boolean }[]) => checks.filter((check) => !check.ok).map((check) => check.name)

describe.each(Object.entries(vectors))('%s', (_algorithm, { key, checkpoint }) => {
  const json = checkpoint as CheckpointJson
  const hash = json.hash as HashName
  it('accepts what OpenSSL signed, with the key in PEM and in hex', async () => {
    const checks = await checkCheckpoint(json, key)
    expect(checks.map((check) => check.name)).toEqual(['form', 'members', 'key_id', 'signature', 'time_signature'])
    expect(names(checks)).toEqual([])
    expect(names(await checkCheckpoint(json, toHex(publicKeyBytes(key, hash)!)))).toEqual([])
  })
  it('refuses another size in the note: signature and time signature fail, and the members differ', async () => {
    const forged = { ...json, note: json.note.replace('\n4096\n', '\n4097\n') }
    expect(names(await checkCheckpoint(forged, key))).toEqual(['members', 'signature', 'time_signature'])
  })
  it('refuses members that the note does not carry', async () => {
    expect(names(await checkCheckpoint({ ...json, root: '00'.repeat(32) }, key))).toEqual(['members'])
    expect(names(await checkCheckpoint({ ...json, time: '2026-11-22T00:00:01Z' }, key))).toEqual(['members'])
  })
  it('refuses another key', async () => {
    const other = hash === 'sm3' ? `04${'11'.repeat(64)}` : '22'.repeat(32)
    expect(names(await checkCheckpoint(json, other))).toEqual(['key_id', 'signature', 'time_signature'])
    expect(names(await checkCheckpoint(json, 'nonsense'))).toEqual(['key_id'])
  })
  it('reads a file with the JSON form or the bare note', () => {
    expect(readCheckpointFile(JSON.stringify(json), hash)).toEqual(json)
    const bare = readCheckpointFile(json.note.replace(/\n/g, '\r\n'), hash)
    expect(bare).toMatchObject({ size: 4096, root: json.root, signature: json.signature })
  })
})

describe('files that are no checkpoints', () => {
  const note = vectors.SM2.checkpoint.note
  it.each([
    ['empty', ''],
    ['prose', 'hello'],
    ['broken JSON', '{"note": '],
    ['JSON without a note', '{"size": 1}'],
    ['too large', `{${' '.repeat(70_000)}}`],
  ])('%s', (_name, text) => {
    expect(readCheckpointFile(text, 'sm3')).toBeNull()
  })
  it.each([
    ['a fourth line', note.replace('\n\n', '\nmore\n')],
    ['a size with a sign', note.replace('\n4096\n', '\n+4096\n')],
    ['a size with a zero in front', note.replace('\n4096\n', '\n04096\n')],
    ['a size above 2^53', note.replace('\n4096\n', '\n9007199254740993\n')],
    ['a root that is too short', note.replace(/\n[A-Za-z0-9+/=]{44}\n/, '\nAAAA\n')],
    ['a signature of another origin', note.replace('— gongxin/990101', '— gongxin/990102')],
  ])('%s', (_name, text) => {
    expect(parseNote(text)).toBeNull()
  })
})
