import { sql } from 'kysely'
import { counted } from '../../text/quantities.ts'
import { columnIds, tableId } from '../sql/identifier.ts'
import type { Rule } from './check.ts'
import type { Checked, Finding } from './checked.ts'
import { type Referred, rowFault } from './row-fault.ts'
import { formatValue, maxSamples } from './samples.ts'

type ValueRule = Rule & { readonly rule: 'accepted-values' | 'range' | 'pattern' | 'references' }

/** Values that break a rule about values, the most frequent first; nulls are `not-null`'s business. */
export async function findBadValues(
  rule: ValueRule,
  checked: Checked,
  referred?: Referred,
): Promise<Finding> {
  const { transaction, table, mask } = checked
  const names = 'columns' in rule ? rule.columns : [rule.column]
  const bad = rowFault(rule, checked, referred)
  const { rows: counts } = await sql<{ found: unknown }>`
    select count(*) as found from ${tableId(table)} where ${bad}`.execute(transaction.db)
  const found = Number(counts[0]?.found)
  if (found === 0) return null
  const values = sql.join(names.map((name, index) => sql`${sql.id(name)} as ${sql.id(`value_${index}`)}`))
  const { rows } = await sql<Record<string, unknown>>`
    select ${values}, count(*) as times from ${tableId(table)} where ${bad}
    group by ${columnIds(names)} order by times desc, ${columnIds(names)} limit ${sql.lit(maxSamples)}`.execute(
    transaction.db,
  )
  const samples = rows.map((row) => `${valuesOf(row, names, checked)} (${Number(row['times'])}×)`)
  return `${rule.rule} [${names.join(', ')}]: ${counted(found, 'row')} with ${describe(rule, mask)}: ${samples.join(', ')}`
}

function valuesOf(
  row: Readonly<Record<string, unknown>>,
  names: readonly string[],
  { mask, columns }: Checked,
): string {
  const values = names.map((name, index) => {
    const type = columns.find((column) => column.name === name)
    return formatValue(row[`value_${index}`], mask, type)
  })
  return values.length === 1 ? (values[0] ?? '') : `(${values.join(', ')})`
}

function describe(rule: ValueRule, mask: Checked['mask']): string {
  const shown = (value: unknown) => formatValue(value, mask)
  if (rule.rule === 'accepted-values') return `a value that is none of ${rule.values.map(shown).join(', ')}`
  if (rule.rule === 'pattern') return `a value that does not match /${mask(rule.pattern)}/`
  if (rule.rule === 'references') return `a value that "${rule.to}" does not have in ${rule.keys.join(', ')}`
  if (rule.min === undefined) return `a value above ${shown(rule.max)}`
  if (rule.max === undefined) return `a value below ${shown(rule.min)}`
  return `a value outside ${shown(rule.min)} to ${shown(rule.max)}`
}
