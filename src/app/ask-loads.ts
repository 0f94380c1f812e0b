import type { Graph, Node } from '../graph/graph.ts'
import type { LegValues, StepId } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import type { Lookup } from '../ports/lookup.ts'
import type { Ports } from '../ports/ports.ts'
import type { RunStore } from '../ports/run-store.ts'
import { type DoneLeg, type LostLoads, lostLoads } from '../run/resume/lost-loads.ts'
import type { RunEvent } from '../run/event.ts'
import type { RunEnvironment, StepFinished } from '../run/run-request.ts'
import { factsOf } from '../steps/kinds.ts'
import { loadExecutor } from '../steps/registry.ts'
import { plannedEnvironment } from './planned-environment.ts'
import type { Resumption } from './resume.ts'

/** What it takes to ask databases for what loads put there. */
export interface AskLoads {
  readonly ports: Ports
  readonly lookup: Lookup
  readonly env: RunEnvironment['env']
  readonly signal: AbortSignal
}

interface Resumed {
  readonly graph: Graph
  readonly plan: Plan
  readonly workspace: string
  readonly store: RunStore
}

/** Of the loads that a resumed run would not run again, those whose table is gone, and those that nobody could ask about. */
export async function askLoads(
  { graph, plan, workspace, store }: Resumed,
  { prior, priorLegs }: Resumption,
  { ports, lookup, env, signal, events }: AskLoads & { readonly events: readonly RunEvent[] },
): Promise<LostLoads> {
  const legsOf = (id: StepId) => doneLegs(events, id)
  const done = [...prior.values()].filter(hasLoaded).map(({ step }) => step)
  const begun = [...priorLegs.keys()].filter((id) => legsOf(id).length > 0)
  const loads = [...done, ...begun].filter((id) => fillsTable(graph.nodes.get(id)))
  if (loads.length === 0) return { lost: new Map(), unasked: [] }
  const { secrets, vars } = plannedEnvironment(graph, plan, lookup)
  const request = {
    graph,
    plan,
    prior,
    execute: loadExecutor,
    ports,
    environment: { secrets, vars, env, github: {} },
    workspace,
    folder: store.folder,
    concurrency: 1,
    signal,
  }
  return lostLoads(request, loads, legsOf)
}

/** The legs of a mapped step that loaded something, and succeeded, when they were last at work. */
function doneLegs(events: readonly RunEvent[], id: StepId): readonly DoneLeg[] {
  const legs = new Map<number, DoneLeg>()
  for (const event of events) {
    if (event.type !== 'leg-finished' || event.step !== id || event.leg.includes('/')) continue
    const leg = Number(event.leg)
    // oxlint-disable-next-line no-unsafe-type-assertion -- what was decoded from JSON is JSON
    const values = event.values as LegValues | undefined
    if (hasLoaded(event) && values !== undefined) legs.set(leg, { leg, values })
    else legs.delete(leg)
  }
  return [...legs.values()]
}

function fillsTable(node: Node | undefined): boolean {
  return node !== undefined && factsOf(node.step).fills !== undefined
}

/** Where nothing was to be loaded there may never have been a table. */
function hasLoaded({ result, counts }: Pick<StepFinished, 'result' | 'counts'>): boolean {
  return result === 'success' && counts?.read !== 0
}
