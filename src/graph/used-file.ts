import { normalize } from 'node:path/posix'
import type { Manifest, Step } from '../manifest/manifest.ts'

/** The manifests that a pipeline can use, by file. */
export type Manifests = ReadonlyMap<string, Manifest>

export type UsesStep = Step & { kind: 'uses' }

export function isUses(step: Step): step is UsesStep {
  return step.kind === 'uses'
}

/** The manifest that a step uses: its file, from the root of the repository. One outside it begins with `../`. */
export function usedFile({ options }: UsesStep): string {
  return normalize(options.file.trim())
}
