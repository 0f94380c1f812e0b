import type { Batch } from '../dataset/batch.ts'
import type { OnReject } from '../dataset/reject.ts'
import { closedOnThrow } from './byte-window.ts'
import type { ByteWindow } from './byte-window.ts'
import { JsonRows } from './json-rows.ts'
import { ArrayRecords, enterArray } from './json-array.ts'
import { LineRecords } from './json-lines.ts'
import { peek } from './peek.ts'
import type { RecordFinder } from './record-finder.ts'
import type { Records } from './records.ts'

/** Reads JSON records in bounded memory. Damaged records go to `onReject`. Throws a `Failure` (`json/syntax`, …). */
export async function openJson(
  source: AsyncIterable<Uint8Array>,
  format: 'json' | 'ndjson',
  onReject: OnReject,
): Promise<Records> {
  const { window, notes } = await peek(source, undefined)
  return closedOnThrow(window, async () => {
    const rows = new JsonRows(onReject)
    const finder = format === 'ndjson' ? new LineRecords() : new ArrayRecords(await enterArray(window))
    return { names: rows.names, notes, batches: batchesOf(window, finder, rows) }
  })
}

async function* batchesOf(
  window: ByteWindow,
  finder: RecordFinder,
  rows: JsonRows,
): AsyncGenerator<Batch, void, void> {
  try {
    for (;;) {
      const found = scanSome(window, finder, rows)
      if (rows.count > 0) yield rows.batch(window.bytes)
      if (found === 'end') return
      if (found === 'record') continue
      window.refuseRunaway(finder.line)
      await window.fill()
    }
  } finally {
    await window.close()
  }
}

function scanSome(window: ByteWindow, finder: RecordFinder, rows: JsonRows): 'record' | 'incomplete' | 'end' {
  rows.side = window.half
  while (!rows.full) {
    const found = finder.find(window)
    if (found !== 'record') return found
    rows.add(window.bytes, finder.start, finder.end, finder.line)
    window.from = finder.next
  }
  return 'record'
}
