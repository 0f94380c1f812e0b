import { foldName } from '../dataset/create-table.ts'
import type { Matrix, Step, StepId } from '../manifest/manifest.ts'

/**
 * The columns that those who need a step see, from its own: before a mapped step's rows stand the values of its legs.
 * `undefined` where only the run can tell.
 */
export function columnsSeen(
  { strategy }: Step,
  own: readonly string[] | undefined,
  known: ReadonlyMap<StepId, readonly string[]>,
): readonly string[] | undefined {
  if (strategy === undefined || own === undefined) return own
  const values = valueNames(strategy.matrix, known)
  if (values === undefined) return undefined
  const there = new Set(own.map(foldName))
  return [...values.filter((name) => !there.has(foldName(name))), ...own]
}

function valueNames(
  matrix: Matrix,
  known: ReadonlyMap<StepId, readonly string[]>,
): readonly string[] | undefined {
  if (matrix.kind === 'rows') return known.get(matrix.from)
  if (matrix.kind === 'expression' || typeof matrix.include === 'string') return undefined
  return [...new Set([...Object.keys(matrix.axes), ...matrix.include.flatMap((item) => Object.keys(item))])]
}
