import { pathToFileURL } from 'node:url'
import { openDatasetFile } from '../../dataset/dataset-file.ts'
import { readRows } from '../../dataset/read-rows.ts'
import type { Row } from '../../dataset/read-rows.ts'
import type { Dataset } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { nearest } from '../../text/nearest.ts'
import type { ModuleResult } from './module-result.ts'
import type { ModuleTask } from './module-task.ts'
import { openOutput } from './module-output.ts'
import { batchesOf } from './module-rows.ts'

/** What an author's function gets as its second argument. */
interface ModuleContext {
  readonly needs: Readonly<Record<string, AsyncIterable<Row[]>>>
  readonly with: Readonly<Record<string, unknown>>
  readonly run: { readonly id: string; readonly date: string }
  readonly log: (line: string) => void
}

const batchRows = 1000
/** Objects take several times as much as what is in them. */
const batchBytes = 1 << 18
const progressEveryMs = 200

/** Feeds the function the need's batches, and writes what it gives back. */
export async function runModule(task: ModuleTask): Promise<ModuleResult> {
  const transformer = await importExport(task)
  let read = 0
  const reader = (need: Dataset): AsyncIterable<Row[]> => batches(need, (rows) => (read += rows))
  const context: ModuleContext = {
    needs: Object.fromEntries(Object.entries(task.needs).map(([name, need]) => [name, reader(need)])),
    with: task.with,
    run: task.run,
    log: (line) => process.stdout.write(`${line}\n`),
  }
  const from = task.from === undefined ? undefined : context.needs[task.from]
  using output = openOutput(task)
  let told = performance.now()
  for await (const rows of batchesOf(transformer(from ?? nothing(), context))) {
    output.write(rows)
    if (performance.now() - told < progressEveryMs) continue
    told = performance.now()
    process.stdout.write(`${task.progressToken}${output.rows}\n`)
  }
  output.finish()
  return { ok: true, read }
}

async function* nothing(): AsyncGenerator<Row[]> {}

async function* batches(need: Dataset, onRead: (rows: number) => void): AsyncGenerator<Row[], void, void> {
  using file = openDatasetFile(need.path, need.tableName ?? need.name)
  for (const rows of readRows(file, batchRows, batchBytes)) {
    onRead(rows.length)
    yield rows
  }
}

type Transformer = (batches: AsyncIterable<Row[]>, context: ModuleContext) => unknown

async function importExport(task: ModuleTask): Promise<Transformer> {
  const exported: Record<string, unknown> = await import(pathToFileURL(task.module).href)
  const found = exported[task.export]
  if (isTransformer(found)) return found
  const names = Object.keys(exported)
  const close = nearest(task.export, names)
  throw new Failure(
    'module/export',
    found === undefined
      ? `the module exports no "${task.export}"; it exports ${names.length === 0 ? 'nothing' : names.join(', ')}`
      : `the module's "${task.export}" is no function`,
    close === undefined || found !== undefined ? {} : { help: `Did you mean "${close}"?` },
  )
}

function isTransformer(value: unknown): value is Transformer {
  return typeof value === 'function'
}
