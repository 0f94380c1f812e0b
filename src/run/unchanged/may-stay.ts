import { unreachable } from '../../diagnostic/failure.ts'
import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import { idIn } from '../../graph/inline-uses.ts'
import { runsAnyway } from '../../plan/after-cancel.ts'
import type { RunState } from '../run-state.ts'

/**
 * Whether it can be told of a step that it would make the same again. Never in a run of selected steps, which are
 * asked for by name, one that loads a window again, or one that uses no cache; never of a mapped step, of one that its author wants run whatever became
 * of its needs, of a set-up and its tear-down, nor of what asks a database.
 */
export function mayStay({ request, leg }: RunState, { step }: Node): boolean {
  const { cache, plan } = request
  if (cache === undefined || plan.select !== undefined || leg !== undefined) return false
  if (plan.run.window?.again === true) return false
  if (step.strategy !== undefined || step.teardown !== undefined || runsAnyway(step)) return false
  if (setupsOf(request.graph).has(step.id)) return false
  const { options } = step
  switch (step.kind) {
    case 'extract':
      return step.cache === undefined && !('sql' in options) && !('incremental' in options)
    case 'transform':
      return !('in' in options)
    case 'run':
      return step.cache !== undefined
    case 'load':
      return true
    case 'uses':
      return false
    default:
      return unreachable(step)
  }
}

const known = new WeakMap<Graph, ReadonlySet<string>>()

function setupsOf(graph: Graph): ReadonlySet<string> {
  const setups = known.get(graph) ?? findSetups(graph)
  known.set(graph, setups)
  return setups
}

function findSetups(graph: Graph): ReadonlySet<string> {
  const setups = graph.order.flatMap((id) => {
    const { step, scope } = nodeOf(graph, id)
    return step.teardown === undefined ? [] : [idIn(scope, step.teardown)]
  })
  return new Set(setups)
}
