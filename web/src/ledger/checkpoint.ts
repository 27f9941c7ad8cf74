// SPDX-License-Identifier: Apache-2.0
/**
 * Reads and checks signed checkpoints in the reader's browser. A checkpoint is a signed note: three lines (origin, size,
 * root in base64), a blank line, and two signature lines; the first covers the three lines, the second also the time.
 */
import { digestOf, type HashName } from './hash'
import { fromBase64, fromHex, sameBytes, toHex } from './hex'

export interface Note {
  origin: string
  size: number
  root: Uint8Array
  /** The text the first signature covers. */
  text: string
  keyId: Uint8Array
  signature: Uint8Array
  timeKeyId: Uint8Array
  seconds: number
  timeSignature: Uint8Array
}

/** The JSON form, as the server and checkpoint files give it. */
export interface CheckpointJson {
  origin: string
  size: number
  root: string
  hash: string
  time: string
  signature: string
  note: string
  key?: string
}

export type CheckName = 'form' | 'members' | 'key_id' | 'signature' | 'time_signature'
export interface Check {
  name: CheckName
  ok: boolean
}

const FILE_BYTES_MAX = 64 * 1024
const DASH = '— '
const utf8 = (text: string) => new TextEncoder().encode(text)

function signatureBlob(line: string, origin: string, least: number): Uint8Array | null {
  const start = `${DASH}${origin} `
  const blob = line.startsWith(start) ? fromBase64(line.slice(start.length)) : null
  return blob && blob.length > least ? blob : null
}

/** Null when the text is not a note in the one spelling that is signed. */
export function parseNote(note: string): Note | null {
  const lines = note.split('\n')
  if (lines.length !== 7 || lines[3] !== '' || lines[6] !== '') return null
  const [origin, sizeText, rootText, , plainLine, timedLine] = lines as [string, string, string, string, string, string]
  if (!/^[!-*,-~]{1,200}$/.test(origin) || !/^(0|[1-9]\d{0,15})$/.test(sizeText)) return null
  const size = Number(sizeText)
  const root = fromBase64(rootText)
  const plain = signatureBlob(plainLine, origin, 4)
  const timed = signatureBlob(timedLine, origin, 12)
  if (!Number.isSafeInteger(size) || root?.length !== 32 || !plain || !timed) return null
  const seconds = Number(BigInt(`0x${toHex(timed.slice(4, 12))}`))
  if (!Number.isSafeInteger(seconds)) return null
  return {
    origin,
    size,
    root,
    text: `${origin}\n${sizeText}\n${rootText}\n`,
    keyId: plain.slice(0, 4),
    signature: plain.slice(4),
    timeKeyId: timed.slice(0, 4),
    seconds,
    timeSignature: timed.slice(12),
  }
}

/** The raw public key in a PEM text or a hex text: 32 bytes (Ed25519) or the 65-byte point (SM2). */
export function publicKeyBytes(key: string, hash: HashName): Uint8Array | null {
  const length = hash === 'sm3' ? 65 : 32
  const body = key.includes('-----')
    ? key.split('\n').filter((line) => line.trim() && !line.startsWith('-')).join('')
    : key.trim()
  const bytes = fromHex(body) ?? fromBase64(body)
  return bytes && bytes.length >= length ? bytes.slice(bytes.length - length) : null
}

async function verify(hash: HashName, message: Uint8Array, signature: Uint8Array, key: Uint8Array): Promise<boolean> {
  try {
    if (hash === 'sm3') {
      const { sm2 } = await import('sm-crypto')
      return sm2.doVerifySignature(Array.from(message), toHex(signature), toHex(key), { hash: true, der: true })
    }
    const { ed25519 } = await import('@noble/curves/ed25519.js')
    return ed25519.verify(signature, message, key)
  } catch {
    return false // a signature that cannot be read is a wrong one
  }
}

function expectedKeyId(hash: HashName, name: string, type: number[], key: Uint8Array): Uint8Array {
  return digestOf(hash)!(Uint8Array.from([...utf8(`${name}\n`), ...type, ...key])).slice(0, 4)
}
const SM2_PLAIN = [0xff, ...utf8('sm2-sm3/v1')]
const SM2_TIMED = [0xff, ...utf8('sm2-sm3-cosignature/v1')]

/** All checks of a checkpoint against a public key; in this order, each on its own. */
export async function checkCheckpoint(json: CheckpointJson, key: string): Promise<Check[]> {
  const note = parseNote(json.note)
  const hash = json.hash as HashName
  const known = hash === 'sm3' || hash === 'sha256'
  if (!note || !known) return [{ name: 'form', ok: false }]
  const sameMembers =
    json.origin === note.origin &&
    json.size === note.size &&
    json.root.toLowerCase() === toHex(note.root) &&
    json.signature.toLowerCase() === toHex(note.signature) &&
    Date.parse(json.time) === note.seconds * 1000
  const bytes = publicKeyBytes(key, hash)
  const checks: Check[] = [
    { name: 'form', ok: true },
    { name: 'members', ok: sameMembers },
  ]
  if (!bytes) return [...checks, { name: 'key_id', ok: false }]
  const [plainType, timedType] = hash === 'sm3' ? [SM2_PLAIN, SM2_TIMED] : [[1], [4]]
  const timedText = `cosignature/v1\ntime ${note.seconds}\n${note.text}`
  checks.push({
    name: 'key_id',
    ok:
      sameBytes(note.keyId, expectedKeyId(hash, note.origin, plainType!, bytes)) &&
      sameBytes(note.timeKeyId, expectedKeyId(hash, note.origin, timedType!, bytes)),
  })
  checks.push({ name: 'signature', ok: await verify(hash, utf8(note.text), note.signature, bytes) })
  checks.push({ name: 'time_signature', ok: await verify(hash, utf8(timedText), note.timeSignature, bytes) })
  return checks
}

/** A checkpoint file: the JSON form or a bare note (then the ledger's hash is taken). Null when it is neither. */
export function readCheckpointFile(text: string, hash: HashName): CheckpointJson | null {
  if (text.length > FILE_BYTES_MAX) return null
  if (text.trimStart().startsWith('{')) {
    try {
      const json = JSON.parse(text) as CheckpointJson
      return parseNote(String(json.note)) && typeof json.root === 'string' && typeof json.signature === 'string' ? json : null
    } catch {
      return null
    }
  }
  const lines = text.replace(/\r\n/g, '\n').replace(/\n+$/, '\n')
  const note = parseNote(lines.endsWith('\n') ? lines : `${lines}\n`)
  if (!note) return null
  return {
    origin: note.origin,
    size: note.size,
    root: toHex(note.root),
    hash,
    time: new Date(note.seconds * 1000).toISOString(),
    signature: toHex(note.signature),
    note: lines.endsWith('\n') ? lines : `${lines}\n`,
  }
}
