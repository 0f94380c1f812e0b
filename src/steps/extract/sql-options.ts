import { type Tell, nonEmptyText } from '../authored.ts'
import { sqlText } from '../sql/sql-text.ts'

/** Of an extract from a database. */
export interface SqlOptions {
  /** The query; empty until read, when it stands in a file (`app/sql-files.ts` fills it in). Absent: it is no such extract. */
  readonly sql?: string
  /** Set when the SQL came from a file of the repository. */
  readonly file?: string
  /** The name of a connection of the manifest. */
  readonly in?: string
}

export const sqlShape = {
  sql: nonEmptyText
    .optional()
    .describe(
      'Read what a query of a database answers (`in` names the connection): the query, or the path of a `.sql` file. Expressions are bound as parameters.',
    ),
  in: nonEmptyText.optional().describe('sql: the connection that the query is asked of.'),
}

interface Authored {
  readonly sql?: string | undefined
  readonly in?: string | undefined
}

export function decodeSql(authored: Authored, format: string, tell: Tell): SqlOptions {
  if (format !== 'sql') {
    if (authored.in !== undefined && authored.sql === undefined)
      tell(['in'], `\`in\` goes with \`sql\`, not with \`${format}\``, { part: 'key', help: 'remove `in`' })
    return {}
  }
  if (authored.in === undefined)
    tell(['sql'], '`extract` of `sql` must say `in` which connection', {
      code: 'manifest/missing-key',
      part: 'key',
      help: 'add `in:` with the name of a connection',
    })
  return { ...sqlText(authored.sql ?? ''), in: authored.in ?? '' }
}
