import { Failure, unreachable } from '../diagnostic/failure.ts'
import type { Encoding } from './csv/csv-dialect.ts'

/** The bytes of a source as UTF-8, chunk by chunk. UTF-8 itself passes untouched and unchecked: rows are checked. */
export function toUtf8(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<Uint8Array> {
  switch (encoding) {
    case 'utf-8':
      return source
    case 'latin1':
      return fromLatin1(source)
    case 'utf-16le':
    case 'utf-16be':
    case 'windows-1252':
      return transcode(source, encoding)
    default:
      return unreachable(encoding)
  }
}

async function* fromLatin1(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    yield Buffer.from(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1'))
  }
}

async function* transcode(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  let position = 0
  for await (const chunk of source) {
    yield Buffer.from(decodeSome(decoder, chunk, encoding, position))
    position += chunk.length
  }
  yield Buffer.from(decodeSome(decoder, undefined, encoding, position))
}

function decodeSome(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array | undefined,
  encoding: Encoding,
  position: number,
): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (cause) {
    const where = chunk === undefined ? `at its end (byte ${position})` : `after byte ${position}`
    throw new Failure('parse/encoding', `the source is not ${encoding}: it cannot be decoded ${where}`, {
      cause,
    })
  }
}
