import { createReadStream } from 'node:fs'
import { crc32, createInflateRaw } from 'node:zlib'
import { isCutShort } from './damaged-failure.ts'

/** Where the data of an entry ends whose header does not say it. */
export interface DataEnd {
  /** Behind the last byte of its data that is there. */
  readonly end: number
  /** Where what follows begins. Absent: the file ends before the data or its descriptor do. */
  readonly next?: number
  /** Whether all of its data is there. */
  readonly whole: boolean
  readonly crc: number
}

const signature = Buffer.from('PK\x07\x08')
const others = [Buffer.from('PK\x01\x02'), Buffer.from('PK\x03\x04')]
/** Of its longest form: a signature, a checksum and two sizes of 64 bits. */
const longest = 24

/** Deflated data tells by itself where it ends. */
export async function endOfDeflated(path: string, start: number, size: number): Promise<DataEnd> {
  const input = createReadStream(path, { start, highWaterMark: 1 << 18 })
  const stream = createInflateRaw()
  input.on('error', (error) => stream.destroy(error))
  let [crc, unpacked] = [0, 0]
  try {
    for await (const chunk of input.pipe(stream)) {
      const bytes: Buffer = chunk
      crc = crc32(bytes, crc)
      unpacked += bytes.length
    }
  } catch (error) {
    if (!isCutShort(error)) throw error
    return { end: size, whole: false, crc }
  } finally {
    input.destroy()
    stream.destroy()
  }
  const end = start + stream.bytesWritten
  return { end, whole: true, crc, ...(await behind(path, end, forms(crc, stream.bytesWritten, unpacked))) }
}

async function behind(path: string, end: number, all: readonly Buffer[]): Promise<{ next?: number }> {
  const found: Buffer[] = []
  for await (const chunk of createReadStream(path, { start: end, end: end + longest - 1 })) found.push(chunk)
  const bytes = fit(Buffer.concat(found), all)
  if (bytes === undefined) throw new Error('its checksum does not agree with its bytes')
  return bytes === 'cut' ? {} : { next: end + bytes }
}

/** Stored data ends where a descriptor stands that agrees with it. */
export async function endOfStored(path: string, start: number, size: number): Promise<DataEnd> {
  let held = Buffer.alloc(0)
  let [crc, at, isMixed] = [0, start, false]
  const take = (bytes: number): void => {
    crc = crc32(held.subarray(0, bytes), crc)
    held = held.subarray(bytes)
    at += bytes
  }
  for await (const chunk of createReadStream(path, { start, highWaterMark: 1 << 18 })) {
    held = Buffer.concat([held, chunk])
    isMixed ||= others.some((other) => held.includes(other))
    const isLast = at + held.length >= size
    for (let hit = held.indexOf(signature); hit >= 0; hit = held.indexOf(signature)) {
      take(hit)
      if (held.length < longest && !isLast) break
      const bytes = fit(held, forms(crc, at - start, at - start))
      if (bytes !== undefined)
        return { end: at, whole: true, crc, ...(bytes === 'cut' ? {} : { next: at + bytes }) }
      take(1)
    }
    if (held.indexOf(signature) !== 0) take(Math.max(0, held.length - 3))
  }
  if (isMixed) throw new Error('where its stored data ends is not told')
  return { end: size, whole: false, crc }
}

/** What a descriptor may look like: with a signature or without, of 32 or 64 bits. */
function forms(crc: number, packed: number, unpacked: number): readonly Buffer[] {
  const [short, long] = [Buffer.alloc(12), Buffer.alloc(20)]
  short.writeUInt32LE(crc, 0)
  short.writeUInt32LE(packed % 2 ** 32, 4)
  short.writeUInt32LE(unpacked % 2 ** 32, 8)
  long.writeUInt32LE(crc, 0)
  long.writeBigUInt64LE(BigInt(packed), 4)
  long.writeBigUInt64LE(BigInt(unpacked), 12)
  return [Buffer.concat([signature, long]), Buffer.concat([signature, short]), long, short]
}

/** How many bytes the descriptor takes that `bytes` begin with; `cut` where they end inside it. */
function fit(bytes: Buffer, all: readonly Buffer[]): number | 'cut' | undefined {
  const whole = all.find((form) => bytes.subarray(0, form.length).equals(form))
  if (whole !== undefined) return whole.length
  return all.some((form) => bytes.equals(form.subarray(0, bytes.length))) ? 'cut' : undefined
}
