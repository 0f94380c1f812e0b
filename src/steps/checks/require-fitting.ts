import { sql } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import { tableId } from '../sql/identifier.ts'
import type { Rule } from './check.ts'
import type { Checked } from './checked.ts'
import { formatValue } from './samples.ts'
import { unfitType } from './unfit-type.ts'

/**
 * Throws a `Failure` (`checks/type`) when a rule asks something of a column that its type has not. A column without any
 * value is text where nobody declared it, and breaks nothing.
 */
export async function requireFitting(rule: Rule, checked: Checked): Promise<void> {
  const column = 'column' in rule ? checked.columns.find((known) => known.name === rule.column) : undefined
  const unfit = column && unfitType(rule, column)
  if (unfit === undefined) return
  const example = column?.type === 'text' ? await firstValue(column.name, checked) : ''
  if (example === null) return
  const { mask } = checked
  const shown = example === '' ? '' : `; a value there is ${formatValue(example, mask)}`
  throw new Failure('checks/type', `check ${rule.rule}: ${mask(unfit.message)}${shown}`, {
    help: mask(unfit.help).replace(/^./, (first) => first.toUpperCase()),
  })
}

/** `null`: there is none. */
async function firstValue(name: string, { transaction: { db }, table }: Checked): Promise<unknown> {
  const id = sql.id(name)
  const { rows } = await sql<{ value: unknown }>`
    select ${id} as value from ${tableId(table)} where ${id} is not null limit 1`.execute(db)
  return rows[0]?.value ?? null
}
