import type { Column } from './column.ts'
import type { DatasetReader } from './dataset-reader.ts'
import { Bug } from '../diagnostic/failure.ts'

/** The PostgreSQL type that `encodeCopy` encodes a column as; the table copied into must have exactly these. */
export type CopyType =
  | 'bigint'
  | 'text'
  | 'numeric'
  | 'double precision'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'jsonb'

export function copyType(column: Column): CopyType {
  switch (column.type) {
    case 'text':
      return 'text'
    case 'integer':
      return 'bigint'
    case 'decimal':
      return 'numeric'
    case 'real':
      return 'double precision'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'timestamp':
      return column.zoned === true ? 'timestamptz' : 'timestamp'
    case 'json':
      return 'jsonb'
  }
}

/**
 * The bytes that `COPY table FROM STDIN (FORMAT binary)` expects, for a table of `copyType` columns in this order.
 * Throws a `Failure` (`dataset/value`) for what PostgreSQL cannot hold (a NUL in a text).
 */
export function* encodeCopy(_dataset: DatasetReader): Generator<Buffer> {
  throw new Bug('not built yet')
}
