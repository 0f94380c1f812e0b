import { Transform } from 'node:stream'

/** Lets bytes through and tells, after each piece, how many there have been. */
export function countBytes(onBytes: (bytes: number) => void): { stream: Transform; bytes: () => number } {
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      onBytes(bytes)
      done(null, chunk)
    },
  })
  return { stream, bytes: () => bytes }
}
