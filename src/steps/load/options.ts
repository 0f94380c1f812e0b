import * as z from 'zod'
import { type Tell, expressible, nonEmptyText, strict } from '../authored.ts'
import { type TableWords, decodeTable, tableShape } from './table-options.ts'

/** What `load:` holds, decoded: a table of a connection, or a file. */
export type LoadOptions = TableLoad | FileLoad

export interface TableLoad extends TableWords {
  readonly target: 'table'
  /** The step whose dataset is loaded. */
  readonly from: string
  /** The name of a connection of the manifest. */
  readonly into: string
  readonly allowEmpty: boolean
}

export interface FileLoad {
  readonly target: 'file'
  readonly from: string
  /** Relative to the repository's root. */
  readonly file: string
  readonly format: 'csv' | 'json' | 'ndjson' | 'parquet'
  /** On GitHub: committed to the repository if its bytes changed. */
  readonly commit: boolean
  readonly allowEmpty: boolean
}

export const loadSchema = strict({
  from: nonEmptyText.describe('The step whose dataset is loaded; it need not be repeated in `needs`.'),
  into: nonEmptyText.optional().describe('The connection whose table is loaded.'),
  ...tableShape,
  file: nonEmptyText
    .optional()
    .describe(
      'The file to write, relative to the root of the repository; neither the one that its rows are read from, unless other rows are added to it, nor a manifest.',
    ),
  format: z
    .enum(['csv', 'json', 'ndjson', 'parquet'])
    .optional()
    .describe("file: its format. Default: from the file's ending (.csv, .json, .ndjson, .jsonl, .parquet)."),
  commit: expressible(z.boolean(), () => true)
    .optional()
    .describe('file: on GitHub, commit it to the repository if its bytes changed. Default: false.'),
  'allow-empty': expressible(z.boolean())
    .optional()
    .describe('Whether no rows may empty the table or the file. Default: false.'),
})

type Authored = z.output<typeof loadSchema>

const tableKeys = [
  'table',
  'mode',
  'key',
  'repeated-keys',
  'missing',
  'deleted-column',
  'valid-from',
  'valid-to',
  'current',
] as const

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
  for (const other of ['format', 'commit'] as const) refuseWithout(authored, other, 'file', tell)
  return {
    target: 'table',
    from: authored.from,
    into,
    ...decodeTable(authored, 'load', tell),
    allowEmpty: authored['allow-empty'] ?? false,
  }
}

function fileLoad(authored: Authored, file: string, tell: Tell): FileLoad {
  for (const other of tableKeys) refuseWithout(authored, other, 'into', tell)
  const format = authored.format ?? formatOf(file)
  if (format === undefined && file !== '' && !packed.test(file))
    tell(['file'], `the ending of "${file}" does not tell the format`, {
      code: 'manifest/wrong-type',
      help: 'end it in .csv, .json, .ndjson, .jsonl or .parquet, or add `format:`',
    })
  if (packed.test(file))
    tell(['file'], `"${file}" is to be packed, and files are written as they are`, {
      code: 'manifest/wrong-type',
      help: 'leave the last ending out, and pack the file in a `run` step',
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

/** What a reader would unpack before it reads. */
const packed = /\.(?:gz|zst|zip|bz2|xz)$/i

function formatOf(file: string): FileLoad['format'] | undefined {
  if (file.endsWith('.jsonl')) return 'ndjson'
  return (['csv', 'json', 'ndjson', 'parquet'] as const).find((format) => file.endsWith(`.${format}`))
}
