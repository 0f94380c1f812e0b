import { isUtf8 } from 'node:buffer'
import { Failure } from '../../diagnostic/failure.ts'
import type { FieldText } from './text-rows.ts'

/**
 * What a driver of an author's gives for a field that its database has made text. Throws a `Failure` (`database/value`) for
 * what is no text, so that no value is lost.
 */
export function driverText(value: unknown, column: string, where: string): FieldText | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  if (value instanceof Uint8Array && isUtf8(value))
    return Buffer.from(value.buffer, value.byteOffset, value.length)
  throw new Failure(
    'database/value',
    `${where}: its driver gives ${kindOf(value)} for "${column}", where the database was asked for text`,
    { help: 'Let the driver hand on text as it is: without parsers or plugins that turn values into others' },
  )
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value instanceof Uint8Array) return 'bytes that are no UTF-8'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
