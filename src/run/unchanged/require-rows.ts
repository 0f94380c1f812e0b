import { Failure } from '../../diagnostic/failure.ts'
import { type Node, nodeOf } from '../../graph/graph.ts'
import { factsOf } from '../../steps/kinds.ts'
import type { RunState } from '../run-state.ts'
import { readBy } from '../verdict/unselected-step.ts'

/** Throws a `Failure` when a step takes up rows that were not fetched or made, as nobody seemed to need them. */
export function requireRows({ request, finished }: RunState, node: Node): void {
  for (const { name, maker, takes } of readBy(node)) {
    const end = finished.get(maker)
    if (takes !== 'rows' || end?.unchanged !== true || end.dataset !== undefined) continue
    if (end.datasets !== undefined || !factsOf(nodeOf(request.graph, maker).step).makesDataset) continue
    throw new Failure(
      'run/unchanged',
      `"${name}" is unchanged, and its rows were left where they are because nothing seemed to need them; what "${node.step.id}" depends on has changed since`,
      { help: 'Run the pipeline again' },
    )
  }
}
