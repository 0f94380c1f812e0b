import { type Graph, type Node, nodeOf } from '../graph/graph.ts'
import type { Step, StepId } from '../manifest/manifest.ts'
import { runnerKey } from './runner.ts'

/** Whether a step's `if` asks for more than that all it needs went well. */
export function runsAnyway({ if: condition = '' }: Step): boolean {
  return /\b(?:always|failure|cancelled)\s*\(/i.test(condition)
}

/** Whether a step is to run although the run was cancelled: a tear-down, and what asks to run in any case. */
function runsAfterCancel({ step }: Node): boolean {
  if (step.strategy !== undefined || step.kind === 'uses') return false
  if (step.teardown !== undefined) return true
  const asked = step.if?.replaceAll(/!\s*cancelled\s*\(\s*\)/gi, '') ?? ''
  return /\b(?:always|cancelled)\s*\(/i.test(asked)
}

/**
 * The steps that a job leaves to one after the waves when it is told to stop: it has seconds left, of which it needs
 * some to hand on what it knows. In the graph's order; with a runner, those on it.
 */
export function stepsAfterCancel(graph: Graph, runsOn?: Step['runsOn']): ReadonlySet<StepId> {
  const isThere = ({ step }: Node) => runsOn === undefined || runnerKey(step.runsOn) === runnerKey(runsOn)
  const nodes = graph.order.map((id) => nodeOf(graph, id))
  const fitting = nodes.filter((node) => runsAfterCancel(node) && isThere(node))
  return new Set(fitting.map(({ step }) => step.id))
}
