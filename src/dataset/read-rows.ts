import type { DatasetReader } from './dataset-reader.ts'
import { Bug } from '../diagnostic/failure.ts'

/** An integer past 2^53 is a bigint, a decimal, a date and a timestamp are strings, json is parsed. */
export type Value = string | number | bigint | boolean | null | object
export type Row = Record<string, Value>

/** The rows as plain objects, `size` at a time. */
export function* readRows(_dataset: DatasetReader, _size = 1000): Generator<Row[]> {
  throw new Bug('not built yet')
}
