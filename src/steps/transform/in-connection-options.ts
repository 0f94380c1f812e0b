import * as z from 'zod'
import { type Tell, expressible, nonEmptyText } from '../authored.ts'
import { type AuthoredTable, type TableWords, decodeTable, tableShape } from '../load/table-options.ts'
import { sqlText } from '../sql/sql-text.ts'

/** A query whose rows go into a table of the database it is asked of. */
export interface InConnection extends TableWords {
  readonly sql: string
  /** Set when the SQL came from a file of the repository. */
  readonly file?: string
  /** The name of a connection of the manifest. */
  readonly in: string
  readonly allowEmpty: boolean
}

export const inConnectionShape = {
  in: nonEmptyText
    .optional()
    .describe(
      'sql: the connection inside which the query runs, over its own tables; what it selects goes into `table`, and no row leaves the database.',
    ),
  ...tableShape,
  'allow-empty': expressible(z.boolean())
    .optional()
    .describe('in: whether no rows may empty the table. Default: false.'),
}

type Authored = AuthoredTable & {
  readonly sql?: string | undefined
  readonly in?: string | undefined
  readonly 'allow-empty'?: boolean | undefined
}

/** Keys that have no meaning without `in`. */
const own = [...Object.keys(tableShape), 'allow-empty'] as const

export function decodeInConnection(authored: Authored, tell: Tell): InConnection | undefined {
  const { in: connection, sql } = authored
  if (connection === undefined) {
    for (const key of own)
      if (Object.hasOwn(authored, key))
        tell([key], `\`${key}\` goes with \`in\``, {
          part: 'key',
          help: 'add `in:` with the name of a connection, or load the dataset in a step of its own',
        })
    return undefined
  }
  if (sql === undefined) {
    tell(['in'], '`in` goes with `sql`', { part: 'key', help: 'remove `in`' })
    return undefined
  }
  const repeated = authored['repeated-keys']
  if (repeated === 'first' || repeated === 'last')
    tell(
      ['repeated-keys'],
      `\`repeated-keys: ${repeated}\` goes by the order of a source; a query has none`,
      {
        help: 'use `latest-by: column`, or make the keys unique in the query',
      },
    )
  return {
    ...sqlText(sql),
    in: connection,
    ...decodeTable(authored, 'transform', tell),
    allowEmpty: authored['allow-empty'] ?? false,
  }
}
