import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { TextBatch } from '../../dataset/text-batch.ts'

const fullAt = 1 << 18

/** What a database prints, as text or still as its bytes, which are UTF-8. */
export type FieldText = string | Buffer

/**
 * Rows of texts, as a database prints its values, laid out as batches. Timestamps get one shape for a whole column.
 * `untyped`: the database promises nothing of its values, so they are left for their columns to judge.
 */
export class TextRows {
  readonly #kinds: readonly number[]
  readonly #printed: readonly ((text: FieldText) => FieldText)[]
  readonly #batch: TextBatch

  constructor(columns: readonly Column[], promise: 'typed' | 'untyped' = 'typed') {
    this.#kinds = columns.map(({ type }) =>
      promise === 'untyped' && type === 'json' ? fieldKind.quoted : kindOf(type),
    )
    this.#printed = columns.map((column) =>
      promise === 'typed' && column.type === 'timestamp'
        ? (text) => timestampText(String(text), column)
        : (text) => text,
    )
    this.#batch = new TextBatch(columns.length)
  }

  /** Whether it is time to take a batch. */
  get full(): boolean {
    return this.#batch.size >= fullAt || this.#batch.rows >= fullAt / 8
  }

  get isEmpty(): boolean {
    return this.#batch.rows === 0
  }

  add(row: readonly (FieldText | null)[]): void {
    this.#batch.begin()
    for (const [column, print] of this.#printed.entries()) {
      const value = row[column] ?? null
      if (value === null) this.#batch.put(fieldKind.null, '')
      else this.#batch.put(this.#kinds[column] ?? fieldKind.bare, print(value))
    }
  }

  /** The rows so far, to be used before any more is added. */
  *take(): Generator<Batch> {
    if (this.#batch.rows === 0) return
    yield this.batch()
    this.clear()
  }

  batch(): Batch {
    return this.#batch.batch()
  }

  clear(): void {
    this.#batch.clear()
  }
}

/** Text is never a null token; json is valid when a database says that it is. */
export function kindOf(type: Column['type']): number {
  if (type === 'json') return fieldKind.json
  return type === 'text' ? fieldKind.quoted : fieldKind.bare
}

const printed = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]00(?::?00)?)?$/

/** `2026-11-21 09:30:00.5+00` as `2026-11-21T09:30:00.500000Z`. What looks otherwise is left, for its type to judge. */
function timestampText(text: string, { scale = 6, zoned }: Column): string {
  const match = printed.exec(text)
  if (match === null) return text
  const [, day, time, fraction = '', zone] = match
  if (zone !== undefined && zoned !== true) return text
  const digits = fraction.padEnd(scale, '0')
  return `${day}T${time}${digits === '' ? '' : `.${digits}`}${zoned === true ? 'Z' : ''}`
}
