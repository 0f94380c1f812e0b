import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Column } from '../../dataset/column.ts'
import { foldName } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'

const names = ['rowid', '_rowid_', 'oid']

/**
 * What SQLite calls the number of a row in a table of these columns: a column that is called so hides the number. Throws a
 * `Failure` (`dataset/columns`) where columns have all of the names.
 */
export function rowNumber(columns: readonly Column[], alias?: string): RawBuilder<unknown> {
  const name = names.find((each) => !columns.some((column) => foldName(column.name) === each))
  if (name === undefined)
    throw new Failure(
      'dataset/columns',
      `columns are named ${names.join(', ')}, so SQLite can number no row`,
      {
        help: 'Rename one of them in a transform',
      },
    )
  return sql.raw(alias === undefined ? name : `${alias}.${name}`)
}
