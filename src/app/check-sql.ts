import { normalize } from 'node:path/posix'
import { type Diagnostic, type Path, type Place } from '../diagnostic/diagnostic.ts'
import { valueAt } from '../diagnostic/value-at.ts'
import type { Column } from '../dataset/column.ts'
import { bindInPlace, quotedExpressions } from '../expression/bind-sql.ts'
import type { Edges } from '../graph/resolve-needs.ts'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { takenForNumbers } from '../steps/sql/taken-for-numbers.ts'
import type { Query, QueryMistake } from '../steps/sql/judge-query.ts'
import type { NeedTable, QueryDatabase } from '../steps/sql/open-tables.ts'
import { unknownColumns } from '../graph/unknown-columns.ts'
import { findDataset } from '../graph/find-dataset.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from '../graph/used-file.ts'
import { factsOf } from '../steps/kinds.ts'
import { readQuery } from '../steps/sql/query-fault.ts'
import { findExpressions } from '../text/find-expressions.ts'
import { columnsSeen } from '../matrix/columns-seen.ts'
import { describeTable } from './describe-table.ts'

/** What the queries of one manifest are judged by. */
export interface SqlSurroundings {
  readonly authored: unknown
  readonly manifest: Manifest
  readonly edges: Edges
  /** Every step after its needs. */
  readonly order: readonly StepId[]
  readonly used: Manifests
  /** The columns, as far as they are known, of the datasets of a pipeline that is used; by its file. */
  readonly columnsIn: (file: string) => KnownColumns | undefined
}

/** By step. */
export type KnownColumns = ReadonlyMap<StepId, readonly string[]>

type Judge = (query: Query) => Promise<{ mistake?: QueryMistake; columns?: readonly string[] }>

/**
 * What is certainly wrong with the queries of a manifest: each is compiled against empty tables of its needs. SQLite
 * is loaded only if there is a query.
 */
export async function checkSql(
  around: SqlSurroundings,
): Promise<{ diagnostics: Diagnostic[]; columns: KnownColumns }> {
  const { manifest, order } = around
  if (!manifest.steps.some((step) => isQuery(step) || step.checks.some(({ rule }) => rule === 'sql')))
    return { diagnostics: [], columns: declaredColumns(manifest) }
  const { judgeQuery } = await import('../steps/sql/judge-query.ts')
  const { QueryCompiler } = await import('../steps/sql/query-compiler.ts')
  using database = new QueryCompiler()
  const judge = judgeIn(database, judgeQuery)
  const steps = new Map(manifest.steps.map((step) => [step.id, step]))
  const columns = new Map<StepId, readonly string[]>()
  const found: Diagnostic[] = []
  // Those in a cycle have no place in the order: they come last.
  for (const id of new Set([...order, ...steps.keys()])) {
    const step = steps.get(id)
    if (step !== undefined) found.push(...(await checkStep(step, { ...around, steps, columns }, judge)))
  }
  return { diagnostics: found, columns }
}

function declaredColumns({ steps }: Manifest): KnownColumns {
  return new Map(
    steps.flatMap((step) => {
      const declared = factsOf(step).columns?.map(({ name }) => name)
      const seen = columnsSeen(step, declared, new Map())
      return seen === undefined ? [] : [[step.id, seen] as const]
    }),
  )
}

function judgeIn(
  database: QueryDatabase,
  judgeQuery: (query: Query, database: QueryDatabase) => ReturnType<Judge>,
): Judge {
  return async (query) => judgeQuery(query, database)
}

interface StepSurroundings extends SqlSurroundings {
  readonly steps: ReadonlyMap<StepId, Step>
  /** The columns of the datasets so far, as far as they are known. */
  readonly columns: Map<StepId, readonly string[]>
}

async function checkStep(step: Step, around: StepSurroundings, judge: Judge): Promise<Diagnostic[]> {
  const found: Diagnostic[] = []
  const declared = factsOf(step).columns?.map(({ name }) => name)
  if (declared !== undefined) around.columns.set(step.id, declared)
  if (isQuery(step)) {
    const { mistake, columns } = await judge({
      sql: bindInPlace(step.options.sql),
      needs: tablesOf(step, around),
      aliases: true,
      makesDataset: true,
      describeTable: (name) => describeTable(name, step, around),
    })
    if (mistake !== undefined && !(mistake.code === 'sql/unknown-table' && lacksNeed(step, around)))
      found.push(diagnosticOf(mistake, placeIn(step, around.manifest.file)))
    const needed = [...new Set([...step.needs, ...(around.edges.get(step.id)?.keys() ?? [])])]
    const typed = needed.flatMap((id) => typesOf(id, around))
    if (mistake === undefined)
      found.push(...textsAsNumbers(step.options.sql, typed, placeIn(step, around.manifest.file)))
    if (columns !== undefined && declared === undefined) around.columns.set(step.id, columns)
  }
  for (const { sql, path } of sqlChecks(step, around.authored)) {
    const mistake = await judgeCheck(sql, step, around, judge)
    const at = (span: Span): Place => ({ file: around.manifest.file, path, part: 'value', within: span })
    if (mistake !== undefined) found.push(diagnosticOf(mistake, at))
    else if (factsOf(step).connection === undefined)
      found.push(...textsAsNumbers(sql, typesOf(judgedBy(step) ?? '', around), at))
  }
  found.push(...missingColumns(step, around))
  const seen = columnsSeen(step, around.columns.get(step.id), around.columns)
  if (seen === undefined) around.columns.delete(step.id)
  else around.columns.set(step.id, seen)
  return found
}

