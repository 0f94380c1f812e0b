import { createActionsCache } from '../adapters/cache/actions.ts'
import { forecastBy } from '../app/forecast-cache.ts'
import type { Graph } from '../graph/graph.ts'
import type { Plan } from '../plan/plan.ts'
import type { Action } from './action.ts'
import { actionsCacheOf } from './actions-cache-of.ts'

/** Says what would become of steps with `cache`, by the keys of what this branch may see in the Actions cache. */
export function forecastOf({ context, env, workspace }: Action): (graph: Graph, plan: Plan) => Promise<Plan> {
  const store = createActionsCache(actionsCacheOf(context))
  const github = context.expressions
  return forecastBy({ store, lookup: (name) => env[name], env, github, workspace, now: new Date() })
}
