const frameMagic = 0xfd2fb528
/** Its last four bits are free. */
const skippableMagic = 0x184d2a50
const dictionaryIdBytes = [0, 1, 2, 4] as const
const contentSizeBytes = [0, 2, 4, 8] as const

/** Bytes from a place on: as many as asked for, or fewer where they end. The place never goes back. */
type BytesAt = (at: number, length: number) => Promise<Buffer>

/** A part of a zstd file that is decompressed by itself. */
interface Frame {
  readonly start: number
  /** Behind its last byte; of one that is cut short, infinity. */
  readonly end: number
  readonly whole: boolean
}

/**
 * The frames of a zstd file (RFC 8878), found by the headers of their blocks. Node's decompressor stops behind the first
 * frame without a word, and takes a frame that is cut short for one that ends there.
 */
export async function* zstdFrames(bytesAt: BytesAt): AsyncGenerator<Frame, void, void> {
  let start = 0
  for (;;) {
    const head = await bytesAt(start, 8)
    if (head.length === 0) return
    const magic = head.length < 4 ? frameMagic : head.readUInt32LE(0)
    const skippable = (magic & 0xfffffff0) >>> 0 === skippableMagic
    if (magic !== frameMagic && !skippable) throw new Error(`no frame begins at byte ${start}`)
    const end = skippable ? endOfSkippable(head, start) : await endOfFrame(bytesAt, head, start)
    const whole = end !== undefined && (await bytesAt(end - 1, 1)).length === 1
    if (!skippable || !whole) yield { start, end: whole ? end : Infinity, whole }
    if (!whole) return
    start = end
  }
}

function endOfSkippable(head: Buffer, at: number): number | undefined {
  return head.length < 8 ? undefined : at + 8 + head.readUInt32LE(4)
}

/** Where the frame at `at` ends; `undefined` if the file ends before its headers do. */
async function endOfFrame(bytesAt: BytesAt, head: Buffer, at: number): Promise<number | undefined> {
  if (head.length < 5) return undefined
  const descriptor = head.readUInt8(4)
  let next: number | undefined = at + 5 + headerBytes(descriptor)
  for (let last = false; !last;) {
    const header: Buffer = await bytesAt(next, 3)
    if (header.length < 3) return undefined
    const block: number = header.readUIntLE(0, 3)
    last = (block & 1) === 1
    const isRepeat = ((block >> 1) & 3) === 1
    next += 3 + (isRepeat ? 1 : block >> 3)
  }
  const hasChecksum = (descriptor & 4) !== 0
  return next + (hasChecksum ? 4 : 0)
}

/** What stands between the descriptor and the first block. */
function headerBytes(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0
  const contentSize = contentSizeBytes[(descriptor >> 6) & 3] ?? 0
  return (
    (isSingleSegment ? 0 : 1) +
    (dictionaryIdBytes[descriptor & 3] ?? 0) +
    (contentSize === 0 && isSingleSegment ? 1 : contentSize)
  )
}
