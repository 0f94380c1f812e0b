import { pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** The body without its encodings, the last one undone first; what is not known stays as it is. */
export function decodeBody(body: Readable, encoding: string | undefined): NodeJS.ReadableStream {
  return (encoding ?? '')
    .split(',')
    .map((name) => decoders[name.trim().toLowerCase()])
    .filter((decoder) => decoder !== undefined)
    .reduceRight<NodeJS.ReadableStream>((stream, decoder) => pipeline(stream, decoder(), () => {}), body)
}
