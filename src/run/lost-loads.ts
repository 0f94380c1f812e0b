import { type Node, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Connection } from '../ports/ports.ts'
import { isFileGone, isTableThere } from '../steps/load/is-table-there.ts'
import { attempt, tried } from './attempt.ts'
import { gateOf } from './judge-step.ts'
import { resolveConnections } from './resolve-connections.ts'
import { resolveTemplates } from './resolve-options.ts'
import type { RunRequest } from './run-request.ts'
import { RunState } from './run-state.ts'

/** So long a database is asked. */
const mostMs = 30_000

/** Why a load that was done has to be done again: its table is not there, or nobody answered. */
export type Lost = 'gone' | 'unanswered'

interface Asked {
  readonly connection: Connection
  /** By step. */
  readonly tables: Map<StepId, string>
}

/**
 * Which of these loads into tables, all done, have lost their table since. Each database is opened once and asked one
 * query a load; of one that does not answer all are lost, so that the steps say what is wrong with it. A mapped load is
 * asked about only where its legs share one table.
 */
export async function lostLoads(
  request: RunRequest,
  done: Iterable<StepId>,
): Promise<ReadonlyMap<StepId, Lost>> {
  const state = new RunState(request)
  const lost = new Map<StepId, Lost>()
  for (const asked of byDatabase(state, done)) {
    const gone = new Set<StepId>()
    const answer = await attempt((signal) => ask(request, asked, { gone, signal }), {
      clock: request.ports.clock,
      timeoutMs: mostMs,
      graceMs: 1_000,
      cancel: request.signal,
    })
    for (const id of asked.tables.keys())
      if (answer.ended !== 'done') lost.set(id, 'unanswered')
      else if (gone.has(id)) lost.set(id, 'gone')
  }
  return lost
}

async function ask(
  { ports, workspace }: RunRequest,
  { connection, tables }: Asked,
  { gone, signal }: { readonly gone: Set<StepId>; readonly signal: AbortSignal },
): Promise<void> {
  if (isFileGone(connection, workspace)) {
    for (const id of tables.keys()) gone.add(id)
    return
  }
  await using database = await ports.databases.open(connection, workspace, signal)
  for (const [id, table] of tables) if (!(await isTableThere(database, table))) gone.add(id)
}

function byDatabase(state: RunState, done: Iterable<StepId>): Iterable<Asked> {
  const databases = new Map<string, Asked>()
  for (const id of done) {
    const target = tried(() => targetOf(state, nodeOf(state.request.graph, id)))
    if (target.ended !== 'done' || target.value === undefined) continue
    const { connection, table } = target.value
    const key = JSON.stringify(connection)
    const known = databases.get(key) ?? { connection, tables: new Map<StepId, string>() }
    databases.set(key, known)
    known.tables.set(id, table)
  }
  return databases.values()
}

/** Where a load put its rows, if that is one table of a connection. */
function targetOf(
  state: RunState,
  { step, scope }: Node,
): { readonly connection: Connection; readonly table: string } | undefined {
  if (step.kind !== 'load' || step.options.target !== 'table') return undefined
  const { into, table: written } = step.options
  const named = Object.entries(scope.manifest.connections).filter(([name]) => name === into)
  if (step.strategy !== undefined && /\bmatrix\b/i.test(JSON.stringify([written, named]))) return undefined
  if (!gateOf(state, scope, false).open) return undefined
  const outer = state.contexts(step.id)
  const contexts = { ...outer, env: { ...outer.env, ...resolveTemplates(step.env, outer) } }
  const connection = resolveConnections(Object.fromEntries(named), outer)[into]
  const { table } = resolveTemplates({ table: written }, contexts)
  return connection === undefined || table === undefined ? undefined : { connection, table }
}
