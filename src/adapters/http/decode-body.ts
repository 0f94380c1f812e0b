import { pipeline } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** The body without its encodings, the last one undone first; what is not known stays as it is. */
export function decodeBody(
  body: AsyncIterable<Buffer>,
  encoding: string | undefined,
): AsyncIterable<Buffer | string> {
  return (encoding ?? '')
    .split(',')
    .map((name) => decoders[name.trim().toLowerCase()])
    .filter((decoder) => decoder !== undefined)
    .reduceRight<AsyncIterable<Buffer | string>>((stream, decoder) => {
      const decoded = pipeline(stream, decoder(), () => {})
      // It may break before anyone reads it: who does so then hears of it.
      return decoded.on('error', () => {})
    }, body)
}
