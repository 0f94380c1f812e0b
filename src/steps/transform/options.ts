import * as z from 'zod'
import type { Column } from '../../dataset/column.ts'
import { type Tell, nonEmptyText, strict } from '../authored.ts'
import { sqlText } from '../sql/sql-text.ts'
import { engineSchema } from './engine.ts'
import { type InConnection, decodeInConnection, inConnectionShape } from './in-connection-options.ts'
import { columnsSchema, decodeColumns, refuseFormats } from '../columns.ts'

/** What `transform:` holds, decoded: SQL over the datasets of its needs, or a function of a module. */
export type TransformOptions =
  | InConnection
  | {
      /** The query; empty until read, when it stands in a file (`app/sql-files.ts` fills it in). */
      readonly sql: string
      /** Set when the SQL came from a file of the repository (`sql: ./sql/daily.sql`). */
      readonly file?: string
      readonly in?: never
      /** Absent: SQLite. */
      readonly engine?: 'duckdb'
      readonly columns?: readonly Column[]
    }
  | {
      /** The module's path, relative to the repository's root. */
      readonly module: string
      readonly export: string
      readonly from?: string
      readonly with: Readonly<Record<string, unknown>>
      readonly columns?: readonly Column[]
    }

export const transformSchema = strict({
  sql: nonEmptyText
    .optional()
    .describe(
      'A query over the datasets of the needs, each a table named after its step; or the path of a `.sql` file.',
    ),
  module: nonEmptyText
    .optional()
    .describe(
      'A function over batches of rows: `./steps/tidy.ts#tidy`. TypeScript or JavaScript, run as it is.',
    ),
  from: nonEmptyText.optional().describe('module: the step whose dataset it gets. Default: its only need.'),
  with: z.record(z.string(), z.unknown()).optional().describe('module: values handed to the function.'),
  engine: engineSchema
    .optional()
    .describe(
      'sql: what runs the query, `sqlite` or `duckdb`. Default: the `engine` of the pipeline, or `sqlite`.',
    ),
  ...inConnectionShape,
  columns: columnsSchema
    .optional()
    .describe('The columns of the result and their types. Default: from the query or the rows.'),
})

export function decodeTransform(authored: z.output<typeof transformSchema>, tell: Tell): TransformOptions {
  const { sql, module } = authored
  refuseFormats(authored.columns, tell)
  const inside = decodeInConnection(authored, tell)
  if (inside !== undefined && module === undefined) return withoutOthers(inside, authored, tell)
  const columns = authored.columns === undefined ? {} : { columns: decodeColumns(authored.columns) }
  if (sql !== undefined && module !== undefined)
    tell(['module'], '`transform` has both `sql` and `module`', { part: 'key', help: 'make two steps of it' })
  if (sql === undefined && module === undefined)
    tell([], '`transform` must say how: `sql` or `module`', { code: 'manifest/missing-key', part: 'key' })
  if (module === undefined) {
    for (const key of ['from', 'with'] as const)
      if (sql !== undefined && authored[key] !== undefined)
        tell([key], `\`${key}\` goes with \`module\`, not with \`sql\``, {
          part: 'key',
          help: key === 'from' ? 'name the step in `needs` and in the query' : 'use `${{ }}` in the query',
        })
    const engine = authored.engine === 'duckdb' ? { engine: authored.engine } : {}
    return { ...sqlText(sql ?? ''), ...engine, ...columns }
  }
  if (authored.engine !== undefined)
    tell(['engine'], '`engine` goes with `sql`, not with `module`', { part: 'key', help: 'remove `engine`' })
  const hash = module.lastIndexOf('#')
  const name = hash < 0 ? '' : module.slice(hash + 1)
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    tell(['module'], `"${module}" does not name a function`, {
      code: 'manifest/wrong-type',
      help: 'add the name of the export, e.g. `./steps/tidy.ts#tidy`',
    })
  return {
    module: hash < 0 ? module : module.slice(0, hash),
    export: name,
    ...(authored.from === undefined ? {} : { from: authored.from }),
    with: authored.with ?? {},
    ...columns,
  }
}

/** Inside a database the query is that database's: it has no engine, and its table has the types. */
function withoutOthers(
  inside: InConnection,
  authored: z.output<typeof transformSchema>,
  tell: Tell,
): InConnection {
  for (const key of ['columns', 'engine', 'from', 'with'] as const)
    if (authored[key] !== undefined)
      tell([key], `\`${key}\` does not go with \`in\``, {
        part: 'key',
        help: key === 'columns' ? 'cast the columns in the query' : `remove \`${key}\``,
      })
  return inside
}
