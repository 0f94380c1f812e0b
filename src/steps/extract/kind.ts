import type * as z from 'zod'
import type { FileUse, StepFacts, StepKind } from '../kind.ts'
import { httpTexts } from './http/http-options.ts'
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
  facts: (options) => ({
    makesDataset: true,
    isPure: true,
    ...sourceFacts(options),
    ...columnFacts(options),
  }),
}

function sourceFacts({ format, from, in: connection, file, incremental }: ExtractOptions) {
  return {
    reads: format === 'sql' ? 'query' : 'files',
    ...(incremental === undefined ? {} : { incremental }),
    ...(connection === undefined || connection === ''
      ? {}
      : { connection: { name: connection, path: ['in'] } }),
    files: [
      ...from.map((each, index): FileUse => ({
        file: each,
        path: [format, index],
        use: 'source',
        lookUp: 'file',
      })),
      ...(file === undefined ? [] : [{ file, path: ['sql'], use: 'code' } satisfies FileUse]),
    ],
  } satisfies Partial<StepFacts>
}

function columnFacts({ columns, contract, rejects }: ExtractOptions): Partial<StepFacts> {
  return {
    ...(columns === undefined ? {} : { columns }),
    columnsMayChange: contract === 'evolve' || (contract === undefined && columns === undefined),
    mayReject: 'rows' in rejects ? rejects.rows > 0 : rejects.share > 0,
  }
}
