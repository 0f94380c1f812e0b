import type * as z from 'zod'
import type { StepKind } from '../kind.ts'
import { httpTexts } from './http-options.ts'
import { type ExtractOptions, decodeExtract, extractSchema } from './options.ts'

export const extractKind: StepKind<z.output<typeof extractSchema>, ExtractOptions> = {
  schema: extractSchema,
  meaning: 'Read a source into a dataset.',
  decode: decodeExtract,
  texts: { csv: 'template', json: 'template', ndjson: 'template', parquet: 'template', ...httpTexts },
  facts: ({ format, from, columns }) => ({
    makesDataset: true,
    ...(columns === undefined ? {} : { columns }),
    files: from.map((file, index) => ({ file, path: [format, index], use: 'source', lookUp: 'file' })),
  }),
}
