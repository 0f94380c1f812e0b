import { Failure, unreachable } from '../../diagnostic/failure.ts'
import { bindSql } from '../../expression/bind-sql.ts'
import { type FailedQuery, locateSqlError } from '../sql/locate-error.ts'
import type { StepContext } from '../step.ts'
import type { Check } from './check.ts'
import type { Checked, Finding } from './checked.ts'
import { findBadValues } from './find-bad-values.ts'
import { findNulls } from './find-nulls.ts'
import { findRepeats } from './find-repeats.ts'
import { runSqlCheck } from './run-sql-check.ts'
import { number } from '../../text/quantities.ts'

/** Throws a `Failure` (`checks/failed`) that lists every broken rule with its count and up to five of its rows. */
export async function runChecks(
  checked: Checked,
  context: Pick<StepContext, 'checks' | 'bind' | 'log' | 'placeOfSql'>,
): Promise<void> {
  const findings: string[] = []
  for (const check of context.checks) {
    requireColumns(check, checked)
    const finding = await runCheck(check, checked, context)
    if (finding === null) context.log(`check ${describeCheck(check)}: kept`)
    else findings.push(finding)
  }
  if (findings.length === 0) return
  const total = context.checks.length
  throw new Failure(
    'checks/failed',
    `${findings.length} of ${total} ${total === 1 ? 'check' : 'checks'} failed on the ${number(checked.rows)} rows of "${checked.name}":\n${findings.map((finding) => `- ${finding}`).join('\n')}`,
  )
}

async function runCheck(
  check: Check,
  checked: Checked,
  { bind, placeOfSql, checks }: Pick<StepContext, 'bind' | 'placeOfSql' | 'checks'>,
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
      return findBadValues(check, checked)
    case 'sql': {
      const { sql, expressions } = bindSql(check.sql, checked.transaction.dialect)
      const parameters = expressions.map(bind)
      try {
        return await runSqlCheck({ name: check.name, sql, parameters }, checked)
      } catch (error) {
        const failed = { ...failedCheck(check.sql, checked), label: labelOf(check, checks) }
        throw await locateSqlError(error, failed, placeOfSql)
      }
    }
    default:
      return unreachable(check)
  }
}

function failedCheck(text: string, { name, columns }: Checked): FailedQuery {
  return { text, tables: [{ name, columns: columns.map((column) => column.name) }], aliases: false }
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

function requireColumns(check: Check, { columns, name }: Checked): void {
  const wanted = 'columns' in check ? check.columns : 'column' in check ? [check.column] : []
  const missing = wanted.find((column) => !columns.some((known) => known.name === column))
  if (missing === undefined) return
  throw new Failure('checks/column', `check ${check.rule}: "${name}" has no column "${missing}"`, {
    help: `Its columns are ${columns.map((column) => column.name).join(', ')}`,
  })
}

function describeCheck(check: Check): string {
  if ('columns' in check) return `${check.rule} [${check.columns.join(', ')}]`
  if ('column' in check) return `${check.rule} [${check.column}]`
  return check.rule === 'sql' ? `sql ${check.name ?? ''}`.trim() : check.rule
}
