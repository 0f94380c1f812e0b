import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { checkUsedIncremental } from '../graph/check-used-incremental.ts'
import { checkUsedTargets } from '../graph/check-used-targets.ts'
import { checkUseLimits } from '../graph/check-use-limits.ts'
import type { Surroundings } from '../graph/surroundings.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from '../graph/used-file.ts'
import { findRecursions, placeOfUses } from '../graph/used-manifests.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Source } from '../source/source.ts'
import { counted } from '../text/quantities.ts'
import { type JudgedPipeline, judgePipeline } from './check-pipeline.ts'
import type { ReadPipeline } from './read-pipelines.ts'

/** A manifest's file, and what is wrong with it. */
export interface Judged {
  readonly file: string
  readonly missing: boolean
  readonly source: Source
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
  /** Absent: it does not parse. */
  readonly pipeline?: JudgedPipeline
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
  const judged = new Map<string, Judged>()
  const columnsIn = (file: string) => judged.get(file)?.pipeline?.columns
  for (const one of usedFirst(read))
    judged.set(one.file, await judge(one, { ...around, read, manifests, columnsIn }))
  for (const each of findRecursions([...manifests.values()])) add(each.at.file, [each], judged)
  for (const { file, pipeline } of judged.values())
    if (pipeline !== undefined) add(file, ofUsed(pipeline.manifest, judged, manifests), judged)
  return judged
}

async function judge(one: ReadPipeline, beside: Parameters<typeof judgePipeline>[2]): Promise<Judged> {
  const { file, source, draft, missing = false } = one
  if (draft === undefined) return { file, missing, source, sources: [], diagnostics: await unreadable(one) }
  const pipeline = await judgePipeline(one, draft, beside)
  const { diagnostics, sources } = pipeline
  return { file, missing, source, sources, diagnostics, pipeline }
}

function add(file: string, more: readonly Diagnostic[], judged: Map<string, Judged>): void {
  const one = judged.get(file)
  if (one !== undefined && more.length > 0)
    judged.set(file, { ...one, diagnostics: [...one.diagnostics, ...more] })
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

/** What keeps the pipelines that a manifest uses from being inlined: their own mistakes or, without any, their size. */
function ofUsed(manifest: Manifest, judged: ReadonlyMap<string, Judged>, manifests: Manifests): Diagnostic[] {
  const steps = manifest.steps.filter(isUses)
  const faulty = steps.filter((step) => errorsOf(usedFile(step), judged) > 0)
  if (faulty.length === 0) {
    const tooLarge = checkUseLimits(manifest, manifests)
    if (tooLarge.length > 0) return tooLarge
    return [...checkUsedTargets(manifest, manifests), ...checkUsedIncremental(manifest, manifests)]
  }
  const circles = new Set(
    judged
      .get(manifest.file)
      ?.diagnostics.flatMap(({ code, at }) => (code === 'graph/recursion' ? at.path[1] : [])),
  )
  return faulty.flatMap((step) => {
    const isTold = circles.has(step.path[1] ?? '') || judged.get(usedFile(step))?.missing === true
    return isTold ? [] : [hasErrors(manifest, step, errorsOf(usedFile(step), judged))]
  })
}

function errorsOf(file: string, judged: ReadonlyMap<string, Judged>): number {
  return judged.get(file)?.diagnostics.filter(({ severity }) => severity === 'error').length ?? 0
}

function hasErrors(manifest: Manifest, step: UsesStep, count: number): Diagnostic {
  return {
    code: 'graph/used-pipeline',
    severity: 'error',
    message: `"${step.options.file}" has ${counted(count, 'mistake')} of its own`,
    at: placeOfUses(manifest, step),
    help: `mend what is told of ${usedFile(step)}`,
  }
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
