import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

const frameMagic = 0xfd2fb528
const dictionaryIdBytes = [0, 1, 2, 4] as const
const contentSizeBytes = [0, 2, 4, 8] as const

/**
 * Whether the last frame of a zstd file (RFC 8878) ends where the file does. Node's decompressor takes a file that
 * is cut short for one that ends there. Only the headers of the blocks are read.
 */
export async function zstdIsWhole(path: string): Promise<boolean> {
  await using file = await open(path)
  const { size } = await file.stat()
  let at: number | undefined = 0
  while (at !== undefined && at < size) at = await endOfFrame(file, at)
  return at === size
}

/** Where the frame at `at` ends; `undefined` if the file ends before its headers do. */
async function endOfFrame(file: FileHandle, at: number): Promise<number | undefined> {
  const head = await bytesAt(file, at, 8)
  if (head.length < 5) return undefined
  const magic = head.readUInt32LE(0)
  if (magic !== frameMagic) return head.length < 8 ? undefined : at + 8 + head.readUInt32LE(4)
  const descriptor = head.readUInt8(4)
  let next: number | undefined = at + 5 + headerBytes(descriptor)
  for (let last = false; !last;) {
    const header: Buffer = await bytesAt(file, next, 3)
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

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
