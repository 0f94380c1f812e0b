import { normalize } from 'node:path/posix'
import type { Step } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'

/** The file of the repository in which a step's work is written, when it does not stand in the manifest. */
export function referencedFile(step: Step): string | undefined {
  const code = factsOf(step).files.find(({ use }) => use === 'code')
  return code === undefined ? undefined : normalize(code.file.trim())
}
