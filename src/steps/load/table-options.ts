import * as z from 'zod'
import { type Tell, asList, bareText, expressible, oneOrMore, strict } from '../authored.ts'

export const loadModes = ['append', 'replace', 'merge', 'insert-missing', 'scd2'] as const
export type LoadMode = (typeof loadModes)[number]

/** Which row stands for a key that several rows of one load have. */
export type RepeatedKeys = 'fail' | 'first' | 'last' | { readonly latestBy: string }

/** What becomes of the table's rows whose key is not among those of the load. */
export type MissingRows = 'keep' | 'mark' | 'delete'

/** The columns in which a table of versions says since when, up to when, and whether a row holds. */
export interface VersionColumns {
  readonly validFrom: string
  readonly validTo: string
  readonly current: string
}

/** How rows go into a table: the words that a load and a transform in a connection share. */
export interface TableWords {
  /** `table` or `schema.table`. */
  readonly table: string
  readonly mode: LoadMode
  /** The author did not say the mode. */
  readonly modeUnsaid?: true
  /** The columns that identify a row; not empty for `merge`, `insert-missing` and `scd2`. */
  readonly key: readonly string[]
  /** Absent: `fail`. */
  readonly repeatedKeys?: RepeatedKeys
  /** The rows are a query's answer, which has no first and no last. */
  readonly unordered?: true
  /** Absent: `keep`. */
  readonly missing?: MissingRows
  /** With `missing: mark`. */
  readonly deletedColumn?: string
  /** With `scd2`. */
  readonly versions?: VersionColumns
}

/** Whether each row goes into the table as it is, whatever the others are: it has no key to be found or told apart by. */
export function takesRowsAsTheyAre({ mode, key }: Pick<TableWords, 'mode' | 'key'>): boolean {
  return key.length === 0 && (mode === 'append' || mode === 'replace')
}

/** `table` or `schema.table`. */
export const tablePattern = /^[^.\s]+(\.[^.\s]+)?$/
const tableOrTemplate = new RegExp(`${tablePattern.source}|\\$\\{\\{`)

const columnName = bareText.min(1)

export const tableShape = {
  table: z
    .string()
    .regex(tableOrTemplate, 'must be `table` or `schema.table`')
    .optional()
    .describe('into: the table, `table` or `schema.table`. Made if it is not there, its schema too.'),
  mode: expressible(z.enum(loadModes), ({ key }) => (key === undefined ? 'replace' : 'merge'))
    .optional()
    .describe(
      'into: `append` adds rows, `replace` exchanges all of them, `merge` updates by `key`, `insert-missing` adds those whose key is not there, `scd2` keeps every version of a row. A retry of the same run adds nothing twice; with `append` another run adds its rows again. Default: `append`, with a warning.',
    ),
  key: oneOrMore
    .optional()
    .describe('mode merge, insert-missing, scd2, replace: the columns that identify a row.'),
  'repeated-keys': expressible(
    z.union([
      z.enum(['fail', 'first', 'last']),
      strict({
        'latest-by': columnName.describe('The column whose largest value tells the row that counts.'),
      }),
    ]),
  )
    .optional()
    .describe(
      'key: which row stands for a key that several rows of one load have: the `first` or the `last` of the source, or `latest-by: column`, the one with the largest value there. The others are counted as deduplicated. Default: `fail`.',
    ),
  missing: expressible(z.enum(['keep', 'mark', 'delete']))
    .optional()
    .describe(
      'mode merge, scd2: what becomes of rows of the table whose key is not among the loaded ones: `keep` them, `delete` them (scd2 ends their last version), or `mark` them in `deleted-column` until they come back. Default: `keep`.',
    ),
  'deleted-column': columnName
    .optional()
    .describe('missing mark: the column for the time since when a row is missing. Default: `deleted_at`.'),
  'valid-from': columnName
    .optional()
    .describe('mode scd2: the column for the time since when a version holds. Default: `valid_from`.'),
  'valid-to': columnName
    .optional()
    .describe(
      'mode scd2: the column for the time up to which it held; null for the version that holds. Default: `valid_to`.',
    ),
  current: columnName
    .optional()
    .describe('mode scd2: the column that says whether the version holds. Default: `is_current`.'),
}

const tableSchema = z.object(tableShape)
export type AuthoredTable = z.output<typeof tableSchema>

const keyed: readonly LoadMode[] = ['merge', 'insert-missing', 'scd2']

