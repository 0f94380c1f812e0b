import type { DatasetReader } from './dataset-reader.ts'
import { Bug } from '../diagnostic/failure.ts'

/** One JSON object a line. Integers and decimals are JSON numbers with all their digits. */
export function* encodeNdjson(_dataset: DatasetReader): Generator<Buffer> {
  throw new Bug('not built yet')
}

/** One JSON array, one object a line. */
export function* encodeJson(_dataset: DatasetReader): Generator<Buffer> {
  throw new Bug('not built yet')
}
