import { Failure } from '../diagnostic/failure.ts'
import type { Contexts } from '../expression/contexts.ts'
import { contextsUsed } from '../expression/contexts-used.ts'
import { changedNode } from '../graph/changed-node.ts'
import type { Graph, Node } from '../graph/graph.ts'
import type { InputValue, StepId, Strategy } from '../manifest/manifest.ts'
import { evaluateMatrix } from '../matrix/evaluate-matrix.ts'
import { legCount } from '../matrix/leg-count.ts'
import type { Plan } from './plan.ts'
import { runContext } from './run-context.ts'

export interface KnownValues {
  readonly run: Plan['run']
  readonly inputs: Readonly<Record<string, InputValue>>
}

/** The same graph, in which the matrices that only the inputs and the run decide have their values. */
export function withKnownMatrices(graph: Graph, known: KnownValues): Graph {
  const contexts: Contexts = {
    inputs: known.inputs,
    run: runContext(known),
    env: {},
    vars: {},
    secrets: {},
    needs: {},
    github: {},
    matrix: {},
  }
  const nodes = new Map<StepId, Node>()
  for (const [id, node] of graph.nodes) {
    const strategy = knownStrategy(node, contexts)
    if (strategy !== undefined) nodes.set(id, changedNode(node, { step: { ...node.step, strategy } }))
  }
  return nodes.size === 0 ? graph : { ...graph, nodes: new Map([...graph.nodes, ...nodes]) }
}

/** `undefined` where there is nothing to be found out, or only the run can. */
function knownStrategy({ step, scope }: Node, contexts: Contexts): Strategy | undefined {
  const { strategy } = step
  // What a used pipeline's inputs are is known only when it begins.
  if (strategy === undefined || strategy.matrix.kind === 'rows' || scope.within !== undefined)
    return undefined
  if (legCount(strategy.matrix) !== null) return undefined
  if (!contextsUsed(strategy.matrix).isSubsetOf(new Set(['inputs', 'run']))) return undefined
  try {
    const matrix = { kind: 'axes', ...evaluateMatrix(strategy.matrix, contexts) } as const
    return legCount(matrix) === null ? undefined : { ...strategy, matrix }
  } catch (error) {
    // The step will say so itself, with its own place, when it begins.
    if (error instanceof Failure) return undefined
    throw error
  }
}
