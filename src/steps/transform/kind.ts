import type * as z from 'zod'
import type { FileUse, StepFacts, StepKind } from '../kind.ts'
import { tablePattern } from '../load/table-options.ts'
import type { InConnection } from './in-connection-options.ts'
import { type TransformOptions, decodeTransform, transformSchema } from './options.ts'

export const transformKind: StepKind<z.output<typeof transformSchema>, TransformOptions> = {
  schema: transformSchema,
  meaning: 'Make a dataset from others.',
  decode: decodeTransform,
  texts: { sql: 'sql', with: 'value', table: 'told', key: 'told' },
  shapes: { table: { pattern: tablePattern, wanted: '`table` or `schema.table`' } },
  facts: (options) => ({
    ...('in' in options && options.in !== undefined ? insideFacts(options) : datasetFacts(options)),
    files: filesOf(options),
  }),
}

function insideFacts({ in: name, table, mode, modeUnsaid, key }: InConnection): Omit<StepFacts, 'files'> {
  return {
    makesDataset: false,
    judgesTable: true,
    connection: { name, path: ['in'] },
    ...(modeUnsaid === true && key.length === 0 ? { appendsUnsaid: { table, path: ['table'] } } : {}),
    ...(mode === 'replace'
      ? { replaces: { target: `table "${table}" of connection "${name}"`, path: ['table'] } }
      : {}),
  }
}

function datasetFacts(options: TransformOptions): Omit<StepFacts, 'files'> {
  return {
    ...('module' in options && options.from !== undefined ? { from: options.from } : {}),
    makesDataset: true,
    isPure: true,
    ...('columns' in options ? { columns: options.columns } : {}),
  }
}

/** A file of SQL is not looked up: it is read while the manifest is checked (`app/sql-files.ts`), and told there. */
function filesOf(options: TransformOptions): FileUse[] {
  if ('module' in options) return [{ file: options.module, path: ['module'], use: 'code', lookUp: 'module' }]
  return options.file === undefined ? [] : [{ file: options.file, path: ['sql'], use: 'code' }]
}
