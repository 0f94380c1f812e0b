import { Usage } from '../diagnostic/failure.ts'
import { type Graph, type Node, nodeOf } from '../graph/graph.ts'
import { readBy } from '../run/verdict/unselected-step.ts'
import { checkOptions } from '../library/check-options.ts'
import { nearest } from '../text/nearest.ts'
import type { Fixture } from './fixture.ts'
import { type Given, givenEnds } from './given-ends.ts'
import type { TestOptions } from './test-options.ts'
import { stepTestShape } from './test-shapes.ts'
import { planned, runPlanned } from './run-planned.ts'
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
  checkOptions(options, stepTestShape)
  const { graph, plan } = await planned(file, options)
  const node = stepNamed(graph, step)
  const given = makersOf(node, options)
  const steps = plan.steps.map((one) => (one.id === step ? one : { ...one, unselected: true as const }))
  const run = await runPlanned(
    { graph, plan: { ...plan, select: step, steps } },
    { ...options, fixtures: options.source === undefined ? {} : { [step]: options.source } },
    (folder) => givenEnds(graph, given, { options, folder }),
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
