import { sql } from 'kysely'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { Dataset } from '../../dataset/column.ts'
import type { TableName } from '../../ports/database.ts'
import { attachable } from '../sql/attachable.ts'
import { attachments, mostAttached, schemaOf } from '../sql/attachments.ts'
import type { StepContext } from '../step.ts'
import type { Rule } from './check.ts'
import type { Checked } from './checked.ts'

type References = Rule & { readonly rule: 'references' }

/** The rows with all the datasets that some of the checks refer to made readable beside them, where their database can do that. */
export async function withReferred(
  checks: readonly Rule[],
  checked: Checked,
  context: Pick<StepContext, 'needs' | 'scratch' | 'ports' | 'signal'>,
): Promise<Checked> {
  const { dialect, db } = checked.transaction
  const names = new Set(checks.flatMap((check) => (check.rule === 'references' ? [check.to] : [])))
  const datasets = [...names].flatMap((name) => context.needs[name] ?? [])
  if (dialect !== 'sqlite' || checked.referred !== undefined || datasets.length === 0) return checked
  const { rows } = await sql<{ taken: unknown }>`
    select count(*) as taken from pragma_database_list where name not in ('main', 'temp')`.execute(db)
  const most = mostAttached - Number(rows[0]?.taken)
  const referred = await attachments(datasets, { what: 'referred', most }, context)
  for (const { name, path } of referred) await sql`attach ${attachable(path)} as ${sql.id(name)}`.execute(db)
  return { ...checked, referred }
}

/**
 * The table of the dataset that a rule refers to, beside the checked rows. Throws a `Failure` (`checks/column`) when its
 * keys are not there, or of another type, so that nothing could match.
 */
export function referredTable(
  rule: References,
  checked: Checked,
  { needs, stepId }: Pick<StepContext, 'needs' | 'stepId'>,
): TableName {
  const dataset = needs[rule.to]
  if (dataset === undefined) throw new Bug(`step "${stepId}" refers to "${rule.to}", which it does not need`)
  requireSameTypes(rule, checked, dataset)
  const { dialect } = checked.transaction
  if (dialect !== 'sqlite')
    throw new Failure(
      'checks/column',
      `check references: rows inside a ${dialect} database cannot be compared with the dataset of "${rule.to}"`,
      {
        help: 'Write the rule as `sql` over the tables of that database',
      },
    )
  return { schema: schemaOf(dataset, checked.referred ?? []), name: dataset.tableName ?? dataset.name }
}

function requireSameTypes(
  { columns, keys, to }: References,
  checked: Checked,
  { columns: there }: Dataset,
): void {
  for (const [index, name] of columns.entries()) {
    const key = keys[index] ?? name
    const [own, other] = [
      checked.columns.find((column) => column.name === name),
      there.find((column) => column.name === key),
    ]
    if (other === undefined)
      throw new Failure('checks/column', `check references: "${to}" has no column "${key}"`, {
        help: `Its columns are ${there.map((column) => column.name).join(', ')}`,
      })
    if (own !== undefined && own.type !== other.type)
      throw new Failure(
        'checks/column',
        `check references: "${name}" is ${own.type} and "${key}" of "${to}" is ${other.type}, so no value could match`,
        { help: 'Declare both columns with the same type' },
      )
  }
}
