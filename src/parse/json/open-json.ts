import type { Batch } from '../../dataset/batch.ts'
import type { OnReject } from '../../dataset/reject.ts'
import { closedOnThrow } from '../byte-window.ts'
import type { ByteWindow } from '../byte-window.ts'
import { ArrayRecords } from './json-array.ts'
import { JsonDocument } from './json-document.ts'
import type { Flatten } from './json-key.ts'
import { LineRecords } from './json-lines.ts'
import { JsonRows } from './json-rows.ts'
import { type Scalar, wishFor } from './json-wish.ts'
import { peek } from '../peek.ts'
import type { Cut, Records } from '../records.ts'
import type { RecordTaker } from './record-taker.ts'

export interface JsonSource {
  readonly format: 'json' | 'ndjson'
  /** Of `json`: the keys that lead to the list of rows (`parseJsonPath`). Absent: the document is the list. */
  readonly rows?: readonly string[]
  /** Of `json`: values beside the rows that are wanted, their paths by how they are written. */
  readonly also?: ReadonlyMap<string, readonly string[]>
  /** How many levels of nested objects become columns of their own (`a_b`), or the path of each column. Default: 0. */
  readonly flatten?: Flatten
  /** Columns that are known, so that they come first and in this order. */
  readonly columns?: readonly string[]
  /** `null` in the place of the list of rows is no rows. Default: false. */
  readonly nullIsEmpty?: boolean
}

export interface JsonRecords extends Records {
  /**
   * What stood at the paths of `also`, by path as it was written: a text, `true`, `false`, `null`, or a number as the
   * digits it has. Complete when the batches have ended; what is not there, or is no scalar, is not in it.
   */
  readonly beside: ReadonlyMap<string, Scalar>
}

/**
 * Reads JSON records in bounded memory, one record's at most. Damaged records go to `onReject`. Throws a `Failure`:
 * `json/syntax` (the document is damaged or cut off), `json/rows` (no list where `rows` says), `json/collision` and
 * `json/columns` (the keys make no columns). A source that ends inside a character is one too, unless `onCut` hears of it.
 */
export async function openJson(
  source: AsyncIterable<Uint8Array>,
  { format, rows = [], also = new Map(), flatten = 0, columns, nullIsEmpty = false }: JsonSource,
  onReject: OnReject,
  onCut?: Cut['set'],
): Promise<JsonRecords> {
  const { window, notes } = await peek(source, undefined, onCut)
  return closedOnThrow(window, async () => {
    const into = new JsonRows(window, { flatten, columns }, onReject)
    const opened = { names: into.names, notes, [Symbol.asyncDispose]: () => window.close() }
    if (format === 'ndjson')
      return { ...opened, batches: batchesOf(window, new LineRecords(), into), beside: new Map() }
    const document = new JsonDocument(wishFor(rows, also), { nullIsEmpty })
    const found = await walk(window, document)
    const batches = documentOf(window, { document, found, rows: into })
    return { ...opened, batches, beside: document.beside }
  })
}

async function walk(window: ByteWindow, document: JsonDocument): Promise<'rows' | 'end'> {
  for (;;) {
    const found = document.walk(window)
    if (found !== 'incomplete') return found
    window.refuseRunaway(document.lines.line)
    await window.fill()
  }
}

/** The rows, and then what stands behind them, which must be sound. */
async function* documentOf(
  window: ByteWindow,
  { document, found, rows }: { document: JsonDocument; found: 'rows' | 'end'; rows: JsonRows },
): AsyncGenerator<Batch, void, void> {
  try {
    if (found === 'end') return
    yield* scan(window, new ArrayRecords(document.lines), rows)
    await walk(window, document)
    yield* lastOf(rows)
  } finally {
    await window.close()
  }
}

async function* batchesOf(
  window: ByteWindow,
  taker: RecordTaker,
  rows: JsonRows,
): AsyncGenerator<Batch, void, void> {
  try {
    yield* scan(window, taker, rows)
    yield* lastOf(rows)
  } finally {
    await window.close()
  }
}

async function* scan(
  window: ByteWindow,
  taker: RecordTaker,
  rows: JsonRows,
): AsyncGenerator<Batch, void, void> {
  for (;;) {
    const found = scanSome(window, taker, rows)
    if (rows.count > 0) yield rows.batch()
    if (found === 'end') return
    if (found === 'record') continue
    window.refuseRunaway(taker.line)
    await window.fill()
  }
}

/** Columns that are known only now come with a batch of no rows. */
function* lastOf(rows: JsonRows): Generator<Batch> {
  const known = rows.names.length
  rows.finish()
  if (rows.names.length > known) yield rows.batch()
}

function scanSome(window: ByteWindow, taker: RecordTaker, rows: JsonRows): 'record' | 'incomplete' | 'end' {
  rows.begin()
  while (!rows.full) {
    const found = taker.take(window, rows)
    if (found !== 'record') return found
  }
  return 'record'
}
