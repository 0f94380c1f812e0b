import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { showJsonPath } from '../../../parse/json/json-path.ts'
import type { StepContext } from '../../step.ts'
import { openRecords } from '../open-records.ts'
import type { ExtractOptions } from '../options.ts'
import type { Spooled } from '../spool.ts'
import { openZips } from '../compressed/zip-sources.ts'

type Path = readonly string[]

/** What a page says about the pages behind it. */
export interface Page {
  /** All of its rows, also those that will be rejected. */
  readonly rows: number
  /** The text, the digits, or `true`/`false` at a path; `undefined` for null, the empty text, and what is not there. */
  readonly valueAt: (path: Path) => string | undefined
  /** The same for two pages of the same bytes. */
  readonly digest: string
}

/** Counts a page's rows with the parser that will read them, and finds the values at the paths. */
export async function readPage(
  page: Spooled,
  context: StepContext<ExtractOptions>,
  paths: readonly Path[],
): Promise<Page> {
  if (page.bytes === 0) return { rows: 0, valueAt: () => undefined, digest: '' }
  let rows = 0
  const values = new Map<string, string | undefined>()
  for (const source of await openZips([page], context.options)) {
    await using records = await openRecords(source, context, {
      onReject: () => (rows += 1),
      onBytes: () => {},
      also: new Map(paths.map((path) => [showJsonPath(path), path])),
    })
    for await (const batch of records.batches) rows += batch.rows
    for (const [path, value] of records.beside) values.set(path, textOf(value))
  }
  return { rows, valueAt: (path) => values.get(showJsonPath(path)), digest: await digestOf(page) }
}

function textOf(value: string | boolean | null | undefined): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : String(value)
}

async function digestOf({ path }: Spooled): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64')
}
