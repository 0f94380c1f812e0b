import { sql } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import { counted, duration } from '../../text/quantities.ts'
import { tableId } from '../sql/identifier.ts'
import type { Rule } from './check.ts'
import type { Checked, Finding } from './checked.ts'
import { formatValue } from './samples.ts'

/** Whether the newest row is too old. A time without a zone is taken as UTC, a date as its first moment there. */
export async function findStale(
  { column, maxAgeMs }: Rule & { rule: 'freshness' },
  checked: Checked,
  now: Date,
): Promise<Finding> {
  const { transaction, table, mask, columns } = checked
  const { rows } = await sql<{ newest: unknown }>`
    select max(${sql.id(column)}) as newest from ${tableId(table)}`.execute(transaction.db)
  const newest = rows[0]?.newest ?? null
  if (newest === null) return `freshness [${column}]: there is no value, so nothing is fresh`
  const at = instantOf(newest)
  if (at === undefined)
    throw new Failure(
      'checks/column',
      `check freshness: "${column}" is no time: its greatest value is ${formatValue(newest, mask)}`,
      {
        help: 'Name a column of type date or timestamp',
      },
    )
  const age = now.getTime() - at
  if (age <= maxAgeMs) return null
  const type = columns.find(({ name }) => name === column)
  return `freshness [${column}]: the newest value, ${formatValue(newest, mask, type)}, is ${ageText(age)} old, at most ${ageText(maxAgeMs)} allowed`
}

const dayMs = 86_400_000

function ageText(ms: number): string {
  return ms < 2 * dayMs ? duration(ms) : counted(Math.floor(ms / dayMs), 'day')
}

/** Milliseconds since 1970. */
function instantOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime()
  if (typeof value !== 'string') return undefined
  const [, day, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/.exec(value) ?? []
  if (day === undefined) return undefined
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone
  const at = Date.parse(`${day}T${time.replace(/(\.\d{3})\d+$/, '$1')}${offset}`)
  return Number.isNaN(at) ? undefined : at
}
