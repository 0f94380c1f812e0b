import type { Reject } from '../../src/dataset/reject.ts'
import type { CsvDialect } from '../../src/parse/csv/csv-dialect.ts'
import { openCsv } from '../../src/parse/csv/open-csv.ts'
import { chunks, collect, type Parsed } from './collect.ts'

export { chunks } from './collect.ts'

export async function readCsv(
  source: string | Uint8Array,
  dialect: Partial<CsvDialect> = {},
  sizes: readonly number[] = [1 << 16],
): Promise<Parsed> {
  const rejects: Reject[] = []
  const bytes = typeof source === 'string' ? Buffer.from(source) : source
  const whole: CsvDialect = { ragged: 'reject', ...dialect }
  return collect(await openCsv(chunks(bytes, sizes), whole, (reject) => rejects.push(reject)), rejects)
}
