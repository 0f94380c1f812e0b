import type * as z from 'zod'
import type { FileUse, StepKind } from '../kind.ts'
import { type TransformOptions, decodeTransform, transformSchema } from './options.ts'

export const transformKind: StepKind<z.output<typeof transformSchema>, TransformOptions> = {
  schema: transformSchema,
  meaning: 'Make a dataset from others.',
  decode: decodeTransform,
  texts: { sql: 'sql', with: 'value' },
  facts: (options) => ({
    ...('module' in options && options.from !== undefined ? { from: options.from } : {}),
    makesDataset: true,
    ...(options.columns === undefined ? {} : { columns: options.columns }),
    files: filesOf(options),
  }),
}

/** A file of SQL is not looked up: it is read while the manifest is checked (`app/sql-files.ts`), and told there. */
function filesOf(options: TransformOptions): FileUse[] {
  if ('module' in options) return [{ file: options.module, path: ['module'], use: 'code', lookUp: 'module' }]
  return options.file === undefined ? [] : [{ file: options.file, path: ['sql'], use: 'code' }]
}
