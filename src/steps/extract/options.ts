import * as z from 'zod'
import type { Column } from '../../dataset/column.ts'
import type { CsvDialect } from '../../parse/csv-dialect.ts'
import {
  type Tell,
  asList,
  defined,
  expressible,
  oneOrMore,
  strict,
} from '../authored.ts'
import { columnsSchema, decodeColumns } from '../columns.ts'
import { type Incremental, decodeIncremental, incrementalSchema } from './incremental-options.ts'
import { type LastRunOptions, decodeLastRun, lastRunShape } from './last-run-options.ts'
import { type HttpOptions, decodeHttp, httpShape } from './http-options.ts'
import { type JsonOptions, decodeJson, jsonShape } from './json-options.ts'
import { type RejectLimit, decodeRejects, rejectsSchema } from '../rejects.ts'

/** What `extract:` holds, decoded. The zod schema that makes it stands below. */
export interface ExtractOptions extends HttpOptions, LastRunOptions {
  readonly format: 'csv' | 'json' | 'ndjson' | 'parquet'
  /** Paths, globs (relative to the repository's root) or http(s) URLs, read in this order as one dataset. */
  readonly from: readonly string[]
  /** `auto`: told from the file's first bytes. */
  readonly compression: 'auto' | 'none' | 'gzip' | 'zstd'
  /** Absent: inferred from every value of the whole source. */
  readonly columns?: readonly Column[]
  readonly rejects: RejectLimit
  readonly allowEmpty: boolean
  readonly csv: CsvDialect
  readonly json?: JsonOptions
  /** Absent: each run reads the whole source. */
  readonly incremental?: Incremental
}

const oneCharacter = () => expressible(z.string().regex(/^[^\r\n]$/u, 'must be one character'))

const csvShape = {
  delimiter: oneCharacter().optional().describe('csv: what stands between two fields. Default: sniffed.'),
  quote: oneCharacter().optional().describe('csv: what encloses a field. Default: `"`.'),
  escape: oneCharacter()
    .optional()
    .describe('csv: what stands before a quote inside a field. Default: the quote itself.'),
  comment: oneCharacter().optional().describe('csv: lines that start with it are skipped. Default: none.'),
  header: expressible(z.union([z.boolean(), z.int().min(0).max(20)]))
    .optional()
    .describe(
      'csv: whether the first row names the columns, or how many header rows there are. Default: sniffed.',
    ),
  'skip-lines': expressible(z.int().min(0))
    .optional()
    .describe('csv: lines to skip before the header. Default: 0.'),
  null: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('csv: unquoted texts that mean null. Default: the empty field.'),
  encoding: expressible(z.enum(['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252']))
    .optional()
    .describe('csv: the encoding of the text. Default: from the byte-order mark, else utf-8.'),
  ragged: expressible(z.enum(['reject', 'pad', 'fail']))
    .optional()
    .describe('csv: what becomes of a row with too few or too many fields. Default: `reject`.'),
}

export const extractSchema = strict({
  csv: oneOrMore.optional().describe('Read CSV from a path, a glob, an http(s) URL, or a list of them.'),
  json: oneOrMore
    .optional()
    .describe(
      'Read the objects of a JSON array, or of one within a document (`rows`), from a path, a glob, a URL, or a list of them.',
    ),
  ndjson: oneOrMore
    .optional()
    .describe('Read one JSON object a line from a path, a glob, a URL, or a list of them.'),
  parquet: oneOrMore
    .optional()
    .describe('Read Parquet from a path, a glob, a URL, or a list of them. The types are those of the file.'),
  compression: expressible(z.enum(['auto', 'none', 'gzip', 'zstd']))
    .optional()
    .describe('How the bytes are compressed. Default: `auto`, told from the first bytes.'),
  columns: columnsSchema
    .optional()
    .describe('The columns and their types. Default: inferred from every value.'),
  rejects: rejectsSchema
    .optional()
    .describe('Rows that do not fit their columns are kept aside as a dataset of their own.'),
  incremental: incrementalSchema
    .optional()
    .describe('Each run reads only what is new since the last ([incremental](incremental.md)).'),
  'allow-empty': expressible(z.boolean())
    .optional()
    .describe('Whether a source without rows is fine. Default: false.'),
  ...csvShape,
  ...jsonShape,
  ...httpShape,
  ...lastRunShape,
})

export function decodeExtract(authored: z.output<typeof extractSchema>, tell: Tell): ExtractOptions {
  const formats = (['csv', 'json', 'ndjson', 'parquet'] as const).filter(
    (format) => authored[format] !== undefined,
  )
  const [format = 'csv'] = formats
  if (formats.length === 0)
    tell([], '`extract` must say what it reads: `csv`, `json`, `ndjson` or `parquet`', {
      code: 'manifest/missing-key',
      part: 'key',
    })
  for (const other of formats.slice(1))
    tell([other], `\`extract\` reads one format, but has both \`${format}\` and \`${other}\``, {
      part: 'key',
      help: 'make two steps of it',
    })
  if (format !== 'csv')
    for (const key of Object.keys(csvShape))
      if (Object.hasOwn(authored, key))
        tell([key], `\`${key}\` goes with \`csv\`, not with \`${format}\``, {
          part: 'key',
          help: `remove \`${key}\``,
        })
  if (format === 'parquet' && authored.compression !== undefined)
    tell(['compression'], '`compression` does not go with `parquet`, which is compressed within', {
      part: 'key',
      help: 'remove `compression`',
    })
  const columns = authored.columns && decodeColumns(authored.columns)
  const json = decodeJson(authored, { format, columns: columns?.map(({ name }) => name) }, tell)
  const incremental =
    authored.incremental && decodeIncremental(authored.incremental, { format, columns }, tell)
  return {
    format,
    from: asList(authored[format]),
    ...decodeHttp(authored, { format, from: asList(authored[format]) }, tell),
    compression: authored.compression ?? 'auto',
    ...(columns === undefined ? {} : { columns }),
    ...(json === undefined ? {} : { json }),
    rejects: decodeRejects(authored.rejects),
    ...(incremental === undefined ? {} : { incremental }),
    ...decodeLastRun(authored, tell, format),
    allowEmpty: authored['allow-empty'] ?? incremental !== undefined,
    csv: {
      ...defined({
        delimiter: authored.delimiter,
        quote: authored.quote,
        escape: authored.escape,
        comment: authored.comment,
        header: authored.header,
        skipLines: authored['skip-lines'],
        null: authored.null === undefined ? undefined : asList(authored.null),
        encoding: authored.encoding,
      }),
      ragged: authored.ragged ?? 'reject',
    },
  }
}
