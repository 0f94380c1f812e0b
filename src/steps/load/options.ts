import * as z from 'zod'
import { type Tell, asList, expressible, nonEmptyText, oneOrMore, strict } from '../authored.ts'

/** What `load:` holds, decoded: a table of a connection, or a file. */
export type LoadOptions = TableLoad | FileLoad

export interface TableLoad {
  readonly target: 'table'
  /** The step whose dataset is loaded. */
  readonly from: string
  /** The name of a connection of the manifest. */
  readonly into: string
  /** `table` or `schema.table`. */
  readonly table: string
  readonly mode: 'append' | 'replace' | 'merge'
  /** The author did not say the mode. */
  readonly modeUnsaid?: true
  /** The columns that identify a row; not empty for `merge`. */
  readonly key: readonly string[]
  readonly allowEmpty: boolean
}

export interface FileLoad {
  readonly target: 'file'
  readonly from: string
  /** Relative to the repository's root. */
  readonly file: string
  readonly format: 'csv' | 'json' | 'ndjson'
  /** On GitHub: committed to the repository if its bytes changed. */
  readonly commit: boolean
  readonly allowEmpty: boolean
}

/** `table` or `schema.table`. */
export const tablePattern = /^[^.\s]+(\.[^.\s]+)?$/
const tableOrTemplate = new RegExp(`${tablePattern.source}|\\$\\{\\{`)

export const loadSchema = strict({
  from: nonEmptyText.describe('The step whose dataset is loaded; it need not be repeated in `needs`.'),
  into: nonEmptyText.optional().describe('The connection whose table is loaded.'),
  table: z
    .string()
    .regex(tableOrTemplate, 'must be `table` or `schema.table`')
    .optional()
    .describe('into: the table, `table` or `schema.table`. Made if it is not there.'),
  mode: expressible(z.enum(['append', 'replace', 'merge']), ({ key }) =>
    key === undefined ? 'replace' : 'merge',
  )
    .optional()
    .describe(
      'into: `append` adds rows, `replace` exchanges all of them, `merge` updates by `key`. A retry of the same run adds nothing twice; with `append` another run adds its rows again. Default: `append`, with a warning.',
    ),
  key: oneOrMore.optional().describe('mode merge: the columns that identify a row.'),
  file: nonEmptyText.optional().describe('The file to write, relative to the root of the repository.'),
  format: z
    .enum(['csv', 'json', 'ndjson'])
    .optional()
    .describe("file: its format. Default: from the file's ending (.csv, .json, .ndjson, .jsonl)."),
  commit: expressible(z.boolean(), () => true)
    .optional()
    .describe('file: on GitHub, commit it to the repository if its bytes changed. Default: false.'),
  'allow-empty': expressible(z.boolean())
    .optional()
    .describe('Whether no rows may empty the table or the file. Default: false.'),
})

type Authored = z.output<typeof loadSchema>

export function decodeLoad(authored: Authored, tell: Tell): LoadOptions {
  const { into, file } = authored
  if (into === undefined && file === undefined)
    tell([], '`load` must say where to: `into` (a connection) or `file`', {
      code: 'manifest/missing-key',
      part: 'key',
    })
  if (into !== undefined && file !== undefined)
    tell(['file'], '`load` has both `into` and `file`', { part: 'key', help: 'make two steps of it' })
  return into === undefined ? fileLoad(authored, file ?? '', tell) : tableLoad(authored, into, tell)
}

function tableLoad(authored: Authored, into: string, tell: Tell): TableLoad {
  const { mode = 'append', table } = authored
  const key = asList(authored.key)
  for (const other of ['format', 'commit'] as const) refuseWithout(authored, other, 'file', tell)
  if (table === undefined)
    tell([], '`load` into a connection must name a `table`', { code: 'manifest/missing-key', part: 'key' })
  if (mode === 'merge' && key.length === 0)
    tell(['mode'], '`mode: merge` must have a `key`', {
      code: 'manifest/missing-key',
      help: 'add `key:` with the columns that identify a row',
    })
  if (mode !== 'merge' && key.length > 0)
    tell(['key'], `\`key\` goes with \`mode: merge\`, not with \`mode: ${mode}\``, {
      part: 'key',
      help: 'add `mode: merge`, or remove `key`',
    })
  return {
    target: 'table',
    from: authored.from,
    into,
    table: table ?? '',
    mode,
    ...(authored.mode === undefined ? { modeUnsaid: true as const } : {}),
    key,
    allowEmpty: authored['allow-empty'] ?? false,
  }
}

function fileLoad(authored: Authored, file: string, tell: Tell): FileLoad {
  for (const other of ['table', 'mode', 'key'] as const) refuseWithout(authored, other, 'into', tell)
  const format = authored.format ?? formatOf(file)
  if (format === undefined && file !== '')
    tell(['file'], `the ending of "${file}" does not tell the format`, {
      code: 'manifest/wrong-type',
      help: 'end it in .csv, .json, .ndjson or .jsonl, or add `format:`',
    })
  if (/^([/\\~]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)|(^|[/\\])\.git([/\\]|$)/.test(file))
    tell(['file'], `"${file}" does not lie inside the repository`, {
      code: 'manifest/wrong-type',
      help: 'write a path relative to the root of the repository',
    })
  return {
    target: 'file',
    from: authored.from,
    file,
    format: format ?? 'csv',
    commit: authored.commit ?? false,
    allowEmpty: authored['allow-empty'] ?? false,
  }
}

function refuseWithout(authored: Authored, key: keyof Authored, partner: string, tell: Tell): void {
  if (authored[key] === undefined || (partner === 'file' ? authored.file : authored.into) !== undefined)
    return
  if (authored.into === undefined && authored.file === undefined) return
  tell([key], `\`${key}\` goes with \`${partner}\``, { part: 'key', help: `remove \`${key}\`` })
}

function formatOf(file: string): FileLoad['format'] | undefined {
  if (file.endsWith('.jsonl')) return 'ndjson'
  return (['csv', 'json', 'ndjson'] as const).find((format) => file.endsWith(`.${format}`))
}
