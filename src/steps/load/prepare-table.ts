import type { Column, Dataset } from '../../dataset/column.ts'
import { foldName } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { TableName, Transaction } from '../../ports/database.ts'
import { tableText } from '../sql/identifier.ts'
import type { StepContext } from '../step.ts'
import type { ColumnPair, TargetColumn } from './dialects/dialect.ts'
import { loadDialects } from './dialects/load-dialect.ts'
import { matchColumns } from './match-columns.ts'
import type { TableWords } from './table-options.ts'
import { addColumns, createTarget, ownColumns, readTarget, requireOwnColumns } from './target-table.ts'

/** A table that rows of a dataset can go into. */
export interface Prepared {
  readonly target: readonly TargetColumn[]
  readonly pairs: readonly ColumnPair[]
  /** It was not there. */
  readonly isNew: boolean
  /** Columns it has now because the dataset has them. */
  readonly added: readonly string[]
  /** Columns that the dataset has nothing for, since its source does not have them. */
  readonly left: readonly string[]
  /** Where its rows are until the load has ended: the table itself, or what is to become it. */
  readonly place: TableName
}

/** The rows that are to come, and what they are called. */
export interface Incoming {
  readonly table: TableName
  readonly words: TableWords
  readonly dataset: Pick<Dataset, 'columns' | 'name' | 'gone'>
  /** Whether columns that the table lacks are added to it, and those that the source lacks are left. */
  readonly evolves: boolean
  /** The table is not there, and this one, made alike, whose rows are to be its own, is to become it. */
  readonly made?: TableName
}

/** Makes the table if it is not there, adds columns where it may, and pairs its columns with those of the dataset. */
export async function prepareTable(
  transaction: Transaction,
  incoming: Incoming,
  log: StepContext['log'],
): Promise<Prepared> {
  const { table, words, dataset } = incoming
  refuseOwnNames(incoming)
  const found = incoming.made === undefined ? await readTarget(transaction, table) : undefined
  const place = found === undefined ? await make(transaction, incoming) : table
  if (found === undefined) log(`table "${tableText(table)}" made`)
  else requireOwnColumns(transaction, table, { target: found, words })
  const columns = found === undefined ? dataset.columns : columnsThere(incoming)
  const added = found === undefined ? [] : await evolve(transaction, incoming, { columns, target: found })
  const isSame = found !== undefined && added.length === 0
  const target = isSame ? found : await readBack(transaction, table, place)
  const own = new Set(ownColumns(words).map(({ name }) => name))
  const left = new Set(columnsLeft(incoming, columns, { target, isSame: namesAlike(transaction) }))
  const open = target.filter(({ name }) => !own.has(name) && !left.has(name))
  const pairs = matchColumns(columns, open, { transaction, table, from: dataset.name })
  const names = { added: added.map(({ name }) => name), left: [...left].filter((name) => !own.has(name)) }
  return { target, pairs, isNew: found === undefined, place, ...names }
}

/** The columns that the rows have values of. */
function columnsThere({ dataset: { columns, gone = [] }, words: { key } }: Incoming): readonly Column[] {
  return columns.filter(({ name }) => !gone.includes(name) || key.includes(name))
}

type SameName = (one: string, other: string) => boolean

/** Whether a table cannot have columns of both names. */
function namesAlike({ dialect }: Transaction): SameName {
  const fold = dialect === 'postgres' ? (name: string) => name : foldName
  return (one, other) => fold(one) === fold(other)
}

/** What a source has no more is nothing to write into the table: its column there is left. */
function columnsLeft(
  { dataset: { gone = [] }, words: { key }, evolves }: Incoming,
  columns: readonly Column[],
  { target, isSame }: { readonly target: readonly TargetColumn[]; readonly isSame: SameName },
): string[] {
  return target.flatMap(({ name, filled, notNull }) => {
    const mayLeave = !filled && !notNull && !key.includes(name) && (evolves || gone.includes(name))
    return mayLeave && !columns.some((column) => isSame(column.name, name)) ? [name] : []
  })
}

/** Answers where its rows are for now. */
async function make(transaction: Transaction, { table, words, dataset, made }: Incoming): Promise<TableName> {
  const { ahead, adopt } = loadDialects[transaction.dialect]
  if (made !== undefined && ahead !== undefined) return ahead.place(transaction, made, table)
  await createTarget(transaction, table, { columns: dataset.columns, words })
  if (made !== undefined) await adopt?.(transaction, made, table)
  return table
}

async function evolve(
  transaction: Transaction,
  { table, evolves }: Incoming,
  { columns, target }: { readonly columns: readonly Column[]; readonly target: readonly TargetColumn[] },
): Promise<readonly Column[]> {
  if (!evolves) return []
  const isSame = namesAlike(transaction)
  const added = columns.filter(({ name }) => !target.some((column) => isSame(column.name, name)))
  await addColumns(transaction, table, added)
  return added
}

async function readBack(
  transaction: Transaction,
  table: TableName,
  place: TableName,
): Promise<readonly TargetColumn[]> {
  const columns = await readTarget(transaction, place)
  if (columns !== undefined) return columns
  throw new Failure('table/missing', `table "${tableText(table)}" was made but cannot be found`)
}

function refuseOwnNames({ words, dataset }: Incoming): void {
  const clash = ownColumns(words).find(({ name }) => dataset.columns.some((column) => column.name === name))
  if (clash === undefined) return
  throw new Failure(
    'columns/mismatch',
    `"${dataset.name}" has a column "${clash.name}", which \`${words.mode === 'scd2' ? 'mode: scd2' : 'missing: mark'}\` fills by itself`,
    {
      help:
        words.mode === 'scd2'
          ? 'Leave it out in a transform, or name other columns with `valid-from`, `valid-to`, `current`'
          : 'Leave it out in a transform, or name another column with `deleted-column`',
    },
  )
}
