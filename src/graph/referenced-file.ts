import { normalize } from 'node:path/posix'
import type { Step } from '../manifest/manifest.ts'

/** The file of the repository in which a step's work is written, when it does not stand in the manifest. */
export function referencedFile(step: Step): string | undefined {
  if (step.kind !== 'transform') return undefined
  const file = 'module' in step.options ? step.options.module : step.options.file
  return file === undefined ? undefined : normalize(file.trim())
}
