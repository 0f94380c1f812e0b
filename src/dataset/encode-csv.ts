import type { DatasetReader } from './dataset-reader.ts'
import { Bug } from '../diagnostic/failure.ts'

/** RFC 4180 with a header and LF; null is the empty field, the empty text is `""`. Chunks are the taker's to keep. */
export function* encodeCsv(_dataset: DatasetReader): Generator<Buffer> {
  throw new Bug('not built yet')
}
