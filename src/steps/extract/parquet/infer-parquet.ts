import type { Column } from '../../../dataset/column.ts'
import { Failure } from '../../../diagnostic/failure.ts'
import { sameColumns } from '../match-names.ts'
import type { Spooled } from '../spool.ts'
import { openParquetFile } from './parquet-file.ts'
import { parquetColumns } from './parquet-columns.ts'

/** The columns that all the files say they have. Throws a `Failure` (`columns/mismatch`) where they differ. */
export async function inferParquet(sources: readonly Spooled[]): Promise<readonly Column[]> {
  const [first] = sources
  let columns: readonly Column[] = []
  for (const source of sources) {
    const found = await columnsOf(source)
    if (source === first) columns = found
    else {
      const names = found.map(({ name }) => name)
      sameColumns(
        columns.map(({ name }) => name),
        names,
        first,
        source,
      )
      columns = columns.map((column) => merged(column, found, { first, source }))
    }
  }
  return columns
}

async function columnsOf(source: Spooled): Promise<readonly Column[]> {
  await using file = await openParquetFile(source)
  return (await parquetColumns(file)).map(({ column }) => column)
}

/** The column of both files: never null only where neither has nulls. */
function merged(
  column: Column,
  found: readonly Column[],
  { first, source }: { first: Spooled | undefined; source: Spooled },
): Column {
  const other = found.find(({ name }) => name === column.name) ?? column
  if (describe(column) === describe(other)) {
    const { notNull = false, ...rest } = column
    return notNull && other.notNull === true ? column : rest
  }
  throw new Failure(
    'columns/mismatch',
    `"${column.name}" is ${describe(column)} in "${first?.label ?? ''}" and ${describe(other)} in "${source.label}"`,
    { help: 'Declare "columns" with the type that it is to have' },
  )
}

function describe({ type, precision, scale, zoned }: Column): string {
  if (type === 'decimal') return `decimal(${precision},${scale})`
  if (type === 'timestamp')
    return `timestamp ${zoned === true ? 'with' : 'without'} zone, ${scale} digits of fraction`
  return type
}
