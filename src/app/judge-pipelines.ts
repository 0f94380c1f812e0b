import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { checkUseLimits } from '../graph/check-use-limits.ts'
import type { Surroundings } from '../graph/surroundings.ts'
import type { Edges } from '../graph/resolve-needs.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from '../graph/used-file.ts'
import { findRecursions, placeOfUses, reachedManifests } from '../graph/used-manifests.ts'
import type { Manifest, StepId } from '../manifest/manifest.ts'
import type { Source } from '../source/source.ts'
import { counted } from '../text/quantities.ts'
import { type JudgedPipeline, judgePipeline } from './check-pipeline.ts'
import type { ReadPipeline } from './read-pipelines.ts'

/** A manifest's file, and what is wrong with it. */
export interface Judged {
  readonly file: string
  readonly missing?: boolean
  readonly source: Source
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
  /** There when neither it nor any pipeline it uses has an error. */
  readonly sound?: {
    readonly manifest: Manifest
    readonly edges: Edges
    readonly order: readonly StepId[]
    readonly used: Manifests
  }
}

/**
 * Judges each manifest once, those that are used before those that use them. Whoever uses one with errors is told so at
 * its `uses`, and cannot be planned either.
 */
export async function judgePipelines(
  read: ReadonlyMap<string, ReadPipeline>,
  around: { readonly workspace: string; readonly envExample: Surroundings['envExample'] },
): Promise<ReadonlyMap<string, Judged>> {
  const drafts = [...read.values()].flatMap(({ file, draft }) =>
    draft === undefined ? [] : [[file, draft.manifest] as const],
  )
  const manifests = new Map(drafts)
  const recursions = Map.groupBy(findRecursions([...manifests.values()]), ({ at }) => at.file)
  const own = new Map<string, JudgedPipeline>()
  const judged = new Map<string, Judged>()
  for (const one of usedFirst(read)) {
    const { file, source, draft, missing = false } = one
    if (draft === undefined) {
      judged.set(file, { file, missing, source, sources: [], diagnostics: await unreadable(one) })
      continue
    }
    const columnsIn = (other: string) => own.get(other)?.columns
    const found = await judgePipeline(one, draft, { ...around, read, manifests, columnsIn })
    own.set(file, found)
    const circles = recursions.get(file) ?? []
    const below = usedWithErrors(found.manifest, judged)
    const large = isSound([...circles, ...below]) ? checkUseLimits(found.manifest, manifests) : []
    judged.set(file, withUses(one, found, [...circles, ...below, ...large], manifests))
  }
  return judged
}

function withUses(
  { file, source }: ReadPipeline,
  { manifest, edges, order, diagnostics, sources }: JudgedPipeline,
  uses: readonly Diagnostic[],
  manifests: Manifests,
): Judged {
  const all = [...diagnostics, ...uses]
  const { reached: used } = reachedManifests(manifest, manifests)
  const sound = isSound(all) ? { sound: { manifest, edges, order, used } } : {}
  return { file, source, sources, diagnostics: all, ...sound }
}

/** Each after those it uses; around a circle, somewhere. Without recursion, as deep as files go. */
function usedFirst(read: ReadonlyMap<string, ReadPipeline>): ReadPipeline[] {
  const order = new Set<ReadPipeline>()
  const entered = new Set<ReadPipeline>()
  const open = [...read.values()].toReversed()
  for (let one = open.at(-1); one !== undefined; one = open.at(-1)) {
    if (entered.has(one)) {
      order.add(one)
      open.pop()
      continue
    }
    entered.add(one)
    const uses = one.draft?.manifest.steps.filter(isUses) ?? []
    open.push(
      ...uses.flatMap((step) => read.get(usedFile(step)) ?? []).filter((other) => !entered.has(other)),
    )
  }
  return [...order]
}

function usedWithErrors(manifest: Manifest, judged: ReadonlyMap<string, Judged>): Diagnostic[] {
  return manifest.steps.filter(isUses).flatMap((step) => {
    const file = usedFile(step)
    const errors = judged.get(file)?.diagnostics.filter(({ severity }) => severity === 'error') ?? []
    const isTold = file === manifest.file || judged.get(file)?.missing === true
    return errors.length === 0 || isTold ? [] : [hasErrors(manifest, step, file, errors.length)]
  })
}

function hasErrors(manifest: Manifest, step: UsesStep, file: string, count: number): Diagnostic {
  return {
    code: 'graph/used-pipeline',
    severity: 'error',
    message: `"${step.options.file}" has ${counted(count, 'mistake')} of its own`,
    at: placeOfUses(manifest, step),
    help: `mend what is told of ${file}`,
  }
}

function isSound(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ severity }) => severity !== 'error')
}

/** The slower parser is loaded only for a text that does not parse: it finds the other mistakes too. */
async function unreadable({ file, source, problem }: ReadPipeline): Promise<readonly Diagnostic[]> {
  if (problem !== undefined) return [problem]
  const { problems, text } = source
  if (!problems.some(({ code }) => code === 'source/syntax')) return problems
  const { syntaxErrors } = await import('../source/syntax-errors.ts')
  const all = syntaxErrors(file, text)
  return all.length === 0 ? problems : all
}
