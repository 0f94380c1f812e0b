import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { Usage } from '../diagnostic/failure.ts'
import { buildGraph } from '../graph/build-graph.ts'
import { type Graph, nodeOf } from '../graph/graph.ts'
import { decodeManifest } from '../manifest/decode-manifest.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { Http } from '../ports/ports.ts'
import { parseSource } from '../source/source.ts'
import { factsOf } from '../steps/kinds.ts'
import { nearest } from '../text/nearest.ts'
import { findPipeline, type ManifestFile } from './find-manifests.ts'
import { formatByEnding, formatByServer } from './source-format.ts'

/** A step of a manifest, as a command line names it: `sales#orders`, `pipelines/sales.yml#orders`. */
export interface StepName extends ManifestFile {
  readonly step: string
}

/** What columns are inferred of: a file or an address by itself, or the source of a step. */
export type InferTarget =
  | { readonly kind: 'step'; readonly named: StepName }
  | { readonly kind: 'source'; readonly workspace: string; readonly graph: Graph; readonly plan: Plan }

/** The id of the step that stands for a file by itself. */
export const sourceStep = 'source'

interface Whereabouts {
  readonly cwd: string
  readonly http: Http
  readonly signal: AbortSignal
}

/**
 * What ends in nothing that is known is what its server calls it, and else CSV. Throws `Usage` for what is neither a file,
 * an address, nor a step of a pipeline, and what asking an address fails of.
 */
export async function inferTarget(given: string, { cwd, http, signal }: Whereabouts): Promise<InferTarget> {
  if (/^https?:\/\//iu.test(given)) {
    const format = formatByEnding(given) ?? (await formatByServer(given, http, signal))
    return { kind: 'source', workspace: cwd, ...graphOver(given, format) }
  }
  const path = resolve(cwd, given)
  if (existsSync(path)) {
    const format = formatByEnding(path)
    return { kind: 'source', workspace: dirname(path), ...graphOver(basename(path), format) }
  }
  if (given.includes('#')) return { kind: 'step', named: stepName(given, cwd) }
  throw new Usage(`there is no file "${given}"`, 'give a file, a URL, or a step of a pipeline: sales#orders')
}

export function stepName(given: string, cwd: string): StepName {
  const at = given.lastIndexOf('#')
  if (at <= 0 || at === given.length - 1)
    throw new Usage(`"${given}" names no step`, 'write it as PIPELINE#step, e.g. sales#orders')
  return { ...findPipeline(given.slice(0, at), cwd), step: given.slice(at + 1) }
}

export function requireStep(graph: Graph, step: string): void {
  if (graph.nodes.has(step)) return
  const extracts = graph.order.filter((id) => factsOf(nodeOf(graph, id).step).reads !== undefined)
  const near = nearest(step, extracts)
  throw new Usage(
    `there is no step "${step}" in ${graph.manifest.file}`,
    near === undefined ? `its extracts: ${extracts.join(', ')}` : `did you mean "${near}"?`,
  )
}

/** A pipeline of one step, which reads the source. */
function graphOver(source: string, format = 'csv'): { readonly graph: Graph; readonly plan: Plan } {
  const text = JSON.stringify({ steps: { [sourceStep]: { extract: { [format]: source } } } })
  const manifest = decodeManifest(parseSource('infer.yml', text))
  const graph = manifest.ok ? buildGraph(manifest.value) : manifest
  if (!graph.ok) throw new Usage(graph.diagnostics[0]?.message ?? `"${source}" cannot be read`)
  const at = new Date().toISOString()
  const plan = makePlan(graph.value, {
    run: { id: 'infer', trigger: 'cli', at, date: at.slice(0, 10) },
    inputs: {},
    authored: {},
    past: new Map(),
  })
  return { graph: graph.value, plan }
}
