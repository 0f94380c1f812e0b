import type * as z from 'zod'
import { nonEmptyText } from '../authored.ts'
import type { StepKind } from '../kind.ts'

export interface UsesOptions {
  /** The manifest that is used, as written: relative to the repository's root. */
  readonly file: string
}

export const usesKind: StepKind<string, UsesOptions> = {
  schema: nonEmptyText
    .regex(/^\.\/.+\.ya?ml$/, 'must be a manifest of this repository, like ./pipelines/clean.yml')
    .meta({ examples: ['./pipelines/clean.yml'] }) satisfies z.ZodType<string>,
  meaning: 'Run another manifest as a part of this pipeline; `with` are its inputs.',
  decode: (authored) => ({ file: authored }),
  texts: {},
  facts: () => ({ makesDataset: true, files: [] }),
}
