import { Failure } from '../diagnostic/failure.ts'
import { buildGraph } from '../graph/build-graph.ts'
import type { Graph } from '../graph/graph.ts'
import { decodeAuthored } from '../manifest/decode-manifest.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import { readSqlFiles } from './sql-files.ts'

/** The manifest that a plan from another job carries, judged like any foreign text. Throws a `Failure`. */
export function manifestOfPlan(plan: Plan): Manifest {
  return decoded(plan.file, plan.manifest)
}

function decoded(file: string, authored: unknown): Manifest {
  const manifest = decodeAuthored(file, authored)
  if (manifest.ok) return manifest.value
  throw unreadable(manifest.diagnostics[0]?.message ?? `the manifest ${file} does not decode`)
}

/** The graph of such a plan as far as reporting on it takes: texts of SQL files are left out. Throws a `Failure`. */
export function outlineOfPlan(plan: Plan): Graph {
  return graphFrom(manifestOfPlan(plan), usedBy(plan))
}

/** All that running a step of such a plan takes; files of SQL are read from the workspace. Throws a `Failure`. */
export async function graphOfPlan(plan: Plan, workspace: string): Promise<Graph> {
  const used = new Map<string, Manifest>()
  for (const [file, manifest] of usedBy(plan)) used.set(file, await withSql(manifest, workspace))
  return graphFrom(await withSql(manifestOfPlan(plan), workspace), used)
}

function usedBy({ used = {} }: Plan): Map<string, Manifest> {
  return new Map(Object.entries(used).map(([file, authored]) => [file, decoded(file, authored)]))
}

function graphFrom(manifest: Manifest, used: ReadonlyMap<string, Manifest>): Graph {
  const graph = buildGraph(manifest, used)
  if (graph.ok) return graph.value
  throw unreadable(graph.diagnostics[0]?.message ?? 'its graph does not hold')
}

async function withSql(written: Manifest, workspace: string): Promise<Manifest> {
  const { manifest, diagnostics } = await readSqlFiles(written, workspace)
  if (diagnostics[0] !== undefined) throw unreadable(diagnostics[0].message)
  return manifest
}

function unreadable(why: string): Failure {
  return new Failure('plan/unreadable', `the plan of this run cannot be read: ${why}`, {
    help: 'Use one version of the action in all jobs of the workflow',
  })
}
