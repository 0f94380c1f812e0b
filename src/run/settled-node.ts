import type { Contexts } from '../expression/contexts.ts'
import type { Node } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import type { Leg } from './mapped/leg.ts'
import { resolveTemplates } from './resolve-options.ts'
import type { RunState } from './run-state.ts'

/** The node with those values of its step that expressions make just before it starts. Throws the `Failure` of one. */
export function settledNode<Settled extends Node>(
  state: RunState,
  node: Settled,
  settle: (step: Step, contexts: Contexts) => Step,
  leg?: Leg,
): Settled {
  const { step } = node
  if (step.late === undefined) return node
  const known = state.contexts(step.id)
  const outer = leg?.values === undefined ? known : { ...known, matrix: leg.values }
  const contexts = { ...outer, env: { ...outer.env, ...resolveTemplates(step.env, outer) } }
  return { ...node, step: settle(step, contexts) }
}
