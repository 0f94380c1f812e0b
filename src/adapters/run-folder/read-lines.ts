import { closeSync, openSync, readSync } from 'node:fs'
import { Failure } from '../../diagnostic/failure.ts'

const bufferBytes = 1 << 20

/**
 * The lines of a file, one after the other, without their ends: a file may be larger than a text can be. None if there is
 * no such file. Throws a `Failure` (`file/read`) when it cannot be read.
 */
export function* readLines(path: string): Generator<string> {
  const file = openIfThere(path)
  if (file === undefined) return
  const buffer = Buffer.alloc(bufferBytes)
  let rest: Buffer[] = []
  try {
    for (let length = readInto(file, buffer, path); length > 0; length = readInto(file, buffer, path)) {
      let from = 0
      for (let end = nextEnd(buffer, from, length); end >= 0; end = nextEnd(buffer, from, length)) {
        yield textOf(rest, buffer.subarray(from, end))
        rest = []
        from = end + 1
      }
      if (from < length) rest.push(Buffer.from(buffer.subarray(from, length)))
    }
    if (rest.length > 0) yield Buffer.concat(rest).toString()
  } finally {
    closeSync(file)
  }
}

function nextEnd(buffer: Buffer, from: number, length: number): number {
  const end = buffer.indexOf(0x0a, from)
  return end < length ? end : -1
}

function textOf(rest: readonly Buffer[], last: Buffer): string {
  return rest.length === 0 ? last.toString() : Buffer.concat([...rest, last]).toString()
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw notRead(path, cause)
  }
}

function readInto(file: number, buffer: Buffer, path: string): number {
  try {
    return readSync(file, buffer)
  } catch (cause) {
    throw notRead(path, cause)
  }
}

function notRead(path: string, cause: unknown): Failure {
  return new Failure('file/read', `${path} cannot be read`, { cause })
}
