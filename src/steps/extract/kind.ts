import type * as z from 'zod'
import type { FileUse, StepKind } from '../kind.ts'
import { httpTexts } from './http-options.ts'
import { type ExtractOptions, decodeExtract, extractSchema } from './options.ts'

export const extractKind: StepKind<z.output<typeof extractSchema>, ExtractOptions> = {
  schema: extractSchema,
  meaning: 'Read a source into a dataset.',
  decode: decodeExtract,
  texts: {
    csv: 'template',
    json: 'template',
    ndjson: 'template',
    parquet: 'template',
    sql: 'sql',
    ...httpTexts,
  },
  facts: ({ format, from, columns, in: connection, file }) => ({
    makesDataset: true,
    ...(connection === undefined || connection === ''
      ? {}
      : { connection: { name: connection, path: ['in'] } }),
    ...(columns === undefined ? {} : { columns }),
    files: [
      ...from.map((each, index): FileUse => ({
        file: each,
        path: [format, index],
        use: 'source',
        lookUp: 'file',
      })),
      ...(file === undefined ? [] : [{ file, path: ['sql'], use: 'code' } satisfies FileUse]),
    ],
  }),
}
