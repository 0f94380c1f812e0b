import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Column } from '../dataset/column.ts'
import { openDatasetFile } from '../dataset/dataset-file.ts'
import { LeadFields } from '../dataset/file-format/lead-fields.ts'
import { UnionColumns } from '../dataset/profile/union-columns.ts'
import { UnionFile, type UnionSource } from '../dataset/union-file.ts'
import type { DatasetRecord } from './event.ts'

/** Stands first in the rows of one job's legs: those of several jobs become one dataset in the order of the legs. */
export const legColumn: Column = { name: '_millrace_leg', type: 'integer', notNull: true }

/** So many rows are moved before others get their turn. */
const rowsAtOnce = 16_384

/** Where a dataset goes: the run's folder, the file relative to it, and the table's name. */
export interface JoinTarget {
  readonly folder: string
  readonly file: string
  readonly table: string
  readonly signal?: AbortSignal
}

/** The file of one leg, with the values that stand before its rows. */
export interface LegFile {
  readonly path: string
  /** What the leg is called in messages. */
  readonly name: string
  readonly lead: readonly unknown[]
}

/**
 * Puts the rows of legs together, in the order they come in. They are read twice: the first time for their columns.
 * `undefined` when there are none. Throws a `Failure` (`legs/columns`) when they do not agree.
 */
export async function joinLegFiles(
  target: JoinTarget,
  files: () => Iterable<LegFile>,
  leadOf: (columns: readonly Column[]) => {
    readonly columns: readonly Column[]
    readonly from: readonly number[]
  },
): Promise<DatasetRecord | undefined> {
  const turn = new Turns(target.signal)
  const union = new UnionColumns()
  let count = 0
  for (const { path, name } of files()) {
    using dataset = openDatasetFile(path)
    union.add(dataset, name)
    count += 1
    await turn.take(64)
  }
  if (count === 0) return undefined
  const { columns, from } = leadOf(union.columns)
  using to = await createUnion(target, columns, union)
  for (const { path, name, lead } of files()) {
    using dataset = openDatasetFile(path)
    const source = to.open(dataset, 0, name)
    const fields = new LeadFields(
      columns,
      from.map((index) => lead[index]),
    )
    while (source.next()) {
      source.copy(fields)
      await turn.take(1)
    }
    await turn.take(64)
  }
  return recordOf(target, to)
}

/** Puts the datasets of a step's parts together in the order of their legs. `skip`: what was only there for that. */
export async function joinPartFiles(
  target: JoinTarget,
  parts: readonly DatasetRecord[],
  skip: 0 | 1,
): Promise<DatasetRecord | undefined> {
  if (parts.length === 0) return undefined
  const turn = new Turns(target.signal)
  const union = new UnionColumns(skip)
  const opened = parts.map(({ file }) => openDatasetFile(join(target.folder, file)))
  try {
    for (const [index, dataset] of opened.entries()) union.add(dataset, `part ${index + 1}`)
    using to = await createUnion(target, [], union)
    const none = new LeadFields([], [])
    const sources = opened.map((dataset, index) => to.open(dataset, skip, `part ${index + 1}`))
    let open = sources.filter((source) => source.next())
    while (open.length > 0) {
      const next = firstLeg(open)
      const leg = next.cursor.integer(0)
      let isMore = true
      for (; isMore && next.cursor.integer(0) === leg; isMore = next.next()) {
        next.copy(none)
        await turn.take(1)
      }
      if (!isMore) open = open.filter((source) => source !== next)
    }
    return recordOf(target, to)
  } finally {
    for (const dataset of opened) dataset[Symbol.dispose]()
  }
}

function firstLeg(sources: readonly UnionSource[]): UnionSource {
  return sources.reduce((one, other) => (other.cursor.integer(0) < one.cursor.integer(0) ? other : one))
}

async function createUnion(
  target: JoinTarget,
  lead: readonly Column[],
  union: UnionColumns,
): Promise<UnionFile> {
  const path = join(target.folder, target.file)
  await mkdir(dirname(path), { recursive: true })
  return new UnionFile(path, { table: target.table, lead, union })
}

function recordOf({ file }: JoinTarget, to: UnionFile): DatasetRecord {
  const { name, columns, rows } = to.finish()
  return { name, file, columns: [...columns], rows }
}

/** Lets others have their turn now and then, and stops when that is asked for. */
class Turns {
  readonly #signal: AbortSignal | undefined
  #taken = 0

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  take(rows: number): Promise<void> | undefined {
    this.#taken += rows
    if (this.#taken < rowsAtOnce) return undefined
    this.#taken = 0
    this.#signal?.throwIfAborted()
    return setImmediate()
  }
}
