import type { Graph } from '../graph/graph.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunStore } from '../ports/run-store.ts'
import { eventsOf } from '../run/events/decode-events.ts'
import type { RunFolders } from '../run/run-folders.ts'
import {
  decodeDefinitions,
  type Definitions,
  definitionsFile,
  definitionsOf,
} from '../run/resume/step-definitions.ts'
import { withoutRemakes } from '../run/resume/without-remakes.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { LostLoads } from '../run/resume/lost-loads.ts'
import { legsDone } from '../run/mapped/legs-done.ts'
import { neededAgain } from '../run/resume/needed-again.ts'
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
  /** What has become of the loads that were done, where it is not as it was. */
  readonly loads?: KnownLoads
}

export interface KnownLoads extends LostLoads {
  /** Of those whose table is gone, those that are run again. */
  readonly again: ReadonlySet<StepId>
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
    ...(resumed === undefined ? {} : { counts: resumed.counts, loads: resumed.loads }),
  }
}

async function goOn(
  request: BeginRequest,
  { now, allowChanged, ...asking }: { readonly now: Definitions; readonly allowChanged: boolean } & AskLoads,
  folders: RunFolders,
): Promise<Resumption & { readonly loads: KnownLoads }> {
  const { graph, plan, store } = request
  const stopped: StoppedRun = {
    run: plan.run.id,
    events: withoutRemakes(graph, [
      ...eventsOf(store.lines('events.jsonl'), ['step-started', 'leg-finished', 'step-finished']),
    ]),
    whole: (end) => folders.wholeEnd(store.folder, end),
    before: decodeDefinitions(await store.read(definitionsFile)),
    now,
    allowChanged,
  }
  const resumed = resumption(graph, stopped)
  const known = await askLoads(request, resumed, { ...asking, events: stopped.events })
  const loads = { ...known, again: neededAgain(graph, resumed.prior, known.lost) }
  folders.reopen(store.folder)
  return { ...(loads.again.size === 0 ? resumed : withAgain(graph, stopped, { resumed, loads })), loads }
}

/** The loads, or legs of loads, that are run again are not done; all else that is done stays so. */
function withAgain(
  graph: Graph,
  { events, now }: StoppedRun,
  { resumed, loads: { lost, again } }: { readonly resumed: Resumption; readonly loads: KnownLoads },
): Resumption {
  const { counts } = resumed
  const kept = <Value>(of: ReadonlyMap<StepId, Value>) => [...of].filter(([id]) => !again.has(id))
  const prior = new Map(kept(resumed.prior))
  const priorLegs = new Map(kept(resumed.priorLegs))
  const done = legsDone(graph, events)
  for (const id of again) {
    const [gone, legs] = [lost.get(id)?.legs, done.get(id)]
    if (gone === undefined || legs === undefined) continue
    for (const leg of gone) legs.forget(leg)
    priorLegs.set(id, legs)
  }
  const reopened = resumed.prior.size - prior.size
  return {
    prior,
    priorLegs,
    definitions: new Map(
      [...resumed.definitions].map(([id, hash]) => [id, again.has(id) ? (now.get(id) ?? hash) : hash]),
    ),
    counts: { run: counts.run + reopened, kept: counts.kept - reopened },
  }
}
