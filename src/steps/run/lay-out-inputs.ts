import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Dataset } from '../../dataset/column.ts'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { encodeCsv } from '../../dataset/encode/encode-csv.ts'
import { encodeNdjson } from '../../dataset/encode/encode-json.ts'
import type { StepContext } from '../step.ts'
import { inputName } from './input-name.ts'
import type { RunOptions } from './options.ts'

/** Writes the needs' datasets as the files a script reads; answers `MILLRACE_INPUT_<NEED>` → path. */
export async function layOutInputs(context: StepContext<RunOptions>): Promise<Record<string, string>> {
  const { input } = context.options
  if (input === undefined) return {}
  const environment: Record<string, string> = {}
  for (const need of Object.values(context.needs)) {
    environment[inputName(need.name)] =
      input === 'sqlite' ? need.path : await writeInput(need, input, context)
  }
  return environment
}

async function writeInput(
  need: Dataset,
  format: 'csv' | 'ndjson',
  { scratch, signal }: StepContext,
): Promise<string> {
  const path = join(scratch, `${need.name.replaceAll('/', '.')}.${format}`)
  using file = openDatasetFile(need.path, need.tableName ?? need.name)
  const bytes = format === 'csv' ? encodeCsv(file) : encodeNdjson(file)
  await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(path), { signal })
  return path
}
