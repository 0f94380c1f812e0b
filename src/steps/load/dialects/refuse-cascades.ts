import { Failure } from '../../../diagnostic/failure.ts'
import type { TableName } from '../../../ports/database.ts'
import { tableText } from '../../sql/identifier.ts'

/** A table whose rows do not stay as they are when those that they refer to are deleted. */
export interface Referring {
  readonly name: string
  /** Of its foreign key: `cascade`, `set null` or `set default`. */
  readonly rule: string
}

/**
 * Throws a `Failure` (`table/referred`) if there are any: of a table that is emptied and filled again they would follow the
 * rows that come again, too.
 */
export function refuseCascades(table: TableName, referring: readonly Referring[]): void {
  if (referring.length === 0) return
  const shown = referring.map(({ name, rule }) => `"${name}" (on delete ${rule.toLowerCase()})`)
  throw new Failure(
    'table/referred',
    `\`mode: replace\` deletes all rows of table "${tableText(table)}" before it writes the new ones, and rows of other tables would go or change with them: ${shown.join(', ')}`,
    {
      help: 'Use `mode: merge` with a `key` and `missing: delete`: it deletes only rows that are gone, and leaves those alone that are the same',
    },
  )
}
