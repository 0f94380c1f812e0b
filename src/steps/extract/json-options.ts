import * as z from 'zod'
import { parseJsonPath, showJsonPath } from '../../parse/json/json-path.ts'
import { type Tell, nonEmptyText } from '../authored.ts'

/** Of `json` and `ndjson`: where the rows are, and what their nested values become. */
export interface JsonOptions {
  /** The keys that lead to the list of rows. Absent: the document is the list. */
  readonly rows?: readonly string[]
  /** How many levels of nested objects become columns `a_b`; or the path of each column in the row. Absent: none do. */
  readonly flatten?: number | Readonly<Record<string, readonly string[]>>
}

/** What `flatten: true` is: the rest of a value that is nested deeper stays json. */
const allLevels = 100

export const jsonShape = {
  rows: nonEmptyText
    .optional()
    .describe(
      'json: where the list of rows stands in the document: keys with dots between them (`data.items`), those that hold a dot in quotes (`"a.b".items`), places in a list as numbers from 0. Default: the document is the list.',
    ),
  flatten: z
    .union([z.boolean(), z.int().min(1).max(allLevels), z.record(z.string().min(1), nonEmptyText)])
    .optional()
    .describe(
      'json, ndjson: nested objects become columns named by the keys to them (`address_city`): `true`, or how many levels deep. Or the columns by the path of each in the row: `{ city: address.city, first: tags.0 }`. Lists stay json. Default: nested values are json.',
    ),
}

interface Authored {
  readonly rows?: string | undefined
  readonly flatten?: boolean | number | Readonly<Record<string, string>> | undefined
}

/** `columns` are the names declared beside it. `undefined`: nothing of it is said. */
export function decodeJson(
  authored: Authored,
  { format, columns }: { format: string; columns: readonly string[] | undefined },
  tell: Tell,
): JsonOptions | undefined {
  if (authored.rows !== undefined && format !== 'json') refuse('rows', '`json`', format, tell)
  if (authored.flatten !== undefined && format !== 'json' && format !== 'ndjson')
    refuse('flatten', '`json` and `ndjson`', format, tell)
  const rows = authored.rows === undefined ? undefined : pathOf(authored.rows, ['rows'], tell)
  const flatten = decodeFlatten(authored.flatten, columns, tell)
  if (rows === undefined && flatten === undefined) return undefined
  return { ...(rows === undefined ? {} : { rows }), ...(flatten === undefined ? {} : { flatten }) }
}

function refuse(key: 'rows' | 'flatten', partner: string, format: string, tell: Tell): void {
  const help =
    key === 'rows' && format === 'ndjson'
      ? 'each line is a row: remove `rows`, or read one document by `json`'
      : `remove \`${key}\``
  tell([key], `\`${key}\` goes with ${partner}, not with \`${format}\``, { part: 'key', help })
}

function decodeFlatten(
  authored: Authored['flatten'],
  columns: readonly string[] | undefined,
  tell: Tell,
): JsonOptions['flatten'] {
  if (authored === undefined || authored === false) return undefined
  if (typeof authored !== 'object') return authored === true ? allLevels : authored
  const paths: Record<string, readonly string[]> = {}
  const columnAt = new Map<string, string>()
  for (const [column, text] of Object.entries(authored)) {
    const path = pathOf(text, ['flatten', column], tell)
    if (path === undefined) continue
    const other = columnAt.get(showJsonPath(path))
    if (other !== undefined)
      tell(['flatten', column], `"${column}" and "${other}" have the same path`, {
        help: 'name each value once; a transform can copy it',
      })
    columnAt.set(showJsonPath(path), column)
    paths[column] = path
  }
  for (const column of columns ?? [])
    if (!Object.hasOwn(authored, column))
      tell(['columns', column], `"${column}" has no path under \`flatten\``, {
        part: 'key',
        help: `add it there, or remove it from \`columns\``,
      })
  return paths
}

function pathOf(text: string, at: readonly string[], tell: Tell): readonly string[] | undefined {
  const path = parseJsonPath(text)
  if (path === undefined)
    tell(at, `"${text}" is no path`, {
      code: 'manifest/wrong-type',
      help: 'write keys with dots between them, e.g. data.items; a key that holds a dot stands in quotes',
    })
  return path
}