/** The words but for `table`, which is needed. `within` names what holds them, for what is told. */
export function decodeTable(authored: AuthoredTable, within: string, tell: Tell): TableWords {
  const { mode = 'append', table } = authored
  const key = asList(authored.key)
  if (table === undefined)
    tell([], `\`${within}\` into a connection must name a \`table\``, {
      code: 'manifest/missing-key',
      part: 'key',
    })
  checkKey(mode, key, tell)
  const repeatedKeys = decodeRepeated(authored, key, tell)
  return {
    table: table ?? '',
    mode,
    ...(authored.mode === undefined ? { modeUnsaid: true as const } : {}),
    key,
    ...(repeatedKeys === undefined ? {} : { repeatedKeys }),
    ...decodeMissing(authored, mode, key, tell),
    ...decodeVersions(authored, mode, key, tell),
  }
}

function checkKey(mode: LoadMode, key: readonly string[], tell: Tell): void {
  if (keyed.includes(mode) && key.length === 0)
    tell(['mode'], `\`mode: ${mode}\` must have a \`key\``, {
      code: 'manifest/missing-key',
      help: 'add `key:` with the columns that identify a row',
    })
  if (mode === 'append' && key.length > 0)
    tell(['key'], '`key` goes with `mode: merge`, not with `mode: append`', {
      part: 'key',
      help: 'add `mode: merge`, or remove `key`',
    })
}

function decodeRepeated(
  { 'repeated-keys': rule }: AuthoredTable,
  key: readonly string[],
  tell: Tell,
): RepeatedKeys | undefined {
  if (rule === undefined) return undefined
  if (key.length === 0)
    tell(['repeated-keys'], '`repeated-keys` goes with a `key`', {
      part: 'key',
      help: 'add `key:` with the columns that identify a row, or remove `repeated-keys`',
    })
  if (typeof rule === 'string') return rule
  const latestBy = rule['latest-by']
  if (key.includes(latestBy))
    tell(
      ['repeated-keys', 'latest-by'],
      `"${latestBy}" is of the \`key\`: it tells no two rows of it apart`,
      {
        help: 'name a column that says how new a row is',
      },
    )
  return { latestBy }
}

function decodeMissing(
  { missing, 'deleted-column': column }: AuthoredTable,
  mode: LoadMode,
  key: readonly string[],
  tell: Tell,
): Pick<TableWords, 'missing' | 'deletedColumn'> {
  if (missing !== undefined && mode !== 'merge' && mode !== 'scd2')
    tell(['missing'], `\`missing\` goes with \`mode: merge\` or \`scd2\`, not with \`mode: ${mode}\``, {
      part: 'key',
      help: mode === 'replace' ? 'remove it: `replace` leaves none of the old rows' : 'remove `missing`',
    })
  if (missing === 'mark' && mode === 'scd2')
    tell(['missing'], '`mode: scd2` does not mark rows', {
      help: 'use `missing: delete`: it ends their last version and keeps it',
    })
  if (column !== undefined && missing !== 'mark')
    tell(['deleted-column'], '`deleted-column` goes with `missing: mark`', {
      part: 'key',
      help: 'add `missing: mark`, or remove `deleted-column`',
    })
  if (column !== undefined && key.includes(column))
    tell(['deleted-column'], `"${column}" is of the \`key\``, { help: 'name a column of its own' })
  if (missing === undefined) return {}
  return missing === 'mark' ? { missing, deletedColumn: column ?? 'deleted_at' } : { missing }
}

function decodeVersions(
  authored: AuthoredTable,
  mode: LoadMode,
  key: readonly string[],
  tell: Tell,
): Pick<TableWords, 'versions'> {
  const names = ['valid-from', 'valid-to', 'current'] as const
  if (mode !== 'scd2') {
    for (const name of names)
      if (authored[name] !== undefined)
        tell([name], `\`${name}\` goes with \`mode: scd2\`, not with \`mode: ${mode}\``, {
          part: 'key',
          help: `remove \`${name}\``,
        })
    return {}
  }
  const defaults = { 'valid-from': 'valid_from', 'valid-to': 'valid_to', current: 'is_current' }
  const taken = new Set(key)
  for (const name of names) {
    const column = authored[name] ?? defaults[name]
    if (taken.has(column))
      tell(authored[name] === undefined ? [] : [name], `"${column}" cannot be the \`${name}\` column too`, {
        help: `give \`${name}\` a column of its own`,
      })
    taken.add(column)
  }
  return {
    versions: {
      validFrom: authored['valid-from'] ?? defaults['valid-from'],
      validTo: authored['valid-to'] ?? defaults['valid-to'],
      current: authored.current ?? defaults.current,
    },
  }
}
