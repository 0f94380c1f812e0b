import { isUtf8 } from 'node:buffer'
import { Failure } from '../diagnostic/failure.ts'
import type { Encoding } from './csv/csv-dialect.ts'

/** Bytes that mean nothing there. */
const noWindows1252: readonly number[] = [0x81, 0x8d, 0x8f, 0x90, 0x9d]

interface SniffedEncoding {
  readonly encoding: Encoding
  /** What gave it away, where that is worth a word. */
  readonly because?: string
}

/**
 * The encoding of a source from its first bytes: a byte-order mark, NULs in every second place only, UTF-8. Bytes past
 * ASCII that never once form a UTF-8 character are taken for windows-1252, if they can be; where some do, the source is
 * UTF-8 with damaged rows, which are rejected one by one. Throws a `Failure` (`parse/encoding`) when it can be neither.
 */
export function sniffEncoding(head: Buffer): SniffedEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return found('utf-8', 'a byte-order mark')
  if (head[0] === 0xff && head[1] === 0xfe) return found('utf-16le', 'a byte-order mark')
  if (head[0] === 0xfe && head[1] === 0xff) return found('utf-16be', 'a byte-order mark')
  const zeros = [0, 0]
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) zeros[0] = (zeros[0] ?? 0) + 1
    if (head[at + 1] === 0) zeros[1] = (zeros[1] ?? 0) + 1
  }
  const [even = 0, odd = 0] = zeros
  if (even === 0 && isWide(head, odd, 1)) return found('utf-16le', 'zeros in second places only')
  if (odd === 0 && isWide(head, even, -1)) return found('utf-16be', 'zeros in first places only')
  if (isUtf8(withoutCutCharacter(head))) return found('utf-8')
  if (hasUtf8Character(head)) return found('utf-8', 'not all of its bytes are valid')
  if (head.some((byte) => noWindows1252.includes(byte)))
    throw new Failure('parse/encoding', 'the source is no UTF-8, and no windows-1252 either', {
      help: 'Say what it is: `encoding`',
    })
  return found('windows-1252', 'a guess, as its bytes are no UTF-8; say `encoding` if it is another')
}

/** Mostly Latin text has zeros nearly everywhere; other text has them at least at its line feeds, without exception. */
function isWide(head: Buffer, zeros: number, beside: 1 | -1): boolean {
  if (zeros > head.length / 4) return true
  if (zeros < head.length / 64) return false
  const feeds = [...head.keys()].filter((at) => head[at] === 10 && at + beside < head.length)
  return feeds.length > 0 && feeds.every((at) => head[at + beside] === 0)
}

function found(encoding: Encoding, because?: string): SniffedEncoding {
  return because === undefined ? { encoding } : { encoding, because }
}

/** The head may end inside a character: up to three bytes are left out of the verdict. */
function withoutCutCharacter(head: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, head.length); back++) {
    const byte = head[head.length - back] ?? 0
    if (byte < 0x80) return head
    if (byte >= 0xc0) return head.subarray(0, head.length - back)
  }
  return head
}

function hasUtf8Character(head: Buffer): boolean {
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] ?? 0
    if (byte < 0xc2 || byte > 0xf4) continue
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    if (isUtf8(head.subarray(at, at + length)) && at + length <= head.length) return true
  }
  return false
}
