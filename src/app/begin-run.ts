import type { Graph } from '../graph/graph.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunStore } from '../ports/run-store.ts'
import { eventsOf } from '../run/decode-events.ts'
import type { RunFolders } from '../run/run-folders.ts'
import {
  decodeDefinitions,
  type Definitions,
  definitionsFile,
  definitionsOf,
} from '../run/step-definitions.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { LostLoad } from '../run/lost-loads.ts'
import { type AskLoads, askLoads } from './ask-loads.ts'
import { type Resumption, resumption, type StoppedRun } from './resume.ts'
import type { RunPipelineRequest } from './run.ts'

export interface BeginRequest {
  readonly graph: Graph
  readonly plan: Plan
  readonly workspace: string
  readonly store: RunStore
  /** The run is one that stopped, and is gone on with; `allowChanged`: also if what it did would be done otherwise now. */
  readonly resume?: { readonly allowChanged: boolean } & AskLoads
}

/** What a run begins with, and of one that is gone on with, how many steps are run and how many are not run again. */
export interface Begun {
  readonly with: Pick<RunPipelineRequest, 'prior' | 'priorLegs' | 'definitions' | 'earlier'>
  readonly counts?: Resumption['counts']
  /** The loads that were done and are run again. */
  readonly lost?: ReadonlyMap<StepId, LostLoad>
}

/**
 * What a run begins with: nothing, or what it did before it stopped, for which its folder is made ready; and what earlier
 * runs made of what it leaves out. Throws a `Failure` (`run/changed`) when what it did has changed.
 */
export async function beginRun(request: BeginRequest, folders: RunFolders): Promise<Begun> {
  const { graph, plan, workspace, store } = request
  const now = await definitionsOf(graph, workspace)
  const resumed = request.resume && (await goOn(request, { now, ...request.resume }, folders))
  const definitions = resumed?.definitions ?? now
  return {
    with: {
      definitions,
      ...(resumed === undefined ? {} : { prior: resumed.prior, priorLegs: resumed.priorLegs }),
      ...(plan.select === undefined
        ? {}
        : { earlier: folders.earlierEnds({ graph, plan, workspace, folder: store.folder, definitions }) }),
    },
    ...(resumed === undefined ? {} : { counts: resumed.counts, lost: resumed.lost }),
  }
}

async function goOn(
  request: BeginRequest,
  { now, allowChanged, ...asking }: { readonly now: Definitions; readonly allowChanged: boolean } & AskLoads,
  folders: RunFolders,
): Promise<Resumption & { readonly lost: ReadonlyMap<StepId, LostLoad> }> {
  const { graph, plan, store } = request
  const stopped: StoppedRun = {
    run: plan.run.id,
    events: [...eventsOf(store.lines('events.jsonl'), ['step-started', 'leg-finished', 'step-finished'])],
    whole: (end) => folders.wholeEnd(store.folder, end),
    before: decodeDefinitions(await store.read(definitionsFile)),
    now,
    allowChanged,
  }
  const resumed = resumption(graph, stopped)
  const lost = await askLoads(request, resumed, { ...asking, events: stopped.events })
  folders.reopen(store.folder)
  return { ...(lost.size === 0 ? resumed : withoutLost(graph, stopped, lost)), lost }
}

function withoutLost(graph: Graph, stopped: StoppedRun, lost: ReadonlyMap<StepId, LostLoad>): Resumption {
  const { priorLegs, ...resumed } = resumption(graph, {
    ...stopped,
    whole: (end) => (lost.has(end.step) ? undefined : stopped.whole(end)),
  })
  for (const [id, { legs }] of lost) for (const leg of legs ?? []) priorLegs.get(id)?.forget(leg)
  const isKept = (id: StepId) => lost.get(id) === undefined || lost.get(id)?.legs !== undefined
  return { ...resumed, priorLegs: new Map([...priorLegs].filter(([id]) => isKept(id))) }
}
