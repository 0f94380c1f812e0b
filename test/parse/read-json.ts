import type { Reject } from '../../src/dataset/reject.ts'
import { openJson, type JsonSource } from '../../src/parse/json/open-json.ts'
import { chunks, collect, type Parsed } from './collect.ts'

export async function readJson(
  source: string | Uint8Array,
  options: 'json' | 'ndjson' | JsonSource,
  sizes: readonly number[] = [1 << 16],
): Promise<Parsed & { beside: ReadonlyMap<string, unknown> }> {
  const rejects: Reject[] = []
  const bytes = typeof source === 'string' ? Buffer.from(source) : source
  const how = typeof options === 'string' ? { format: options } : options
  const records = await openJson(chunks(bytes, sizes), how, (reject) => rejects.push(reject))
  return { ...(await collect(records, rejects)), beside: records.beside }
}
