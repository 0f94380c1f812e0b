import { posix } from 'node:path'
import type { Manifest, Step, StepId } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { matchesGlob } from '../text/matches-glob.ts'
import { makersOf } from './sees-window.ts'
import type { Edges } from './resolve-needs.ts'

/** The steps of a manifest, and where each extract reads: as written, or what its expressions come to. */
export interface Readers {
  readonly steps: ReadonlyMap<StepId, Step>
  readonly edges: Edges
  readonly sourcesOf: (step: Step) => readonly string[]
}

/** The file as it is compared: from the root of the repository, without `./` and `..`. */
export function plainPath(file: string): string {
  return posix.normalize(file.replaceAll('\\', '/'))
}

/** Whether a file is text that a pipeline is made of: a manifest, or what a step of this one names as its code. */
export function isCode(file: string, manifest: Manifest): boolean {
  return /^pipelines\/[^/]+\.ya?ml$/u.test(file) || codeOf(manifest).has(file)
}

/** Many steps may ask. */
const code = new WeakMap<Manifest, ReadonlySet<string>>()

function codeOf(manifest: Manifest): ReadonlySet<string> {
  const known = code.get(manifest)
  if (known !== undefined) return known
  const files = manifest.steps.flatMap((step) => factsOf(step).files).filter(({ use }) => use === 'code')
  const found = new Set([manifest.file, ...files.map(({ file }) => plainPath(file))])
  code.set(manifest, found)
  return found
}

/**
 * The extract of which a load would replace the file that it reads, where the load's rows come from there and nowhere else.
 * With rows of another source, or with a file that is named beside it, it is a file that grows.
 */
export function replacedSource(load: Step, file: string, around: Readers): Step | undefined {
  const makers = makersOf(load.id, around).filter(({ id }) => id !== load.id)
  const origins = makers.filter((step) => isOrigin(step, around))
  return origins.every((step) => readsNothingElse(file, around.sourcesOf(step))) ? origins[0] : undefined
}

/** The extracts that read the file, of which it is not said whether before or after the load. */
export function readsAnyTime(load: Step, file: string, around: Readers): Step[] {
  const readers = [...around.steps.values()].filter((step) =>
    around.sourcesOf(step).some((entry) => isMeant(entry, file)),
  )
  if (readers.length === 0) return []
  const before = needsAbove(load.id, around.edges)
  return readers.filter(({ id }) => !before.has(id) && !needsAbove(id, around.edges).has(load.id))
}

/** Whether there are rows in it that no need of it has. */
function isOrigin(step: Step, { edges }: Readers): boolean {
  const { reads, isPure } = factsOf(step)
  return reads !== undefined || isPure !== true || (edges.get(step.id)?.size ?? 0) === 0
}

function readsNothingElse(file: string, entries: readonly string[]): boolean {
  const meant = entries.filter((entry) => isMeant(entry, file))
  return (
    meant.length > 0 && (meant.length === entries.length || meant.some((entry) => plainPath(entry) !== file))
  )
}

function isMeant(entry: string, file: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(entry) && matchesGlob(plainPath(entry), file)
}

function needsAbove(id: StepId, edges: Edges): ReadonlySet<StepId> {
  const above = new Set(edges.get(id)?.keys())
  for (const each of above) for (const need of edges.get(each)?.keys() ?? []) above.add(need)
  return above
}
