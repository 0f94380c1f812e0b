import { planPipeline } from '../app/plan.ts'
import { runPipeline as carryOut } from '../app/run.ts'
import { runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { Usage } from '../diagnostic/failure.ts'
import { type Graph, manifestsOf, stepsOf } from '../graph/graph.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunEvent } from '../run/event.ts'
import type { EarlierEnd } from '../run/run-request.ts'
import { ManifestError } from '../library/manifest-error.ts'
import { nearest } from '../text/nearest.ts'
import { type TestWorld, testExecutor } from './test-executor.ts'
import { TestFolder } from './test-folder.ts'
import { testPorts } from './test-ports.ts'
import { momentOf, type PipelineTest } from './test-options.ts'
import type { TestRun } from './test-result.ts'
import { testRun } from './told-run.ts'

interface Planned {
  readonly graph: Graph
  readonly plan: Plan
}

export async function planned(
  file: string,
  options: Pick<PipelineTest, 'workspace' | 'inputs' | 'now' | 'select'>,
): Promise<Planned> {
  const made = await planPipeline({
    file,
    workspace: options.workspace ?? process.cwd(),
    inputs: options.inputs ?? {},
    trigger: 'cli',
    runId: 'test',
    now: momentOf(options),
    ...(options.select === undefined ? {} : { select: options.select }),
  })
  if (!made.ok) throw new ManifestError(made.diagnostics)
  return made
}

/** Runs what was planned; `earlier` is what steps that the plan leaves out have made, put into the run's folder. */
export async function runPlanned(
  { graph, plan }: Planned,
  options: PipelineTest,
  earlier?: (folder: string) => Promise<ReadonlyMap<string, EarlierEnd>>,
): Promise<TestRun> {
  const { fixtures = {}, secrets = {}, vars = {}, network = false, workspace = process.cwd() } = options
  const known = new Map(Object.entries(fixtures))
  requireSteps({ graph, plan }, known.keys())
  const folder = new TestFolder()
  const files = folder.below('files')
  const connections = connectionsOf(graph, folder.below('databases'), options.connections)
  const store = runStoreAt(folder.below('run'))
  const events: RunEvent[] = []
  const env = { ...process.env, ...options.env }
  const made = await earlier?.(store.folder)
  const result = await carryOut(
    {
      graph,
      plan,
      ...(made === undefined ? {} : { earlier: made }),
      ports: testPorts(momentOf(options), { network }),
      execute: testExecutor({
        graph,
        fixtures: known,
        connections: recordsOf(connections),
        files,
        workspace,
        folder: folder.below('fixtures'),
      }),
      lookup: (name) => secrets[name] ?? vars[name] ?? `test-${name}`,
      env,
      github: {},
      workspace,
      store,
      concurrency: 4,
      signal: new AbortController().signal,
    },
    (event) => events.push(event),
  )
  return testRun({ folder, run: store.folder, files, result, events, connections })
}

/** Throws a `Usage` for a name that is no step, or one that no fixture can stand in for. */
function requireSteps({ graph, plan }: Planned, names: Iterable<string>): void {
  const leftOut = new Set(plan.steps.flatMap(({ id, unselected }) => (unselected === true ? [id] : [])))
  for (const name of names) {
    const node = graph.nodes.get(name)
    if (node === undefined) {
      const near = nearest(
        name,
        [...stepsOf(graph)].map(({ step }) => step.id),
      )
      const hint = near === undefined ? undefined : `did you mean "${near}"?`
      throw new Usage(`the fixture "${name}" is of no step of "${graph.manifest.id}"`, hint)
    }
    if (leftOut.has(name)) continue
    const whole = node.step.kind === 'uses' ? 'uses a pipeline' : node.step.strategy && 'is mapped'
    if (whole !== undefined)
      throw new Usage(
        `"${name}" ${whole}, so no fixture can stand in for it`,
        'give fixtures to the steps it reads',
      )
  }
}

function recordsOf(urls: Readonly<Record<string, string>>): TestWorld['connections'] {
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]))
}

function connectionsOf(
  graph: Graph,
  folder: string,
  given: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const names = manifestsOf(graph).flatMap(({ connections }) => Object.keys(connections))
  return Object.fromEntries(
    [...new Set(names)].map((name) => [name, given[name] ?? `sqlite:${folder}/${name}.sqlite`]),
  )
}
