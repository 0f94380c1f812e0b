import type * as z from 'zod'
import { outputsWritten } from '../../text/outputs-written.ts'
import type { StepKind } from '../kind.ts'
import { inputName } from './input-name.ts'
import { type RunOptions, decodeRun, runSchema } from './options.ts'

export const runKind: StepKind<z.output<typeof runSchema>, RunOptions> = {
  schema: runSchema,
  meaning: 'Run a script in any language.',
  decode: decodeRun,
  texts: { '': 'script', script: 'script', 'working-directory': 'template' },
  facts: ({ script, input, output, columns }) => ({
    outputs: outputsWritten(script),
    makesDataset: output !== undefined,
    datasetBy: '`run: { script: …, output: csv }`',
    ...(columns === undefined ? {} : { columns }),
    files: [],
    ...(input === undefined ? {} : { inputName }),
  }),
}
