import { posix } from 'node:path'
import type * as z from 'zod'
import type { StepFacts, StepKind } from '../kind.ts'
import { type FileLoad, type LoadOptions, type TableLoad, decodeLoad, loadSchema } from './options.ts'
import { tablePattern, takesRowsAsTheyAre } from './table-options.ts'

export const loadKind: StepKind<z.output<typeof loadSchema>, LoadOptions> = {
  schema: loadSchema,
  meaning: 'Write a dataset into a table or a file.',
  decode: decodeLoad,
  texts: { file: 'told', table: 'told', key: 'told' },
  shapes: { table: { pattern: tablePattern, wanted: '`table` or `schema.table`' } },
  ignores: {
    cache: {
      message: '`cache` does not go with `load`: what it does is done outside of the run',
      help: 'remove `cache`; a `merge` or `replace` of the same rows changes nothing',
    },
  },
  facts: (options) => ({
    from: options.from,
    makesDataset: false,
    readsFromOnly: true,
    judgesFrom: true,
    files: [],
    ...(options.target === 'table' ? tableFacts(options) : fileFacts(options)),
  }),
}

function tableFacts(options: TableLoad): Partial<StepFacts> {
  const { into, table, mode, modeUnsaid, missing, key, repeatedKeys } = options
  const latestBy = typeof repeatedKeys === 'object' ? [repeatedKeys.latestBy] : []
  return {
    connection: { name: into, path: ['into'] },
    mayBeAhead: takesRowsAsTheyAre(options),
    fills: {
      mode,
      ...(modeUnsaid === undefined ? {} : { modeUnsaid }),
      ...(missing === undefined ? {} : { missing }),
    },
    columnsNamed: [
      ...key.flatMap((name, index) => (name.includes('${{') ? [] : [{ name, path: ['key', index] }])),
      ...latestBy.map((name) => ({ name, path: ['repeated-keys', 'latest-by'] })),
    ],
    ...(modeUnsaid === true && key.length === 0 ? { appendsUnsaid: { table, path: ['table'] } } : {}),
    ...(mode === 'replace'
      ? { replaces: { target: `table "${table}" of connection "${into}"`, path: ['table'] } }
      : {}),
  }
}

function fileFacts({ file, commit, format }: FileLoad): Partial<StepFacts> {
  return {
    mayBeAhead: format === 'csv',
    replaces: { target: `file "${posix.normalize(file.replaceAll('\\', '/'))}"`, path: ['file'] },
    writes: { file, path: ['file'] },
    commits: commit,
  }
}
