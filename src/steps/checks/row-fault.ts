import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { unreachable } from '../../diagnostic/failure.ts'
import type { TableName } from '../../ports/database.ts'
import { columnIds, tableId } from '../sql/identifier.ts'
import type { RowRule } from './check.ts'
import type { Checked } from './checked.ts'
import { isOutside, isUnlisted } from './compare-values.ts'

/** The table that a rule's rows refer to; of `references` only. */
export type Referred = TableName | undefined

/** The condition under which a row of the checked table breaks the rule. A null breaks `not-null` and nothing else. */
export function rowFault(rule: RowRule, checked: Checked, referred: Referred): RawBuilder<unknown> {
  switch (rule.rule) {
    case 'not-null':
      return sql`(${sql.join(
        rule.columns.map((column) => sql`${sql.id(column)} is null`),
        sql` or `,
      )})`
    case 'unique':
      return isRepeated(rule.columns, checked)
    case 'accepted-values':
      return sql`(${sql.id(rule.column)} is not null and ${isUnlisted(rule, checked)})`
    case 'range':
      return sql`(${sql.id(rule.column)} is not null and ${isOutside(rule, checked)})`
    case 'pattern':
      return isUnlike(rule, checked)
    case 'references':
      return isOrphan(rule, referred)
    default:
      return unreachable(rule)
  }
}

function isRepeated(columns: readonly string[], { table }: Checked): RawBuilder<unknown> {
  const ids = columnIds(columns)
  return sql`((${ids}) in (select ${ids} from ${tableId(table)} group by ${ids} having count(*) > 1))`
}

/** On a dataset the pattern is JavaScript's; inside a database it is that database's own. */
function isUnlike(
  { column, pattern }: RowRule & { rule: 'pattern' },
  { transaction: { dialect } }: Checked,
): RawBuilder<unknown> {
  const value = sql.id(column)
  const like =
    dialect === 'sqlite'
      ? sql`regexp(${pattern}, ${value})`
      : dialect === 'postgres'
        ? sql`cast(${value} as text) ~ ${pattern}`
        : sql`${value} regexp ${pattern}`
  return sql`(${value} is not null and not (${like}))`
}

function isOrphan(
  { columns, keys }: RowRule & { rule: 'references' },
  referred: Referred,
): RawBuilder<unknown> {
  const known = sql.join(
    columns.map((column) => sql`${sql.id(column)} is not null`),
    sql` and `,
  )
  const there = sql.join(
    keys.map((key) => sql`${sql.id(key)} is not null`),
    sql` and `,
  )
  return sql`(${known} and (${columnIds(columns)}) not in (
    select ${columnIds(keys)} from ${tableId(referred ?? { name: '' })} where ${there}))`
}
