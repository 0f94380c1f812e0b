import type { Column } from '../../dataset/column.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { Node } from '../../graph/graph.ts'
import { evaluateMatrix } from '../../matrix/evaluate-matrix.ts'
import { type Legs, openLegs } from '../../matrix/open-legs.ts'
import { legColumns } from './leg-columns.ts'
import { RowLegs } from './row-legs.ts'
import type { RunState } from '../run-state.ts'

/** The legs of a mapped step, open until they are disposed of. */
export interface OpenLegs extends Legs, Disposable {
  /** The columns in which the values of the legs stand before their rows. */
  columns(): readonly Column[]
}

/** Throws the `Failure` of an expression, or `matrix/shape` for a value that is no matrix. */
export function openMatrix(state: RunState, { step }: Node): OpenLegs {
  const matrix = step.strategy?.matrix ?? { kind: 'axes', axes: {}, include: [], exclude: [] }
  if (matrix.kind === 'rows') {
    const dataset = state.datasets(step.id)[matrix.from]
    if (dataset !== undefined) return new RowLegs(dataset)
    throw new Failure('matrix/rows', `"${matrix.from}" made no rows, which the legs of this step are to be`)
  }
  const legs = openLegs(evaluateMatrix(matrix, state.contexts(step.id)))
  return { ...legs, columns: () => legColumns(legs), [Symbol.dispose]: () => {} }
}
