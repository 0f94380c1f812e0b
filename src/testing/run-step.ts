import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Usage } from '../diagnostic/failure.ts'
import { type Graph, type Node, nodeOf } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import type { EarlierEnd } from '../run/run-request.ts'
import { readBy } from '../run/unselected-step.ts'
import type { ExtractOptions } from '../steps/extract/options.ts'
import { loadExecutor } from '../steps/registry.ts'
import { nearest } from '../text/nearest.ts'
import type { Fixture } from './fixture.ts'
import { fixtureOptions, type Places } from './fixture-options.ts'
import type { TestOptions } from './test-options.ts'
import { momentOf, planned, runPlanned } from './run-planned.ts'
import { TestFolder } from './test-folder.ts'
import { testPorts } from './test-ports.ts'
import type { TestRun, TestStep } from './test-result.ts'

export interface StepTest extends TestOptions {
  /** What the step reads, by the name it knows each need by. */
  readonly needs?: Readonly<Record<string, Fixture>>
  /** What its needs put out, by the same names. */
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Of an extract: what it reads in place of its source. */
  readonly source?: Fixture
}

/** One step that has ended in a test. */
export interface StepRan extends TestStep, Pick<TestRun, 'table' | 'file' | 'events'>, AsyncDisposable {}

/**
 * Runs one step of a pipeline, and nothing else of it, on the rows that it is given. What fails is in the result. Throws a
 * `ManifestError`, or a `Usage` when there is no such step or it reads what it was not given.
 */
export async function runStep(file: string, step: string, options: StepTest = {}): Promise<StepRan> {
  const { graph, plan } = await planned(file, options)
  const node = stepNamed(graph, step)
  const given = makersOf(node, options)
  const steps = plan.steps.map((one) => (one.id === step ? one : { ...one, unselected: true as const }))
  const run = await runPlanned(
    { graph, plan: { ...plan, select: step, steps } },
    { ...options, fixtures: options.source === undefined ? {} : { [step]: options.source } },
    (folder) => earlierEnds(graph, given, { options, folder }),
  )
  const ended = run.steps[step]
  if (ended === undefined) throw new Usage(`step "${step}" did not end`)
  return {
    ...ended,
    table: run.table,
    file: run.file,
    events: run.events,
    [Symbol.asyncDispose]: () => run[Symbol.asyncDispose](),
  }
}

function stepNamed(graph: Graph, step: string): Node {
  if (graph.nodes.has(step)) return nodeOf(graph, step)
  const near = nearest(step, graph.order)
  throw new Usage(
    `"${step}" is not a step of "${graph.manifest.id}"`,
    near === undefined ? `there are ${graph.order.join(', ')}` : `did you mean "${near}"?`,
  )
}

interface Given {
  readonly fixture?: Fixture | undefined
  readonly outputs: Readonly<Record<string, string>>
}

/** What was given, by the step that would have made it. */
function makersOf(node: Node, { needs = {}, outputs = {} }: StepTest): Map<string, Given> {
  const known = new Map([...node.seen, ...node.datasets])
  for (const name of [...Object.keys(needs), ...Object.keys(outputs)]) {
    if (known.has(name)) continue
    throw new Usage(
      `"${name}" is no need of "${node.step.id}"`,
      `it needs ${[...known.keys()].join(', ') || 'nothing'}`,
    )
  }
  for (const { name, takes } of readBy(node)) {
    if (takes === 'rows' && needs[name] === undefined)
      throw new Usage(`"${node.step.id}" reads "${name}"`, `give its rows: needs: { ${name}: [{ … }] }`)
  }
  return new Map(
    [...known].map(([name, maker]) => [maker, { fixture: needs[name], outputs: outputs[name] ?? {} }]),
  )
}

async function earlierEnds(
  graph: Graph,
  given: ReadonlyMap<string, Given>,
  { options, folder }: { readonly options: StepTest; readonly folder: string },
): Promise<Map<string, EarlierEnd>> {
  const ends = new Map<string, EarlierEnd>()
  for (const [step, { fixture, outputs }] of given) {
    const dataset =
      fixture === undefined ? undefined : await makeDataset(graph, step, { fixture, options, folder })
    ends.set(step, {
      rows: dataset?.rows ?? null,
      outputs,
      note: 'given by the test',
      ...(dataset === undefined ? {} : { dataset }),
    })
  }
  return ends
}

/** Reads a fixture into a dataset of the run's folder, as an extract would. */
async function makeDataset(
  graph: Graph,
  step: string,
  {
    fixture,
    options,
    folder,
  }: { readonly fixture: Fixture; readonly options: StepTest; readonly folder: string },
): Promise<NonNullable<EarlierEnd['dataset']> | undefined> {
  using scratch = new TestFolder()
  const file = `datasets/${step}.sqlite`
  mkdirSync(join(folder, file, '..'), { recursive: true })
  const extract = await loadExecutor('extract')
  const places = { workspace: options.workspace ?? process.cwd(), folder: scratch.below('fixture') }
  const { dataset } = await extract({
    pipeline: graph.manifest.id,
    stepId: step,
    options: needOptions(fixture, nodeOf(graph, step).step, places),
    workspace: places.folder,
    scratch: scratch.below('scratch'),
    datasetPath: join(folder, file),
    rejectsPath: join(scratch.path, 'rejects.sqlite'),
    needs: {},
    checks: [],
    env: {},
    connections: {},
    bind: () => null,
    run: { id: 'test', date: momentOf(options).toISOString().slice(0, 10) },
    signal: new AbortController().signal,
    ports: testPorts(momentOf(options), { network: false }),
    mask: (text) => text,
    log: () => {},
    progress: () => {},
  })
  return dataset && { name: dataset.name, file, columns: [...dataset.columns], rows: dataset.rows }
}

/**
 * What a test gives is what it means: a row that does not fit is a mistake in it. But it need not give the columns that the
 * step under test does not look at.
 */
function needOptions(fixture: Fixture, step: Step, places: Places): ExtractOptions {
  const options = fixtureOptions(fixture, step, places)
  const rows = typeof fixture === 'object' && 'rows' in fixture ? fixture.rows : fixture
  const isGiven = (name: string) => typeof rows === 'string' || rows.some((row) => Object.hasOwn(row, name))
  const columns = options.columns?.map(({ notNull, ...column }) =>
    notNull === true && isGiven(column.name) ? { ...column, notNull } : column,
  )
  return { ...options, ...(columns === undefined ? {} : { columns }), rejects: { rows: 0 }, allowEmpty: true }
}
