import { Failure, unreachable } from '../diagnostic/failure.ts'
import type { Encoding } from './csv/csv-dialect.ts'
import type { Cut } from './records.ts'

/**
 * The bytes of a source as UTF-8, chunk by chunk. UTF-8 itself passes untouched and unchecked: rows are checked. `onCut`
 * hears of a source that ends inside a character; without it that is a `Failure` (`parse/encoding`), as other text is.
 */
export function toUtf8(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  onCut?: Cut['set'],
): AsyncIterable<Uint8Array> {
  switch (encoding) {
    case 'utf-8':
      return source
    case 'latin1':
      return fromLatin1(source)
    case 'utf-16le':
    case 'utf-16be':
    case 'windows-1252':
      return transcode(source, encoding, onCut)
    default:
      return unreachable(encoding)
  }
}

async function* fromLatin1(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    yield Buffer.from(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1'))
  }
}

async function* transcode(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  onCut: Cut['set'],
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  let position = 0
  for await (const chunk of source) {
    yield Buffer.from(decodeSome(decoder, chunk, encoding, position))
    position += chunk.length
  }
  if (endsInCharacter(decoder)) {
    if (onCut === undefined) throw cutFailure(encoding, position)
    onCut(`it ends inside a character of ${encoding}`)
  }
}

function decodeSome(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array,
  encoding: Encoding,
  position: number,
): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch (cause) {
    const message = `the source is not ${encoding}: it cannot be decoded after byte ${position}`
    throw new Failure('parse/encoding', message, { cause })
  }
}

/** What a decoder still holds at the end of its source is the first part of a character. */
function endsInCharacter(decoder: InstanceType<typeof TextDecoder>): boolean {
  try {
    decoder.decode()
    return false
  } catch {
    return true
  }
}

function cutFailure(encoding: Encoding, position: number): Failure {
  return new Failure(
    'parse/encoding',
    `the source is cut short inside a character, or not ${encoding}: it cannot be decoded at its end (byte ${position})`,
    { help: 'Get it again, or take what is there: `damaged: reject`' },
  )
}
