import { Failure } from '../diagnostic/failure.ts'
import { buildGraph } from '../graph/build-graph.ts'
import type { Graph } from '../graph/graph.ts'
import { decodeAuthored } from '../manifest/decode-manifest.ts'
import type { Manifest } from '../manifest/manifest.ts'
import type { Plan } from '../plan/plan.ts'
import { readSqlFiles } from './sql-files.ts'

/** The manifest that a plan from another job carries, judged like any foreign text. Throws a `Failure`. */
export function manifestOfPlan(plan: Plan): Manifest {
  const manifest = decodeAuthored(plan.file, plan.manifest)
  if (manifest.ok) return manifest.value
  throw unreadable(manifest.diagnostics[0]?.message ?? 'its manifest does not decode')
}

/** All that running a step of such a plan takes; files of SQL are read from the workspace. Throws a `Failure`. */
export async function graphOfPlan(plan: Plan, workspace: string): Promise<Graph> {
  const { manifest, diagnostics } = await readSqlFiles(manifestOfPlan(plan), workspace)
  if (diagnostics[0] !== undefined) throw unreadable(diagnostics[0].message)
  const graph = buildGraph(manifest)
  if (graph.ok) return graph.value
  throw unreadable(graph.diagnostics[0]?.message ?? 'its graph does not hold')
}

function unreadable(why: string): Failure {
  return new Failure('plan/unreadable', `the plan of this run cannot be read: ${why}`, {
    help: 'Use one version of the action in all jobs of the workflow',
  })
}
