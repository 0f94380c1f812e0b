import { Failure } from '../diagnostic/failure.ts'
import { evaluateTemplate } from '../expression/evaluate.ts'
import { type Graph, type Scope, stepsOf } from '../graph/graph.ts'
import { isAmong } from '../graph/is-among.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { Databases } from '../ports/database.ts'
import { runContext } from '../plan/run-context.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Environment } from './environment.ts'

/** What is only known, or may change, while the run is going on. */
const later = /\$\{\{[^}]*\b(?:needs|env|github|matrix)\b/
const laterInside = /\$\{\{[^}]*\b(?:inputs|needs|env|github|matrix)\b/

/** What is known of the run before it begins. */
interface Known {
  readonly steps: ReadonlySet<StepId>
  readonly environment: Environment
  readonly databases: Databases
}

/**
 * Throws a `Failure` (`database/connection`) when the URL of a connection that one of these steps uses is none that any
 * driver takes: before hours of work, not at the load behind them. Each pipeline that is used has its own connections.
 */
export function requireConnections(graph: Graph, plan: Plan, known: Known): void {
  const used = new Map<Scope, Set<string>>()
  for (const { step, scope } of stepsOf(graph)) {
    const name = factsOf(step).connection?.name
    if (name === undefined || !isAmong(known.steps, step.id)) continue
    const names = used.get(scope) ?? new Set()
    used.set(scope, names.add(name))
  }
  for (const [scope, names] of used) requireUsable(scope, names, { plan, ...known })
}

function requireUsable(
  { id, manifest }: Scope,
  used: ReadonlySet<string>,
  { plan, environment, databases }: Known & { readonly plan: Plan },
): void {
  // What a used pipeline is given as inputs is only known in the run.
  const unknown = id === '' ? later : laterInside
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
    const connection = manifest.connections[name]
    if (connection === undefined || unknown.test(connection.url)) continue
    const { url } = connection
    const fault = databases.faultOf({
      ...connection,
      url: url.includes('${{') ? evaluateTemplate(url, contexts) : url,
      env: {},
    })
    if (fault === undefined) continue
    throw new Failure(
      fault.code,
      `connection "${name}": ${fault.message}`,
      fault.help === undefined ? {} : { help: fault.help },
    )
  }
}
