import { normalize } from 'node:path/posix'
import * as z from 'zod'
import type { Column } from '../../dataset/column.ts'
import { type Tell, defined, expressible, nonEmptyText, strict } from '../authored.ts'
import type { ColumnFormats } from '../column-formats.ts'
import { columnsSchema, decodeColumns, decodeFormats } from '../columns.ts'
import { type RejectLimit, decodeRejects, rejectsSchema } from '../rejects.ts'

/** What `run:` holds, decoded. `run: ./x.sh` is short for `run: { script: ./x.sh }`. */
export interface RunOptions {
  readonly script: string
  readonly shell: 'bash' | 'sh' | 'python'
  readonly workingDirectory?: string
  /** The form in which the needs' datasets are laid out as files. Absent: none are. */
  readonly input?: 'csv' | 'ndjson' | 'sqlite'
  /** The form of the dataset it writes. Absent: it makes none. */
  readonly output?: 'csv' | 'ndjson'
  readonly columns?: readonly Column[]
  /** How its texts are written, where that is not as a dataset writes them. */
  readonly formats?: ColumnFormats
  /** Of the rows of its dataset. Absent: none may be. */
  readonly rejects?: RejectLimit
}

export const runSchema = z.union([
  nonEmptyText,
  strict({
    script: nonEmptyText.describe('The commands. `${{ }}` is refused here: hand values over in `env`.'),
    shell: expressible(z.enum(['bash', 'sh', 'python']))
      .optional()
      .describe('What runs the script. Default: `bash`.'),
    'working-directory': nonEmptyText
      .optional()
      .describe('Where it runs, relative to the root of the repository.'),
    input: z
      .enum(['csv', 'ndjson', 'sqlite'])
      .optional()
      .describe('The form in which the datasets of the needs are laid out as files. Default: they are not.'),
    output: z
      .enum(['csv', 'ndjson'])
      .optional()
      .describe('The form of the dataset that the script writes. Default: it makes none.'),
    columns: columnsSchema
      .optional()
      .describe('output: its columns and their types. Default: inferred from every value.'),
    rejects: rejectsSchema
      .optional()
      .describe('output: rows that do not fit their columns are kept aside as a dataset of their own.'),
  }),
])

export function decodeRun(authored: z.output<typeof runSchema>, tell: Tell): RunOptions {
  if (typeof authored === 'string') return { script: authored, shell: 'bash' }
  for (const key of ['columns', 'rejects'] as const)
    if (authored[key] !== undefined && authored.output === undefined)
      tell([key], `\`${key}\` goes with \`output\`, which is not there`, {
        part: 'key',
        help: 'add `output: csv` or `output: ndjson`',
      })
  const directory = authored['working-directory']
  if (directory !== undefined && !directory.includes('${{') && /^\.\.(\/|$)/.test(normalize(directory)))
    tell(['working-directory'], `"${directory}" does not lie inside the repository`, {
      code: 'manifest/wrong-type',
      help: 'write a path relative to the root of the repository',
    })
  return {
    script: authored.script,
    shell: authored.shell ?? 'bash',
    ...defined({
      workingDirectory: directory,
      input: authored.input,
      output: authored.output,
      columns: authored.columns === undefined ? undefined : decodeColumns(authored.columns),
      rejects: authored.rejects === undefined ? undefined : decodeRejects(authored.rejects),
    }),
    ...decodeFormats(authored.columns, tell),
  }
}
