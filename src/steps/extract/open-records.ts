import type { Batch } from '../../dataset/batch.ts'
import type { OnReject } from '../../dataset/reject.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { openCsv } from '../../parse/csv/open-csv.ts'
import { type JsonRecords, type JsonSource, openJson } from '../../parse/json/open-json.ts'
import type { Records } from '../../parse/records.ts'
import { defined } from '../authored.ts'
import type { StepContext } from '../step.ts'
import { CutMark, onDamaged, thenLost, upToCut } from './compressed/damaged-records.ts'
import { keepYoungSmall } from './keep-young-small.ts'
import type { ExtractOptions } from './options.ts'
import { findCompression, readBytes } from './compressed/read-bytes.ts'
import { refuseForeign } from './refuse-foreign.ts'
import type { Spooled } from './spool.ts'

interface Wishes {
  readonly onReject: OnReject
  readonly onBytes: (bytes: number) => void
  /** As in `JsonSource`. */
  readonly also?: NonNullable<JsonSource['also']>
}

/** Opens a source with the parser of its format; call it once for each pass over the bytes. */
export async function openRecords(
  source: Spooled,
  context: StepContext<ExtractOptions>,
  { onReject, onBytes, also = new Map() }: Wishes,
): Promise<Pick<JsonRecords, 'beside'> & Records> {
  const { options, signal, mask } = context
  if (options.format === 'parquet') {
    const { openParquet } = await import('./parquet/open-parquet.ts')
    const only = options.columns && { only: new Set(options.columns.map(({ name }) => name)) }
    return { ...(await openParquet(source, { ...only, onReject, onBytes })), beside: new Map() }
  }
  const compression = await findCompression(source, options)
  const cut = new CutMark()
  const onCut = options.damaged === 'reject' ? cut.set : undefined
  const bytes = refuseForeign(
    readBytes(source, { compression, signal, onBytes, ...defined({ onCut }) }),
    source,
    mask,
  )
  const onBad = onDamaged(options.damaged, onReject)
  const records = await named(source, () =>
    options.format === 'csv'
      ? openCsv(bytes, options.csv, onBad, { get: cut.get, ...defined({ set: onCut }) })
      : openJson(bytes, { ...jsonSource(options), also }, onBad, onCut),
  )
  keepYoungSmall({ columns: records.names.length, bytes: source.bytes })
  const beside: JsonRecords['beside'] =
    'beside' in records && records.beside instanceof Map ? records.beside : new Map()
  const batches = options.format === 'csv' ? records.batches : upToCut(records, cut.get, onReject)
  const all = source.lost === undefined ? batches : thenLost(batches, source.lost, onReject)
  const notes = [...records.notes, ...noteOn(source)]
  return { ...records, beside, notes, names: records.names, batches: namedBatches(source, all) }
}

/** Of a zip that is cut short, a file that is whole needs a word only. */
function noteOn({ local, lost }: Spooled): readonly string[] {
  return local?.whole === true && lost === undefined ? ['its zip is cut short, but not in this file'] : []
}

function jsonSource({ format, json, columns, contract, allowEmpty, paging }: ExtractOptions): JsonSource {
  const { rows, flatten } = json ?? {}
  return {
    format: format === 'ndjson' ? 'ndjson' : 'json',
    ...(rows === undefined ? {} : { rows }),
    ...(flatten === undefined
      ? {}
      : { flatten: typeof flatten === 'number' ? flatten : new Map(Object.entries(flatten)) }),
    // A contract asks what else there is.
    ...(columns === undefined || contract !== undefined ? {} : { columns: columns.map(({ name }) => name) }),
    // The last page may say so.
    nullIsEmpty: allowEmpty || paging !== undefined,
  }
}

/** A parser knows lines but not files: its failures get the file's name here. */
async function named<T>({ label }: Spooled, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw withLabel(error, label)
  }
}

async function* namedBatches(
  { label }: Spooled,
  batches: AsyncGenerator<Batch, void, void>,
): AsyncGenerator<Batch, void, void> {
  try {
    yield* batches
  } catch (error) {
    throw withLabel(error, label)
  }
}

function withLabel(error: unknown, label: string): unknown {
  if (!(error instanceof Failure) || error.message.includes(label)) return error
  const { code, message, retryable, help, cause } = error
  return new Failure(code, `"${label}": ${message}`, {
    retryable,
    cause,
    ...(help === undefined ? {} : { help }),
  })
}
