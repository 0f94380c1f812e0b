import { availableParallelism } from 'node:os'
import type { BatchWriter, WriterOptions } from './batch-writer.ts'
import { FollowedWriter, type Follow } from './followed-writer.ts'
import { HereWriter } from './here-writer.ts'
import { ThreadWriter } from './thread-writer.ts'

/** With less to read, starting a thread would take longer than it saves. */
const leastBytes = 8 << 20

/**
 * Opens a writer: with much to read and a core to spare, typing and writing rows is done in a thread of its own, while
 * this one parses, and whoever waits for the rows may follow them. What is written is the same. Throws a `Failure`
 * (`dataset/columns`) for columns that no table can have.
 */
export function openBatchWriter(options: WriterOptions, bytes: number, follow?: Follow): BatchWriter {
  if (bytes < leastBytes || availableParallelism() === 1) return new HereWriter(options)
  const writer = new ThreadWriter({ ...options, hashed: follow?.wantsContent === true })
  return follow === undefined ? writer : new FollowedWriter(writer, options, follow)
}
