import { ByteWindow, closedOnThrow } from './byte-window.ts'
import type { Encoding } from './csv/csv-dialect.ts'
import { toUtf8 } from './decode.ts'
import type { Cut } from './records.ts'
import { sniffEncoding } from './sniff-encoding.ts'
import { sourceBytes } from './source-bytes.ts'

const headSize = 1 << 16

/** Looks at the first 64 KiB, and opens a window over the whole source as UTF-8 without a byte-order mark; `onCut` as for `toUtf8`. */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  declared: Encoding | undefined,
  onCut?: Cut['set'],
): Promise<{ window: ByteWindow; notes: string[] }> {
  const iterator = source[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  for (let size = 0; size < headSize;) {
    const next = await iterator.next()
    if (next.done === true) break
    chunks.push(Buffer.from(next.value))
    size += next.value.length
  }
  const notes: string[] = []
  let encoding = declared
  if (encoding === undefined) {
    const sniffed = await orClosed(iterator, () => sniffEncoding(Buffer.concat(chunks).subarray(0, headSize)))
    encoding = sniffed.encoding
    notes.push(`${encoding}${sniffed.because === undefined ? '' : ` (${sniffed.because})`}`)
  }
  const window = new ByteWindow(toUtf8(chain(chunks, iterator), encoding, onCut), sourceBytes(encoding))
  await closedOnThrow(window, () => window.fill(headSize))
  const { bytes, from, to } = window
  if (to - from >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) window.from = 3
  return { window, notes }
}

/** What `work` makes; when it throws, nobody reads on, and the source is ended. */
async function orClosed<T>(source: AsyncIterator<Uint8Array>, work: () => T): Promise<T> {
  try {
    return work()
  } catch (error) {
    await source.return?.()
    throw error
  }
}

async function* chain(
  chunks: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
    for (;;) {
      const next = await rest.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await rest.return?.()
  }
}
