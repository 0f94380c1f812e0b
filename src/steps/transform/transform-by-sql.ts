import { renameSync, rmSync } from 'node:fs'
import type { Column } from '../../dataset/column.ts'
import { createTable, quoteName } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { bindSql } from '../../expression/bind-sql.ts'
import type { SqliteSession, SqlValue } from '../../ports/sqlite.ts'
import { attachments } from '../sql/attachments.ts'
import { takenForNumbers } from '../sql/taken-for-numbers.ts'
import { type FailedQuery, locateSqlError } from '../sql/locate-error.ts'
import { singleQuery } from '../sql/single-query.ts'
import type { StepContext, StepOutcome } from '../step.ts'
import { addAliases, evenTimes } from './attach-needs.ts'
import { judgeColumns } from './judge-columns.ts'
import type { TransformOptions } from './options.ts'
import { describeResult } from './result-columns.ts'
import type { ResultColumn } from './result-columns.ts'

type Context = StepContext<
  Exclude<Extract<TransformOptions, { readonly sql: string }>, { readonly in: string }>
>

/** The table as it is filled; it gets the step's name with its final schema. */
const filling = 'millrace_result'

/** Runs one query over the needs' datasets; what it selects becomes the dataset. */
export async function transformBySql(context: Context): Promise<StepOutcome> {
  const { sql, expressions } = bindSql(context.options.sql, 'sqlite')
  const parameters = expressions.map((expression) => context.bind(expression))
  const partial = `${context.datasetPath}.partial`
  rmSync(partial, { force: true })
  try {
    const query = { sql: singleQuery(sql, 'sqlite'), parameters }
    const { columns, rows } = await fill(partial, query, context)
    renameSync(partial, context.datasetPath)
    const dataset = { name: context.stepId, path: context.datasetPath, columns, rows }
    return { dataset, ...textsAsNumbers(query.sql, context) }
  } catch (error) {
    throw await locateSqlError(error, failedQuery(context), context.placeOfSql)
  } finally {
    rmSync(partial, { force: true })
  }
}

/** Said for each that the query takes for a number. */
function textsAsNumbers(sql: string, { needs, log }: Context): Pick<StepOutcome, 'warnings' | 'note'> {
  const columns = Object.values(needs).flatMap((need) => need.columns)
  const found = takenForNumbers(sql, columns)
  for (const { message, help } of found) log(`warning: ${message}: ${help}`, 'stderr')
  const warnings = found.map(({ message }) => message)
  return found.length === 0 ? {} : { warnings, note: `warning: ${warnings.join('; ')}` }
}

function failedQuery({ options, needs }: Context): FailedQuery {
  const tables = Object.values(needs).map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => column.name),
  }))
  return { text: options.sql, tables, aliases: true }
}

interface Query {
  readonly sql: string
  readonly parameters: readonly SqlValue[]
}

async function fill(
  path: string,
  query: Query,
  context: Context,
): Promise<{ columns: readonly Column[]; rows: number }> {
  const needs = Object.values(context.needs)
  const attach = await attachments(needs, { what: 'need' }, context)
  await using session = await context.ports.sqlite.open(
    { path, attach, functions: true, unpublished: true },
    context.signal,
  )
  await addAliases(session, needs)
  const described = await session.describe({ ...query, guard: {} })
  const result = describeResult(query.sql, described, needs, context.options.columns)
  await evenTimes(session, query.sql, { needs, attached: attach })
  const { changes } = await insert(session, query, result)
  context.progress({ rows: changes })
  const columns = await judgeColumns(session, filling, result, context.mask)
  await giveSchema(session, context.stepId, columns)
  return { columns, rows: changes }
}

/** Without types, so that every value stays what the query made it until all have been seen. */
async function insert(
  session: SqliteSession,
  { sql, parameters }: Query,
  result: readonly ResultColumn[],
): Promise<{ changes: number }> {
  const names = result.map(({ name }) => quoteName(name))
  await session.query({ sql: `create table ${filling} (${names.join(', ')})` })
  const rounded = result.map(({ declared, guessed, isOpen }, index) =>
    roundedTo(declared ?? (isOpen ? undefined : guessed), names[index] ?? ''),
  )
  const select = rounded.some((expression, index) => expression !== names[index])
    ? `select ${rounded.join(', ')} from (${sql}\n)`
    : sql
  return session.query({ sql: `insert into ${filling} ${select}`, parameters, guard: { into: filling } })
}

/** A known scale is kept: the sum of prices is a price. */
function roundedTo(declared: Column | undefined, name: string): string {
  if (declared?.type !== 'decimal' || declared.scale === undefined) return name
  return `iif(typeof(${name}) = 'real', round(${name}, ${declared.scale}), ${name})`
}

/**
 * The table gets its name, its types and STRICT by its text alone: its rows are already as that text demands, and
 * writing them again would take as long as the query.
 */
async function giveSchema(session: SqliteSession, table: string, columns: readonly Column[]): Promise<void> {
  const { changes } = await session.query({
    sql: `update sqlite_schema set name = ?, tbl_name = ?, sql = ? where name = '${filling}'`,
    parameters: [table, table, createTable(table, columns)],
  })
  if (changes !== 1) throw new Failure('dataset/format', 'the result could not be given its schema')
}
