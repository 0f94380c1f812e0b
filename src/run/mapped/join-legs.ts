import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Column } from '../../dataset/column.ts'
import type { Node } from '../../graph/graph.ts'
import { legFile } from '../attempts/attempt-folder.ts'
import type { DatasetRecord } from '../event.ts'
import { namedLegFile } from './inner-leg.ts'
import { joinLegFiles, legColumn, type LegFile } from '../join-datasets.ts'
import { type Leg, legOf } from './leg.ts'
import { leadColumns, leadValues } from './leg-columns.ts'
import { legLabel } from './leg-result.ts'
import type { OpenLegs } from './open-matrix.ts'
import { partName } from '../parts/part-files.ts'
import type { RunState } from '../run-state.ts'
import type { Finish } from '../run-step.ts'

interface Work {
  readonly state: RunState
  readonly node: Node
  readonly part?: { readonly index: number; readonly of: number } | undefined
}

/** Before rejected rows stands only which leg it was. */
const rejectLead: Column = { name: 'leg', type: 'integer' }

/**
 * Puts together what the legs of a step made: the rows of those that succeeded, in the order of the legs, the values of
 * the leg as first columns; and the rejected rows of all. Throws a `Failure` when their columns do not agree.
 */
export async function joinLegs(
  work: Work,
  legs: OpenLegs,
  options: {
    readonly made: { readonly datasets: boolean; readonly rejects: boolean }
    readonly signal: AbortSignal
  },
): Promise<Pick<Finish, 'dataset' | 'datasets' | 'rejects'> & { rows?: number }> {
  const { node } = work
  const { made, signal } = options
  const names = node.inner === undefined ? [undefined] : Object.keys(node.inner.manifest.datasets)
  const datasets: Record<string, DatasetRecord> = {}
  let only: DatasetRecord | undefined
  const columns = made.datasets ? legs.columns() : []
  for (const name of made.datasets ? names : []) {
    const joined = await joinDataset(work, legs, { name, columns, signal })
    if (joined === undefined) continue
    if (name === undefined) only = joined
    else datasets[name] = joined
  }
  const rejects = made.rejects ? await joinRejects(work, legs, signal) : undefined
  return {
    ...(only === undefined ? {} : { dataset: only, rows: only.rows }),
    ...(Object.keys(datasets).length === 0 ? {} : { datasets }),
    ...(rejects === undefined ? {} : { rejects }),
  }
}

function joinDataset(
  work: Work,
  legs: OpenLegs,
  { name, columns, signal }: { name: string | undefined; columns: readonly Column[]; signal: AbortSignal },
): Promise<DatasetRecord | undefined> {
  const { state, node, part } = work
  const { id } = node.step
  const table = name === undefined ? id : `${id}/${name}`
  const place = fileOf('datasets', state.leg, partName(table, part))
  const numbered = part === undefined ? [] : [legColumn]
  const files = () =>
    filesOf(work, legs, {
      file: (path) => (name === undefined ? legFile(id, path) : namedLegFile(id, path, name)),
      lead: (number, leg) => [
        ...(part === undefined ? [] : [number]),
        ...leadValues(columns, leg.values ?? {}),
      ],
    })
  return joinLegFiles({ folder: state.request.folder, file: place, table, signal }, files, (rows) => {
    const lead = leadColumns(columns, rows)
    const from = lead.from.map((index) => index + numbered.length)
    return { columns: [...numbered, ...lead.columns], from: [...numbered.keys(), ...from] }
  })
}

function joinRejects(work: Work, legs: OpenLegs, signal: AbortSignal): Promise<DatasetRecord | undefined> {
  const { state, node, part } = work
  const { id } = node.step
  const file = fileOf('rejects', state.leg, partName(id, part))
  const files = () =>
    filesOf(work, legs, { file: (path) => legFile(id, path, 'rejects'), lead: (number) => [number] })
  return joinLegFiles({ folder: state.request.folder, file, table: id, signal }, files, () => ({
    columns: [rejectLead],
    from: [0],
  }))
}

function fileOf(what: 'datasets' | 'rejects', around: Leg | undefined, name: string): string {
  return around === undefined ? `${what}/${name}.sqlite` : legFile(name, around.path, what)
}

/** The files of the legs that are this process's, in their order, as far as there are any. */
function* filesOf(
  { state, part }: Work,
  legs: OpenLegs,
  of: {
    readonly file: (path: string) => string
    readonly lead: (number: number, leg: Leg) => readonly unknown[]
  },
): Generator<LegFile> {
  for (let number = part?.index ?? 0; number < legs.count; number += part?.of ?? 1) {
    const around = state.leg === undefined ? '' : `${state.leg.path}/`
    const path = join(state.request.folder, of.file(`${around}${number}`))
    if (!existsSync(path)) continue
    const leg = legOf(state.leg, number, legs.at(number))
    const name = `leg ${leg.path} (${legLabel({ leg: leg.path, values: leg.values ?? {} })})`
    yield { path, name, lead: of.lead(number, leg) }
  }
}
