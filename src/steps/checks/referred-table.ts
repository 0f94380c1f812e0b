import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import type { Dataset } from '../../dataset/column.ts'
import type { TableName } from '../../ports/database.ts'
import type { StepContext } from '../step.ts'
import type { Rule } from './check.ts'
import type { Checked } from './checked.ts'

type References = Rule & { readonly rule: 'references' }

/**
 * The dataset that a rule refers to, made readable beside the checked rows. Throws a `Failure` (`checks/column`) when its
 * keys are not there, or of another type, so that nothing could match.
 */
export async function referredTable(
  rule: References,
  checked: Checked,
  { needs, stepId }: Pick<StepContext, 'needs' | 'stepId'>,
): Promise<TableName> {
  const dataset = needs[rule.to]
  if (dataset === undefined) throw new Bug(`step "${stepId}" refers to "${rule.to}", which it does not need`)
  requireSameTypes(rule, checked, dataset)
  const { dialect, db } = checked.transaction
  if (dialect !== 'sqlite')
    throw new Failure(
      'checks/column',
      `check references: rows inside a ${dialect} database cannot be compared with the dataset of "${rule.to}"`,
      {
        help: 'Write the rule as `sql` over the tables of that database',
      },
    )
  const { rows } = await sql<{
    name: string
    file: string
  }>`select name, file from pragma_database_list`.execute(db)
  const known = rows.find(({ name, file }) => name.startsWith('referred_') && file === dataset.path)
  const schema = known?.name ?? `referred_${rows.length}`
  const url = `${pathToFileURL(dataset.path).href}?mode=ro&immutable=1`
  if (known === undefined) await sql`attach ${url} as ${sql.id(schema)}`.execute(db)
  return { schema, name: dataset.tableName ?? dataset.name }
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
