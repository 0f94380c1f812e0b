import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Column, Dataset } from '../../../dataset/column.ts'
import { foldName, quoteName } from '../../../dataset/create-table.ts'
import { createDatasetFile } from '../../../dataset/dataset-file.ts'
import type { Reject } from '../../../dataset/reject.ts'
import { Failure } from '../../../diagnostic/failure.ts'
import { SqlFailure } from '../../../diagnostic/sql-failure.ts'
import { bindInPlace, bindSql } from '../../../expression/bind-sql.ts'
import { openCsv } from '../../../parse/csv/open-csv.ts'
import type { DuckdbSession } from '../../../ports/duckdb.ts'
import type { SqlValue } from '../../../ports/sqlite.ts'
import { formatValue } from '../../checks/samples.ts'
import { locateSqlError } from '../../sql/locate-error.ts'
import { singleQuery } from '../../sql/single-query.ts'
import type { StepContext, StepOutcome } from '../../step.ts'
import { requireColumns } from '../result-columns.ts'
import { showNeeds } from './show-needs.ts'
import { type ResultType, digitsOf, resultType } from './result-type.ts'

interface DuckdbTransform {
  readonly sql: string
  readonly columns?: readonly Column[]
}
type Context = StepContext<DuckdbTransform>

const result = 'millrace_result'

/** Runs one query over the needs' datasets in DuckDB; what it selects becomes the dataset, as SQLite's would. */
export async function transformByDuckdb(context: Context): Promise<StepOutcome> {
  const { options, scratch, workspace, ports, signal, log, needs } = context
  const datasets = distinct(Object.values(needs))
  const attach = datasets.map(({ path }, index) => ({ name: `need_${index}`, path }))
  await using session = await ports.duckdb.open({ workspace, scratch, attach, log }, signal)
  await showNeeds(session, Object.values(needs), datasets, log)
  await session.seal()
  const types = await runQuery(session, context)
  const file = join(scratch, 'result.csv')
  const texts = types.map(({ column, text }) => `${text} as ${quoteName(column.name)}`)
  await session.query(
    `copy (select ${texts.join(', ')} from ${result}) to '${file.replaceAll("'", "''")}' (format csv, header true, force_quote *, nullstr '')`,
  )
  const columns = typedColumns(types, options.columns)
  return { dataset: await readResult(file, columns, context) }
}

/** A dataset may be known by two names. */
function distinct(needs: readonly Dataset[]): readonly Dataset[] {
  return [...new Map(needs.map((need) => [need.path, need])).values()]
}

/** Fills the result and answers its types. */
async function runQuery(
  session: DuckdbSession,
  { options, needs, bind, placeOfSql }: Context,
): Promise<readonly ResultType[]> {
  const sql = bindInPlace(options.sql)
  const parameters = bindSql(options.sql, 'sqlite').expressions.map((expression) => bind(expression))
  try {
    singleQuery(sql, 'sqlite')
    requireColumns(await session.describe(sql), options.columns)
    await fill(session, sql.replace(/;\s*$/, ''), parameters)
  } catch (error) {
    const tables = Object.values(needs).map(({ name, columns }) => ({
      name,
      columns: columns.map((each) => each.name),
    }))
    throw await locateSqlError(error, { text: options.sql, tables, aliases: true }, placeOfSql)
  }
  const columns = await session.query(
    `select column_name as name, column_type as type from (describe ${result})`,
  )
  const told = columns.map(({ name, type }) => ({ name: String(name), type: String(type) }))
  const digits = await longestOf(session, told)
  const types = told.map(({ name, type }) => resultType(name, type, digits.get(name) ?? 0))
  return Object.values(needs).some(hasOpenDigits) ? types.map(openDigits) : types
}

function hasOpenDigits({ columns }: Dataset): boolean {
  return columns.some(({ open }) => open === true)
}

/** What is made of a decimal whose digits its values told has no more of a say. */
function openDigits({ column, text }: ResultType): ResultType {
  return { column: column.type === 'decimal' ? { ...column, open: true } : column, text }
}

async function fill(session: DuckdbSession, sql: string, parameters: readonly SqlValue[]): Promise<void> {
  const before = `create temp table ${result} as `
  try {
    await session.query(before + sql, parameters)
  } catch (error) {
    if (!(error instanceof SqlFailure) || !('offset' in error.place)) throw error
    throw new SqlFailure(error, { offset: Math.max(0, error.place.offset - before.length) })
  }
}

/** How many digits the longest value of each column has whose type does not say it. */
async function longestOf(
  session: DuckdbSession,
  columns: readonly { readonly name: string; readonly type: string }[],
): Promise<ReadonlyMap<string, number>> {
  const open = columns.flatMap(({ name, type }) => {
    const count = digitsOf(name, type)
    return count === undefined ? [] : [{ name, count }]
  })
  if (open.length === 0) return new Map()
  const terms = open.map(({ count }, index) => `max(${count}) as d${index}`)
  const [row = {}] = await session.query(`select ${terms.join(', ')} from ${result}`)
  return new Map(open.map(({ name }, index) => [name, Number(row[`d${index}`] ?? 0)]))
}

function typedColumns(
  types: readonly ResultType[],
  declared: readonly Column[] | undefined,
): readonly Column[] {
  return types.map(
    ({ column }) => declared?.find(({ name }) => foldName(name) === foldName(column.name)) ?? column,
  )
}

/** Reads the result into the dataset. What a declared type does not take is refused, as it is of SQLite's result. */
async function readResult(path: string, columns: readonly Column[], context: Context): Promise<Dataset> {
  using file = createDatasetFile(context.datasetPath, { table: context.stepId, columns })
  const dialect = {
    delimiter: ',',
    quote: '"',
    header: true,
    skipLines: 0,
    encoding: 'utf-8',
    ragged: 'fail',
  } as const
  const refuse = (reject: Reject): never => {
    throw misfit(reject, context.mask)
  }
  const records = await openCsv(createReadStream(path), dialect, refuse)
  for await (const batch of records.batches) {
    context.signal.throwIfAborted()
    file.write(batch, refuse)
    context.progress({ rows: file.rows })
  }
  return file.finish()
}

function misfit({ column, rule, value }: Reject, mask: (text: string) => string): Failure {
  if (rule === 'not null')
    return new Failure('rows/null', `column "${column}" is declared not null; it is null in a row`)
  return new Failure(
    'rows/type',
    `column "${column}" holds ${formatValue(value, mask)}, which is no ${rule}`,
    {
      help: `Cast it in the query, or declare "${column}" as what it is`,
    },
  )
}
