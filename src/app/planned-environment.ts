import type { Graph } from '../graph/graph.ts'
import { namesOfGraph } from '../graph/names-of-graph.ts'
import type { Plan } from '../plan/plan.ts'
import type { Lookup } from '../ports/lookup.ts'
import { type Environment, resolveEnvironment } from './environment.ts'
import { neededNames, whoNames } from './needed-names.ts'

/** The secrets and variables of a graph. Throws a `Failure` when one is not set that a step of the plan needs. */
export function plannedEnvironment(graph: Graph, plan: Plan, lookup: Lookup): Environment {
  const planned = new Set(plan.jobs.flatMap(({ steps }) => steps))
  return resolveEnvironment(namesOfGraph(graph), lookup, {
    needed: neededNames(graph, planned),
    whose: (name) => whoNames(graph, planned, name),
  })
}
