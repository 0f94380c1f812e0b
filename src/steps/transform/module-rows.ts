import { Failure } from '../../diagnostic/failure.ts'

export type OutputRow = Readonly<Record<string, unknown>>

const batchRows = 1000

/**
 * What a function gave back, as batches of rows: an iterable of rows or of arrays of rows, asynchronous or not, or
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
  let single: OutputRow[] = []
  for await (const item of given) {
    if (!Array.isArray(item)) single.push(requireRow(item))
    if (single.length >= batchRows || (Array.isArray(item) && single.length > 0)) {
      yield single
      single = []
    }
    if (Array.isArray(item)) yield item.map(requireRow)
  }
  if (single.length > 0) yield single
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
