import * as z from 'zod'
import type { Column } from '../../dataset/column.ts'
import type { CsvDialect } from '../../parse/csv/csv-dialect.ts'
import { type Tell, asList, expressible, oneOrMore, strict } from '../authored.ts'
import type { ColumnFormats } from '../column-formats.ts'
import { columnsSchema, decodeColumns, decodeFormats, refuseFormats } from '../columns.ts'
import { csvShape, decodeCsv } from './csv-options.ts'
import {
  type CompressionOptions,
  compressionShape,
  decodeCompression,
} from './compressed/compression-options.ts'
import { type Incremental, decodeIncremental, incrementalSchema } from './incremental/incremental-options.ts'
import { type LastRunOptions, decodeLastRun, lastRunShape } from './last-run-options.ts'
import { type HttpOptions, decodeHttp, httpShape } from './http/http-options.ts'
import { type JsonOptions, decodeJson, jsonShape } from './json-options.ts'
import { type SqlOptions, decodeSql, sqlShape } from './sql-options.ts'
import { type RejectLimit, decodeRejects, rejectsSchema } from '../rejects.ts'

/** What `extract:` holds, decoded. The zod schema that makes it stands below. */
export interface ExtractOptions extends CompressionOptions, HttpOptions, LastRunOptions, SqlOptions {
  readonly format: 'csv' | 'json' | 'ndjson' | 'parquet' | 'sql'
  /** Paths, globs (relative to the repository's root) or http(s) URLs, read in this order as one dataset. */
  readonly from: readonly string[]
  /** Absent: inferred from every value of the whole source. */
  readonly columns?: readonly Column[]
  /** Of the columns that are not written as a dataset writes them. */
  readonly formats?: ColumnFormats
  readonly rejects: RejectLimit
  readonly allowEmpty: boolean
  readonly csv: CsvDialect
  readonly json?: JsonOptions
  /** Absent: each run reads the whole source. */
  readonly incremental?: Incremental
}

export const extractSchema = strict({
  csv: oneOrMore
    .optional()
    .describe(
      'Read CSV from a path, a glob, an http(s) URL, or a list of them; a file that several of them name is read once.',
    ),
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
  ...sqlShape,
  ...compressionShape,
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
  const formats = (['csv', 'json', 'ndjson', 'parquet', 'sql'] as const).filter(
    (format) => authored[format] !== undefined,
  )
  const [format = 'csv'] = formats
  if (formats.length === 0)
    tell([], '`extract` must say what it reads: `csv`, `json`, `ndjson`, `parquet` or `sql`', {
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
  if (format === 'parquet')
    for (const key of Object.keys(compressionShape))
      if (Object.hasOwn(authored, key))
        tell([key], `\`${key}\` does not go with \`parquet\`, which is compressed within`, {
          part: 'key',
          help: `remove \`${key}\``,
        })
  if (format === 'sql')
    for (const key of Object.keys(compressionShape))
      if (Object.hasOwn(authored, key))
        tell([key], `\`${key}\` goes with files, not with \`sql\``, {
          part: 'key',
          help: `remove \`${key}\``,
        })
  if (format === 'parquet' || format === 'sql') refuseFormats(authored.columns, tell)
  const columns = authored.columns && decodeColumns(authored.columns)
  const json = decodeJson(authored, { format, columns: columns?.map(({ name }) => name) }, tell)
  const incremental =
    authored.incremental && decodeIncremental(authored.incremental, { format, columns }, tell)
  const from = format === 'sql' ? [] : asList(authored[format])
  return {
    format,
    from,
    ...decodeSql(authored, format, tell),
    ...decodeHttp(authored, { format, from }, tell),
    ...decodeCompression(authored, tell),
    ...(columns === undefined ? {} : { columns }),
    ...(format === 'parquet' || format === 'sql' ? {} : decodeFormats(authored.columns, tell)),
    ...(json === undefined ? {} : { json }),
    rejects: decodeRejects(authored.rejects),
    ...(incremental === undefined ? {} : { incremental }),
    ...decodeLastRun(authored, tell, format),
    allowEmpty: authored['allow-empty'] ?? incremental !== undefined,
    csv: decodeCsv(authored, tell),
  }
}
