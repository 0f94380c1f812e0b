import type { OnReject } from '../dataset/reject.ts'
import type { Records } from './records.ts'
import { Bug } from '../diagnostic/failure.ts'

export interface JsonOptions {
  readonly format: 'json' | 'ndjson'
  /** Of json: the keys that lead from the top to the array, e.g. `['data', 'items']`. Default: the top is the array. */
  readonly path?: readonly string[]
  /** The columns. Absent: the union of all keys, in the order they appear. A key that is missing here is a reject. */
  readonly names?: readonly string[]
}

/** Reads JSON records in bounded memory. Damaged records go to `onReject`. Throws a `Failure` (`json/syntax`, …). */
export async function openJson(
  _source: AsyncIterable<Uint8Array>,
  _options: JsonOptions,
  _onReject: OnReject,
): Promise<Records> {
  throw new Bug('not built yet')
}
