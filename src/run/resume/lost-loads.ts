import { type Node, nodeOf } from '../../graph/graph.ts'
import type { LegValues, Manifest, Step, StepId } from '../../manifest/manifest.ts'
import type { Connection } from '../../ports/database.ts'
import { isFileGone, isTableThere } from '../../steps/load/is-table-there.ts'
import { attempt, tried } from '../attempts/attempt.ts'
import type { FailureRecord } from '../event.ts'
import { gateOf } from '../verdict/judge-step.ts'
import { resolveConnections } from '../resolve-connections.ts'
import { resolveTemplates } from '../resolve-options.ts'
import type { RunRequest } from '../run-request.ts'
import { RunState } from '../run-state.ts'

/** So long a database is asked. */
const mostMs = 30_000

/** More legs with a table each are not asked about. */
const mostLegs = 1000

/** A load that was done and whose table is not there any more. */
export interface LostLoad {
  /** Of a mapped load whose legs have tables of their own: which of them. Absent: all of it. */
  readonly legs?: ReadonlySet<number>
}

/** Loads whose database could not be asked. */
export interface UnaskedLoads {
  readonly loads: ReadonlySet<StepId>
  /** As it was thrown: it may hold secrets. */
  readonly failure: FailureRecord
}

export interface LostLoads {
  readonly lost: ReadonlyMap<StepId, LostLoad>
  readonly unasked: readonly UnaskedLoads[]
}

/** A leg that has succeeded. */
export interface DoneLeg {
  readonly leg: number
  readonly values: LegValues
}

/** A load, or one leg of it, and where it put its rows. */
interface Asked {
  readonly id: StepId
  readonly leg?: number
  readonly connection: Connection
  readonly table: string
}

/**
 * Which of these loads into tables, all done, have lost their table since. Each database is opened once and asked one
 * query a table; of one that fails, or does not answer in time, nothing is known.
 */
export async function lostLoads(
  request: RunRequest,
  done: Iterable<StepId>,
  legsOf: (id: StepId) => readonly DoneLeg[],
): Promise<LostLoads> {
  const state = new RunState(request)
  const asked = [...done].flatMap((id) => targetsOf(state, nodeOf(request.graph, id), legsOf))
  const databases = Map.groupBy(asked, ({ connection }) => JSON.stringify(connection))
  const lost = new Map<StepId, LostLoad>()
  const unasked: UnaskedLoads[] = []
  for (const here of databases.values()) {
    const answer = await attempt((signal) => ask(request, here, signal), {
      clock: request.ports.clock,
      timeoutMs: mostMs,
      graceMs: 1_000,
      cancel: request.signal,
    })
    if (answer.ended !== 'done')
      unasked.push({ loads: new Set(here.map(({ id }) => id)), failure: answer.failure })
    else
      for (const { id, leg, table } of here)
        if (answer.value.has(table)) lost.set(id, withLeg(lost.get(id), leg))
  }
  return { lost, unasked }
}

function withLeg(known: LostLoad | undefined, leg: number | undefined): LostLoad {
  return leg === undefined ? {} : { legs: new Set([...(known?.legs ?? []), leg]) }
}

/** The tables that are gone. */
async function ask(
  { ports, workspace }: RunRequest,
  asked: readonly Asked[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const tables = new Set(asked.map(({ table }) => table))
  const [first] = asked
  if (first === undefined || isFileGone(first.connection, workspace)) return tables
  await using database = await ports.databases.open(first.connection, workspace, signal)
  const gone = new Set<string>()
  for (const table of tables) if (!(await isTableThere(database, table))) gone.add(table)
  return gone
}

/** Where a load put its rows, if that is into tables of a connection. What cannot be told any more is not asked. */
function targetsOf(
  state: RunState,
  { step, scope }: Node,
  legsOf: (id: StepId) => readonly DoneLeg[],
): readonly Asked[] {
  if (step.kind !== 'load' || step.options.target !== 'table') return []
  const { into, table } = step.options
  const named = Object.entries(scope.manifest.connections).filter(([name]) => name === into)
  const isOfLegs = step.strategy !== undefined && /\bmatrix\b/i.test(JSON.stringify([table, step.env, named]))
  const legs = isOfLegs ? legsOf(step.id) : [undefined]
  if (legs.length > mostLegs || !gateOf(state, scope, false).open) return []
  return legs.flatMap((leg) => {
    const target = tried(() => targetOf(state, { step, table, into, named, leg }))
    return target.ended === 'done' ? target.value : []
  })
}

function targetOf(
  state: RunState,
  {
    step,
    table: written,
    into,
    named,
    leg,
  }: {
    readonly step: Step
    readonly table: string
    readonly into: string
    readonly named: readonly (readonly [string, Manifest['connections'][string]])[]
    readonly leg: DoneLeg | undefined
  },
): Asked[] {
  const outer = { ...state.contexts(step.id), ...(leg === undefined ? {} : { matrix: leg.values }) }
  const contexts = { ...outer, env: { ...outer.env, ...resolveTemplates(step.env, outer) } }
  const connection = resolveConnections(Object.fromEntries(named), outer)[into]
  const { table } = resolveTemplates({ table: written }, contexts)
  if (connection === undefined || table === undefined) return []
  return [{ id: step.id, ...(leg === undefined ? {} : { leg: leg.leg }), connection, table }]
}
