import { constants, createWriteStream } from 'node:fs'
import { copyFile } from 'node:fs/promises'
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

/** Writes the needs' datasets as files of the script's own, which may change them; answers `MILLRACE_INPUT_<NEED>` → path. */
export async function layOutInputs(context: StepContext<RunOptions>): Promise<Record<string, string>> {
  const { input } = context.options
  if (input === undefined) return {}
  const environment: Record<string, string> = {}
  for (const need of Object.values(context.needs)) {
    environment[inputName(need.name)] = await writeInput(need, input, context)
  }
  return environment
}

async function writeInput(
  need: Dataset,
  format: 'csv' | 'ndjson' | 'sqlite',
  { scratch, signal }: StepContext,
): Promise<string> {
  const path = join(scratch, `${need.name.replaceAll('/', '.')}.${format}`)
  if (format === 'sqlite') {
    await copyFile(need.path, path, constants.COPYFILE_FICLONE)
    return path
  }
  using file = openDatasetFile(need.path, need.tableName ?? need.name)
  const bytes = format === 'csv' ? encodeCsv(file) : encodeNdjson(file)
  await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(path), { signal })
  return path
}
