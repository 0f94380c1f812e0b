import type { StatementSync } from 'node:sqlite'
import type { Batch } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import type { SqlValue } from '../../ports/sqlite.ts'
import { TextRows } from '../database/text-rows.ts'

/** The rows of a query, a batch at a time. */
export class SelectedRows {
  readonly #rows: Iterator<unknown>
  readonly #batch: TextRows
  /** SQLite would begin anew. */
  #ended = false

  constructor(statement: StatementSync, parameters: readonly SqlValue[], columns: readonly Column[]) {
    statement.setReturnArrays(true)
    this.#rows = statement.iterate(...parameters)
    this.#batch = new TextRows(columns, 'untyped')
  }

  /** To be sent before it is asked for again. */
  next(): { batch?: Batch } {
    this.#batch.clear()
    while (!this.#ended && !this.#batch.full) {
      const { done, value } = this.#rows.next()
      this.#ended = done === true
      if (!this.#ended) this.#batch.add(Array.isArray(value) ? value.map(textOf) : [])
    }
    const { bytes, start, end, kind, ...batch } = this.#batch.batch()
    if (batch.rows === 0) return {}
    const fields = batch.rows * batch.columns
    return {
      batch: {
        ...batch,
        bytes: bytes.subarray(0, end[fields - 1] ?? 0),
        start: start.subarray(0, fields),
        end: end.subarray(0, fields),
        kind: kind.subarray(0, fields),
      },
    }
  }
}

/** As SQLite prints it; bytes as `\\x` and their hexadecimal digits. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : null
}
