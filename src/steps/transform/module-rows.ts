import { Failure } from '../../diagnostic/failure.ts'

export type OutputRow = Readonly<Record<string, unknown>>

const batchRows = 1000
const batchWeight = 1 << 18

/**
 * What a function gave back, as batches of rows, not too large: an iterable of rows or of arrays of rows, asynchronous or not, or
 * a promise of one. Throws a `Failure` (`module/result`) for anything else.
 */
export async function* batchesOf(result: unknown): AsyncGenerator<readonly OutputRow[], void, void> {
  const given = await result
  if (given === undefined || given === null) return
  if (!isIterable(given)) {
    throw new Failure('module/result', `the function gave back ${kindOf(given)}, not rows`, {
      help: 'Make it an async generator that yields rows (objects) or arrays of rows',
    })
  }
  let rows: OutputRow[] = []
  let weight = 0
  for await (const item of given) {
    const several: readonly unknown[] | undefined = Array.isArray(item) ? item : undefined
    for (const each of several ?? [item]) {
      const row = requireRow(each)
      rows.push(row)
      weight += weightOf(row)
      if (rows.length < batchRows && weight < batchWeight) continue
      yield rows
      rows = []
      weight = 0
    }
    // Whoever yields an array may use it again.
    if (several === undefined || rows.length === 0) continue
    yield rows
    rows = []
    weight = 0
  }
  if (rows.length > 0) yield rows
}

/** About the bytes of a row's fields. */
function weightOf(row: OutputRow): number {
  let weight = 0
  for (const name in row) {
    const value = row[name]
    weight += 16 + (typeof value === 'string' ? value.length : 0)
  }
  return weight
}

function isIterable(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  return (
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
  )
}

function requireRow(value: unknown): OutputRow {
  if (isRow(value)) return value
  throw new Failure(
    'module/result',
    `the function yielded ${kindOf(value)} where a row (an object) was expected`,
  )
}

function isRow(value: unknown): value is OutputRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