/** Columns that a step names and its query, or that of the step it loads from, does not select; of declared ones it is told already. */
function missingColumns(step: Step, { manifest, steps, columns }: StepSurroundings): Diagnostic[] {
  const { judgesFrom, from } = factsOf(step)
  const maker = judgesFrom === true ? steps.get(from ?? '') : step
  if (maker === undefined || factsOf(maker).columns !== undefined) return []
  const known = columns.get(maker.id)
  return known === undefined ? [] : unknownColumns(manifest.file, step, known)
}

/** A check of a load runs inside the target's database, in its dialect and beside its tables: little is certain. */
async function judgeCheck(
  sql: string,
  step: Step,
  { columns }: StepSurroundings,
  judge: Judge,
): Promise<QueryMistake | undefined> {
  const { connection } = factsOf(step)
  if (connection !== undefined && 'query' in readQuery(sql, 'either')) return undefined
  const name = judgedBy(step)
  if (name === undefined) return undefined
  const { mistake } = await judge({
    sql: bindInPlace(sql),
    needs: [{ name, columns: columns.get(name) }],
    aliases: false,
    makesDataset: false,
    describeTable: (table) => ({
      message: `"${table}" is not a table that the check can see`,
      help: `a check sees the rows of its step as "${name}", and nothing else`,
    }),
  })
  return connection === undefined || mistake?.code === 'sql/not-a-query' ? mistake : undefined
}

/** The step whose rows its checks see. */
function judgedBy(step: Step): StepId | undefined {
  const { judgesFrom, from } = factsOf(step)
  return judgesFrom === true ? from : step.id
}

function typesOf(id: StepId, { steps }: StepSurroundings): readonly Column[] {
  const step = steps.get(id)
  return step === undefined ? [] : (factsOf(step).columns ?? [])
}

/** Warns of declared columns that SQLite keeps as texts, and the query takes for numbers. */
function textsAsNumbers(sql: string, columns: readonly Column[], at: (span: Span) => Place): Diagnostic[] {
  return takenForNumbers(bindInPlace(sql), columns).map(({ code, message, help, start, end }) => ({
    code,
    severity: 'warning',
    message,
    help,
    at: at({ start, end }),
  }))
}

/** The needs that make a dataset; of one that could not be read nothing is known, so it may be one. */
function tablesOf(step: Step, around: StepSurroundings): NeedTable[] {
  const { steps, columns, edges } = around
  const needs = new Set([...step.needs, ...(edges.get(step.id)?.keys() ?? [])])
  return [...needs].flatMap((id) => {
    const need = steps.get(id)
    if (need !== undefined && isUses(need)) return tablesOfUse(need, around)
    return need !== undefined && !factsOf(need).makesDataset ? [] : [{ name: id, columns: columns.get(id) }]
  })
}

/** Of a pipeline that could not be read nothing is known: its step may be a table. */
function tablesOfUse(step: UsesStep, { manifest, used, columns, columnsIn }: StepSurroundings): NeedTable[] {
  const child = used.get(usedFile(step))
  if (child === undefined) return [{ name: step.id, columns: undefined }]
  const declared = Object.keys(child.datasets).map((name) => `${step.id}/${name}`)
  const names = declared.length === 1 ? [step.id, ...declared] : declared
  return names.map((name) => {
    const found = findDataset(name, manifest, used)
    if (found === undefined || !('maker' in found) || found.mapped) return { name, columns: undefined }
    const known = found.manifest === manifest ? columns : columnsIn(found.manifest.file)
    return { name, columns: known?.get(found.maker.id) }
  })
}

/** Such a need is told already, and may be the table that is meant. */
function lacksNeed({ needs }: Step, { steps }: StepSurroundings): boolean {
  return needs.some((id) => !steps.has(id))
}

type QueryStep = Step & { kind: 'transform'; options: { sql: string; file?: string } }

/** Only what SQLite will run can be judged by SQLite. */
function isQuery(step: Step): step is QueryStep {
  if ('engine' in step.options && step.options.engine === 'duckdb') return false
  if (factsOf(step).connection !== undefined) return false
  return 'sql' in step.options && step.options.sql !== '' && isBindable(step.options.sql)
}

/** What is wrong with the expressions of a query is told by those who judge expressions. */
function isBindable(sql: string): boolean {
  return quotedExpressions(sql).length === 0 && findExpressions(sql).every(({ closed }) => closed)
}

function sqlChecks(step: Step, authored: unknown): { sql: string; path: Path }[] {
  if (!step.checks.some(({ rule }) => rule === 'sql')) return []
  const checks = valueAt(authored, [...step.path, 'checks'])
  return (Array.isArray(checks) ? checks : []).flatMap((_, index) => {
    const path = [...step.path, 'checks', index, 'sql']
    const sql = valueAt(authored, path)
    return typeof sql === 'string' && sql !== '' && isBindable(sql) ? [{ sql, path }] : []
  })
}

interface Span {
  readonly start: number
  readonly end: number
}

function placeIn({ path, kind, options }: QueryStep, file: string): (span: Span) => Place {
  const sqlFile = options.file
  return (span) =>
    sqlFile === undefined
      ? { file, path: [...path, kind, 'sql'], part: 'value', within: span }
      : { file: normalize(sqlFile.trim()), path: [], part: 'value', span }
}

function diagnosticOf(
  { code, message, help, start, end }: QueryMistake,
  at: (span: Span) => Place,
): Diagnostic {
  return { code, severity: 'error', message, at: at({ start, end }), ...(help === undefined ? {} : { help }) }
}
