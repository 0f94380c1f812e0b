import type { Batch } from '../../../dataset/batch.ts'
import type { OnReject, Reject } from '../../../dataset/reject.ts'
import { Failure } from '../../../diagnostic/failure.ts'
import type { CutShort, Records } from '../../../parse/records.ts'

/** What becomes of a record that a parser cannot take: with `fail`, the first one ends the step. */
export function onDamaged(damaged: 'reject' | 'fail' | undefined, onReject: OnReject): OnReject {
  if (damaged !== 'fail') return onReject
  return (reject) => {
    const { line, byte, rule, value } = reject
    if (rule === 'ragged') return onReject(reject)
    const place = [
      ...(line === null ? [] : [`line ${line}`]),
      ...(typeof byte === 'number' ? [`byte ${byte}`] : []),
    ]
    throw new Failure('rows/damaged', `the record at ${place.join(', ')} is damaged: ${value ?? rule}`, {
      help: 'Mend the source, or keep its good rows: `damaged: reject`',
    })
  }
}

/** Remembers that a source ends before its end. */
export class CutMark {
  #reason: string | undefined
  readonly set = (reason: string): void => {
    this.#reason ??= reason
  }
  readonly get: CutShort = () => this.#reason
}

/** JSON records up to where their source is cut short; the cut is told as one reject behind them. */
export async function* upToCut(
  { batches }: Records,
  cut: CutShort,
  onReject: OnReject,
): AsyncGenerator<Batch, void, void> {
  try {
    yield* batches
  } catch (error) {
    const isCut = cut() !== undefined && error instanceof Failure && error.code === 'json/syntax'
    if (!isCut) throw error
  }
  const value = cut()
  if (value !== undefined) onReject(cutShort(value))
}

/** Behind records that are whole themselves, one reject says why rows may be lost. */
export async function* thenLost(
  batches: AsyncGenerator<Batch, void, void>,
  value: string,
  onReject: OnReject,
): AsyncGenerator<Batch, void, void> {
  yield* batches
  onReject(cutShort(value))
}

/** Rows may be lost, nobody knows which. */
function cutShort(value: string): Reject {
  return { line: null, column: null, rule: 'cut short', value, raw: null }
}
