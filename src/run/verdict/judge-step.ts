import { type Scope, nodeOf } from '../../graph/graph.ts'
import { idIn } from '../../graph/inline-uses.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { tried } from '../attempts/attempt.ts'
import type { Gate } from './gate.ts'
import type { RunState } from '../run-state.ts'
import { inputsOfUse } from '../use-inputs.ts'
import { type Verdict, conditionOf } from './verdict.ts'

/** Whether a step whose needs have all ended is to run: if the pipeline it stands in is run, and its own `if` holds. */
export function verdictOn(state: RunState, id: StepId, cancelled: boolean): Verdict {
  const { scope } = nodeOf(state.request.graph, id)
  const gate = gateOf(state, scope, cancelled)
  return gate.open ? conditionOf(state, id, cancelled) : closedBy(scope, gate)
}

/**
 * Judges the step that uses the pipeline of a scope: its `if`, and its `with`. It is judged once, before the first step
 * inside; another job judges it again from what it knows. Once a step inside has begun the gate was open, and stays
 * so: a cancel is then each step's own to answer.
 */
export function gateOf(state: RunState, scope: Scope, cancelled: boolean): Gate {
  const { graph, plan } = state.request
  if (!graph.nodes.has(scope.id)) return { open: true, inputs: plan.inputs }
  const known = state.gates.get(scope.id)
  if (known !== undefined) return known
  const gate = judge(state, scope, cancelled)
  state.gates.set(scope.id, gate)
  return gate
}

function judge(state: RunState, scope: Scope, cancelled: boolean): Gate {
  const { step, scope: around } = nodeOf(state.request.graph, scope.id)
  const outer = gateOf(state, around, cancelled)
  if (!outer.open) return { open: false, ...closedBy(around, outer) }
  if (!hasBegun(state, scope)) {
    const verdict = conditionOf(state, scope.id, cancelled)
    if (verdict.outcome !== 'run') return { open: false, ...verdict }
  }
  const inputs = tried(() => inputsOfUse(step, scope.manifest, state.contexts(scope.id)))
  if (inputs.ended === 'done') return { open: true, inputs: inputs.value }
  return { open: false, outcome: 'failure', failure: inputs.failure, tolerated: step.continueOnError }
}

function hasBegun({ finished }: RunState, scope: Scope): boolean {
  return scope.manifest.steps.some(({ id }) => {
    const inside = finished.get(idIn(scope, id))
    if (inside === undefined) return false
    return inside.attempts > 0 || inside.cached === true || inside.unchanged === true
  })
}

/** How the steps behind a closed gate end. */
function closedBy(
  { id }: Scope,
  gate: Extract<Gate, { readonly open: false }>,
): { readonly outcome: 'skipped' | 'cancelled'; readonly reason: string } {
  if (gate.outcome === 'cancelled') return { outcome: 'cancelled', reason: gate.reason }
  const why = gate.outcome === 'failure' ? 'could not begin' : `was skipped: ${gate.reason}`
  return { outcome: 'skipped', reason: `"${id}" ${why}` }
}
