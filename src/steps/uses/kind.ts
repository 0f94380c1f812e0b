import type * as z from 'zod'
import { nonEmptyText } from '../authored.ts'
import type { StepKind } from '../kind.ts'

export interface UsesOptions {
  /** The manifest that is used, as written: relative to the repository's root. */
  readonly file: string
}

/** It does no work of its own: the steps of the pipeline that it uses do. */
const ignores = Object.fromEntries(
  Object.entries({
    retry: 'the steps of that pipeline are tried again by themselves: write it there, or in its `defaults`',
    'timeout-minutes': 'write it at the steps of that pipeline, or in its `defaults`',
    env: 'hand values over in `with`; the steps of that pipeline see its own `env`',
    checks: 'write the checks at the step of that pipeline that makes the rows',
    cache: 'write `cache` at the steps of that pipeline',
    pool: 'write `pool` at the steps of that pipeline',
  }).map(([key, help]) => [key, { message: `\`${key}\` does not go with \`uses\``, help }]),
)

export const usesKind: StepKind<string, UsesOptions> = {
  schema: nonEmptyText
    .regex(/^\.\/.+\.ya?ml$/, 'must be a manifest of this repository, like ./pipelines/clean.yml')
    .meta({ examples: ['./pipelines/clean.yml'] }) satisfies z.ZodType<string>,
  meaning: 'Run another manifest as a part of this pipeline; `with` are its inputs.',
  decode: (authored) => ({ file: authored }),
  texts: {},
  ignores,
  facts: () => ({ makesDataset: true, files: [] }),
}
