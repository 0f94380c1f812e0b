import { Failure, unreachable } from '../../diagnostic/failure.ts'
import { bindSql } from '../../expression/bind-sql.ts'
import { takenForNumbers } from '../sql/taken-for-numbers.ts'
import { type FailedQuery, locateSqlError } from '../sql/locate-error.ts'
import type { StepContext } from '../step.ts'
import type { Check } from './check.ts'
import type { Checked, Finding } from './checked.ts'
import { findBadValues } from './find-bad-values.ts'
import { findNulls } from './find-nulls.ts'
import { findRepeats } from './find-repeats.ts'
import { findStale } from './find-stale.ts'
import { type Measured, findDrift } from './find-drift.ts'
import { measureName } from './measure.ts'
import { referredTable, withReferred } from './referred-table.ts'
import { requireColumns } from './require-columns.ts'
import { requireFitting } from './require-fitting.ts'
import { runSqlCheck } from './run-sql-check.ts'
import { number } from '../../text/quantities.ts'

/** What checks need of a step. */
export type CheckContext = Pick<
  StepContext,
  'bind' | 'log' | 'placeOfSql' | 'needs' | 'stepId' | 'ports' | 'history' | 'scratch' | 'signal'
>

/** What checks found that does not end the step. */
export interface Judgement {
  /** Broken rules of severity `warn`, one line each. */
  readonly warnings: readonly string[]
  /** Numbers to be remembered, for the `distribution` of later runs. */
  readonly measured: Measured
}

/** Throws a `Failure` (`checks/failed`) that lists every broken rule with its count and up to five of its rows. */
export async function runChecks(
  checks: readonly Check[],
  given: Checked,
  context: CheckContext,
): Promise<Judgement> {
  const checked = await withReferred(checks, given, context)
  const findings: string[] = []
  const warnings: string[] = []
  const measured: Record<string, number> = {}
  for (const check of checks) {
    requireColumns(check, checked)
    await requireFitting(check, checked)
    const finding = await runCheck(check, checked, { ...context, checks, measured })
    if (finding === null) context.log(`check ${describeRule(check)}: kept`)
    else if (check.severity === 'warn') warnings.push(finding)
    else findings.push(finding)
  }
  for (const warning of warnings) context.log(`check ${warning} (warning)`, 'stderr')
  if (findings.length === 0) return { warnings, measured }
  const total = checks.length
  const also = warnings.map((warning) => `\n- ${warning} (warning)`).join('')
  throw new Failure(
    'checks/failed',
    `${findings.length} of ${total} ${total === 1 ? 'check' : 'checks'} failed on the ${number(checked.rows)} rows of "${checked.name}":\n${findings.map((finding) => `- ${finding}`).join('\n')}${also}`,
  )
}

async function runCheck(
  check: Check,
  checked: Checked,
  context: CheckContext & { readonly checks: readonly Check[]; readonly measured: Record<string, number> },
): Promise<Finding> {
  switch (check.rule) {
    case 'not-null':
      return findNulls(check, checked)
    case 'unique':
      return findRepeats(check, checked)
    case 'row-count':
      return countRows(check, checked)
    case 'accepted-values':
    case 'range':
    case 'pattern':
      return findBadValues(check, checked)
    case 'references':
      return findBadValues(check, checked, referredTable(check, checked, context))
    case 'freshness':
      return findStale(check, checked, context.ports.clock.now())
    case 'distribution':
      return judgeDrift(check, checked, context)
    case 'sql':
      return judgeSql(check, checked, context)
    default:
      return unreachable(check)
  }
}

async function judgeDrift(
  check: Check & { rule: 'distribution' },
  checked: Checked,
  { history = [], log, measured }: CheckContext & { readonly measured: Record<string, number> },
): Promise<Finding> {
  const { finding, value, unjudged } = await findDrift(check, checked, history)
  if (value !== undefined) measured[measureName(check)] = value
  if (unjudged !== undefined) log(`check ${describeRule(check)}: ${unjudged}`)
  return finding
}

async function judgeSql(
  check: Check & { rule: 'sql' },
  checked: Checked,
  { bind, log, placeOfSql, checks }: CheckContext & { readonly checks: readonly Check[] },
): Promise<Finding> {
  const { sql, expressions } = bindSql(check.sql, checked.transaction.dialect)
  const parameters = expressions.map(bind)
  if (checked.transaction.dialect === 'sqlite')
    for (const { message, help } of takenForNumbers(sql, checked.columns))
      log(`${labelOf(check, checks)}: warning: ${message}: ${help}`, 'stderr')
  try {
    return await runSqlCheck({ name: check.name, sql, parameters }, checked)
  } catch (error) {
    const failed = { ...failedCheck(check.sql, checked), label: labelOf(check, checks) }
    throw await locateSqlError(error, failed, placeOfSql)
  }
}

function failedCheck(text: string, { name, alsoNamed = [], columns }: Checked): FailedQuery {
  const names = columns.map((column) => column.name)
  const tables = [name, ...alsoNamed].map((each) => ({ name: each, columns: names }))
  return { text, tables, aliases: false }
}

/** By its name, or by which of the step's SQL checks it is. */
function labelOf(check: Check & { rule: 'sql' }, checks: readonly Check[]): string {
  if (check.name !== undefined) return `check "${check.name}"`
  const ofSql = checks.filter(({ rule }) => rule === 'sql')
  return ofSql.length === 1 ? 'the SQL check' : `SQL check ${ofSql.indexOf(check) + 1}`
}

function countRows({ min, max }: Check & { rule: 'row-count' }, { rows }: Checked): Finding {
  if ((min === undefined || rows >= min) && (max === undefined || rows <= max)) return null
  const wanted = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`]
  return `row-count: ${rows} ${rows === 1 ? 'row' : 'rows'}, expected ${wanted.filter((part) => part !== '').join(' and ')}`
}

function describeRule(check: Check): string {
  if ('columns' in check) return `${check.rule} [${check.columns.join(', ')}]`
  if ('column' in check) return `${check.rule} [${check.column}]`
  return check.rule === 'sql' ? `sql ${check.name ?? ''}`.trim() : check.rule
}
