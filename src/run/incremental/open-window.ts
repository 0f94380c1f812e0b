import type { Contexts } from '../../expression/contexts.ts'
import { contextsUsed } from '../../expression/contexts-used.ts'
import { evaluateTemplate } from '../../expression/evaluate.ts'
import type { Node } from '../../graph/graph.ts'
import type { Connection } from '../../ports/database.ts'
import { factsOf } from '../../steps/kinds.ts'
import type { CursorPlace } from '../../steps/load/read-cursors.ts'
import { type SourceWindow, keeperName } from '../../steps/window.ts'
import type { Leg } from '../mapped/leg.ts'
import { resolveConnections } from '../resolve-connections.ts'
import type { Recorder } from '../events/recorder.ts'
import type { RunState } from '../run-state.ts'
import { type Keeper, keepersOf } from './keepers-of.ts'
import { sourceName } from './source-name.ts'
import { windowOf } from './window-of.ts'

interface Work {
  readonly state: RunState
  readonly node: Node
  readonly leg: Leg | undefined
  readonly recorder: Recorder
  readonly signal: AbortSignal
}

/**
 * The window that an attempt of an incremental extract reads, by what its loads have kept; `undefined` for any other
 * step. Throws the `Failure` of a database that cannot be asked.
 */
export async function openWindow(work: Work): Promise<SourceWindow | undefined> {
  const { state, node, leg, signal } = work
  const { step } = node
  const { incremental } = factsOf(step)
  if (incremental === undefined) return undefined
  const { plan, workspace, ports } = state.request
  const contexts = {
    ...state.contexts(step.id),
    ...(leg?.values === undefined ? {} : { matrix: leg.values }),
  }
  const source = sourceName(node, leg, contexts.inputs, work.recorder.mask)
  const loads = keepersOf(state, step.id)
  const places = loads.flatMap(placeOf)
  const inLedger = places.length < loads.length || loads.length === 0
  const { readCursors } = await import('../../steps/load/read-cursors.ts')
  const { databaseTime } = await import('../../steps/load/database-time.ts')
  const at = { pipeline: plan.pipeline, source, workspace, databases: ports.databases, signal }
  const clock = clockOf(node, contexts)
  const window = windowOf(incremental, {
    source,
    now: clock === undefined ? ports.clock.now() : await databaseTime(clock, at),
    timezone: timezoneOf(work),
    kept: new Map([
      ...(inLedger ? [[ofRuns, plan.cursors?.[source]] as const] : []),
      ...(await readCursors(places, at)),
    ]),
    asked: plan.run.window,
  })
  const { [ofRuns]: _, ...kept } = window.kept
  return inLedger ? { ...window, kept, inLedger } : window
}

/** Keeps a cursor where no table does: no step is called so. */
const ofRuns = ''

/** The pipeline's own timetable tells its days, also those of a pipeline that it uses. */
function timezoneOf({ state, node }: Work): string {
  let { scope } = node
  while (scope.within !== undefined) scope = scope.within
  return (scope.manifest.schedules[0] ?? state.request.graph.manifest.schedules[0])?.timezone ?? 'UTC'
}

/** The database that the rows are read from, whose clock they were written by. */
function clockOf({ step, scope }: Node, contexts: Contexts): Connection | undefined {
  const { connection } = factsOf(step)
  if (connection === undefined) return undefined
  return connectionOf(scope.manifest.connections, connection.name, contexts)
}

/** Where a load keeps its cursor; nowhere if it is into a file. */
function placeOf({ node: { step, scope }, state }: Keeper): CursorPlace[] {
  const contexts = state.contextsIn(scope, [])
  const { options, strategy } = step
  if (options.target !== 'table') return []
  const isKnown = [...contextsUsed(options.table)].every((name) => known.has(name))
  const isMapped = strategy !== undefined
  return [
    {
      step: isMapped ? step.id : keeperName(step.id, state.leg),
      isMapped,
      connection: connectionOf(scope.manifest.connections, options.into, contexts),
      table: isKnown ? evaluateTemplate(options.table, contexts) : undefined,
    },
  ]
}

/** What is there before a load's own needs have ended. */
const known = new Set(['inputs', 'vars', 'run', 'github'])

function connectionOf(
  connections: Node['scope']['manifest']['connections'],
  name: string,
  contexts: Contexts,
): Connection | undefined {
  const one = connections[name]
  return one === undefined ? undefined : resolveConnections({ [name]: one }, contexts)[name]
}
