import { readFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { assembleGraph } from '../graph/build-graph.ts'
import type { Surroundings } from '../graph/surroundings.ts'
import type { Graph } from '../graph/graph.ts'
import type { Manifests } from '../graph/used-file.ts'
import { repeatedIds } from '../manifest/pipeline-id.ts'
import { locate } from '../source/locate.ts'
import { type Source, plainSource } from '../source/source.ts'
import { capDiagnostics, mostShown } from './cap-diagnostics.ts'
import { judgePipelines, type Judged } from './judge-pipelines.ts'
import type { Unsaved } from './read-manifest.ts'
import { readPipelines } from './read-pipelines.ts'

/** A manifest without errors: its graph, and the data that it and those it uses were authored as. */
export interface CheckedPipeline {
  readonly graph: Graph
  readonly authored: unknown
  /** By file. */
  readonly used: Readonly<Record<string, unknown>>
}

export interface Checked {
  /** In the order of the files; those with errors are left out. */
  readonly pipelines: readonly CheckedPipeline[]
  readonly graphs: readonly Graph[]
  /** Sorted by file, line and column. */
  readonly diagnostics: readonly LocatedDiagnostic[]
}

/**
 * Everything that is wrong with these manifests and those they use, all of it at once, and the graphs of those without
 * errors. Files are relative to the workspace (absolute). Reads only files of the workspace; never the environment. Of a
 * file no more than `most` mistakes are told, and how many more there are. `unsaved`: what is checked in place of what a
 * file holds.
 */
export async function checkManifests(
  files: readonly string[],
  workspace: string,
  { most = mostShown, unsaved = new Map() }: { readonly most?: number; readonly unsaved?: Unsaved } = {},
): Promise<Checked> {
  const named = files.map((file) => portable(file, workspace))
  const texts = new Map([...unsaved].map(([file, text]) => [portable(file, workspace), text]))
  const read = await readPipelines(named, workspace, texts)
  const judged = await judgePipelines(read, { workspace, envExample: await readEnvExample(workspace) })
  const repeated = repeatedIds(named)
  const pipelines = named.flatMap((file) => {
    const one = judged.get(file)
    const isSound = one !== undefined && !repeated.some(({ at }) => at.file === file)
    return isSound ? pipelineOf(one, judged) : []
  })
  const isNamed = new Set(named)
  const sources = new Map([...read.values()].map(({ file, source }) => [file, source]))
  // A file that only another one names, and that is not there, is told where it is named.
  const told = [...judged.values()].filter(({ file, missing }) => !missing || isNamed.has(file))
  return {
    pipelines,
    graphs: pipelines.map(({ graph }) => graph),
    diagnostics: [
      ...told.flatMap((one) => capDiagnostics(locateAll(one, sources), most)),
      ...repeated.map((each) => locate(plainSource(each.at.file, ''), each)),
    ].toSorted(byPlace),
  }
}

function pipelineOf(
  { source, diagnostics, pipeline }: Judged,
  all: ReadonlyMap<string, Judged>,
): CheckedPipeline[] {
  if (pipeline === undefined || diagnostics.some(({ severity }) => severity === 'error')) return []
  const { manifest, edges, order } = pipeline
  const graph = assembleGraph(manifest, edges, order, manifestsIn(all))
  const authored = [...graph.used.keys()].map((file) => [file, all.get(file)?.source.authored] as const)
  return [{ graph, authored: source.authored, used: Object.fromEntries(authored) }]
}

function manifestsIn(all: ReadonlyMap<string, Judged>): Manifests {
  return new Map(
    [...all.values()].flatMap(({ file, pipeline }) =>
      pipeline === undefined ? [] : [[file, pipeline.manifest] as const],
    ),
  )
}

function locateAll(
  { file, source, diagnostics, sources }: Judged,
  manifests: ReadonlyMap<string, Source>,
): LocatedDiagnostic[] {
  const others = new Map([...manifests, ...sources.map((other) => [other.file, other] as const)])
  const located = diagnostics.map((each) => {
    const own = each.at.file === file ? source : others.get(each.at.file)
    return locate(own ?? source, each, others)
  })
  return located.toSorted(byPlace)
}

function byPlace(a: LocatedDiagnostic, b: LocatedDiagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1)
}

function portable(file: string, workspace: string): string {
  const inside = isAbsolute(file) ? relative(workspace, file) : file
  return inside.replaceAll('\\', '/').replace(/^\.\//, '')
}

async function readEnvExample(workspace: string): Promise<Surroundings['envExample']> {
  try {
    const text = await readFile(join(workspace, '.env.example'), 'utf8')
    return new Set(
      [...text.matchAll(/^\s*(?:export\s+)?#?\s*([A-Za-z_][A-Za-z0-9_]*)\s*=/gm)].map(
        ([, name]) => name ?? '',
      ),
    )
  } catch {
    return null
  }
}
