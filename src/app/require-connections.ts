import { Failure } from '../diagnostic/failure.ts'
import { evaluateTemplate } from '../expression/evaluate.ts'
import type { Graph } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { Databases } from '../ports/ports.ts'
import { runContext } from '../run/run-context.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Environment } from './environment.ts'

/** What is only known, or may change, while the run is going on. */
const later = /\$\{\{[^}]*\b(?:needs|env|github|matrix)\b/

/**
 * Throws a `Failure` (`database/connection`) when the URL of a connection that one of these steps uses is none that any
 * driver takes: before hours of work, not at the load behind them.
 */
export function requireConnections(
  { manifest }: Graph,
  plan: Plan,
  {
    steps,
    environment,
    databases,
  }: {
    readonly steps: ReadonlySet<StepId>
    readonly environment: Environment
    readonly databases: Databases
  },
): void {
  const used = new Set(
    manifest.steps.flatMap((step) => (steps.has(step.id) ? (factsOf(step).connection?.name ?? []) : [])),
  )
  const contexts = {
    ...environment,
    inputs: plan.inputs,
    env: {},
    needs: {},
    run: runContext(plan),
    github: {},
    matrix: {},
  }
  for (const name of used) {
    const text = manifest.connections[name]
    if (text === undefined || later.test(text)) continue
    const fault = databases.faultOf(text.includes('${{') ? evaluateTemplate(text, contexts) : text)
    if (fault === undefined) continue
    throw new Failure(
      fault.code,
      `connection "${name}": ${fault.message}`,
      fault.help === undefined ? {} : { help: fault.help },
    )
  }
}
