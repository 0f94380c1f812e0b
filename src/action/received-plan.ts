import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSqlFiles } from '../app/sql-files.ts'
import { Failure } from '../diagnostic/failure.ts'
import { buildGraph } from '../graph/build-graph.ts'
import type { Graph } from '../graph/graph.ts'
import { decodeAuthored } from '../manifest/decode-manifest.ts'
import { planSchema, type Plan } from '../plan/plan.ts'
import type { Artifacts } from '../ports/runner.ts'
import { planArtifact } from './hand-over.ts'

/** The plan that another job of this run made; `undefined` when it made none. It is judged like any foreign text. */
export async function receivePlan(
  artifacts: Artifacts,
  folder: string,
  workspace: string,
): Promise<{ plan: Plan; graph: Graph } | undefined> {
  const into = join(folder, 'plan')
  await mkdir(into, { recursive: true })
  if (!(await artifacts.download(planArtifact, into))) return undefined
  const decoded = planSchema.safeParse(JSON.parse(await readFile(join(into, 'plan.json'), 'utf8')))
  if (!decoded.success) throw unknown('it has another shape')
  const manifest = decodeAuthored(decoded.data.file, decoded.data.manifest)
  if (!manifest.ok) throw unknown(manifest.diagnostics[0]?.message ?? 'its manifest does not decode')
  const { manifest: whole, diagnostics } = await readSqlFiles(manifest.value, workspace)
  if (diagnostics[0] !== undefined) throw unknown(diagnostics[0].message)
  const graph = buildGraph(whole)
  if (!graph.ok) throw unknown(graph.diagnostics[0]?.message ?? 'its graph does not hold')
  return { plan: decoded.data, graph: graph.value }
}

function unknown(why: string): Failure {
  return new Failure('plan/unreadable', `the plan of this run cannot be read: ${why}`, {
    help: 'Use one version of the action in all jobs of the workflow',
  })
}
