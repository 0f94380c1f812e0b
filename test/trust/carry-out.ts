import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import { Failure } from '../../src/diagnostic/failure.ts'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { decodeAuthored } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { Ports } from '../../src/ports/ports.ts'
import type { RunEvent, RunResult } from '../../src/run/event.ts'
import { carriedOn, type JobWord, priorResults } from '../../src/run/resume/prior-results.ts'
import type { RunRequest, StepFinished } from '../../src/run/run-request.ts'
import { runSteps } from '../../src/run/run-steps.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { written } from './condition.ts'
import type { DrawnStep, Fate } from './drawn-step.ts'

/** A drawn pipeline as the program knows it. */
export interface Drawn {
  readonly graph: Graph
  readonly plan: Plan
  readonly fates: ReadonlyMap<string, DrawnStep>
}

/** The drawn steps through manifest, graph and plan, as an author's go; `undefined` if they wait for each other. */
export function planned(steps: readonly DrawnStep[]): Drawn | undefined {
  const used = new Map<string, Manifest>()
  const root = manifestOf('pipelines/root.yml', steps, used)
  const graph = buildGraph(root, used)
  if (!graph.ok) {
    assert.ok(
      graph.diagnostics.every(({ code }) => code === 'graph/cycle'),
      JSON.stringify(graph),
    )
    return undefined
  }
  const run = { id: 'r1', trigger: 'cli', at: '2026-11-20T05:30:00.000Z', date: '2026-11-20' }
  const plan = makePlan(graph.value, { run, inputs: {}, authored: {}, past: new Map() })
  return { graph: graph.value, plan, fates: new Map(allSteps(steps, '')) }
}

function* allSteps(steps: readonly DrawnStep[], prefix: string): Generator<[string, DrawnStep]> {
  for (const step of steps) {
    yield [prefix + step.id, step]
    yield* allSteps(step.uses ?? [], `${prefix}${step.id}/`)
  }
}

function manifestOf(file: string, steps: readonly DrawnStep[], used: Map<string, Manifest>): Manifest {
  const authored = Object.fromEntries(steps.map((step) => [step.id, authoredStep(step, used)]))
  const decoded = decodeAuthored(file, { steps: authored })
  assert.ok(decoded.ok, JSON.stringify(decoded))
  return decoded.value
}

function authoredStep(step: DrawnStep, used: Map<string, Manifest>): object {
  const common = {
    needs: step.needs,
    ...(step.if === undefined ? {} : { if: written(step.if) }),
    ...(step.teardown === undefined ? {} : { teardown: step.teardown }),
    ...(step.continueOnError ? { 'continue-on-error': true } : {}),
  }
  const mapped = step.legs === undefined ? {} : { strategy: strategyOf(step, step.legs.length) }
  if (step.uses !== undefined) {
    const file = `pipelines/used${used.size}.yml`
    used.set(file, manifestOf(file, step.uses, used))
    return { ...common, ...mapped, uses: `./${file}` }
  }
  const retry = { 'max-attempts': step.maxAttempts, delay: '0ms' }
  return { ...common, ...mapped, run: 'true', 'runs-on': step.runsOn, retry }
}

function strategyOf({ maxFailures, failFast }: DrawnStep, count: number): object {
  return {
    matrix: matrixOf(Array.from({ length: count }, (_, leg) => leg)),
    'max-parallel': 1,
    'max-failures': maxFailures,
    'fail-fast': failFast,
  }
}

/** Every other list is known only at run time; so is an empty one, which could not be written. */
function matrixOf(legs: readonly number[]): object {
  return legs.length % 2 === 0 ? { leg: `\${{ fromJSON('${JSON.stringify(legs)}') }}` } : { leg: legs }
}

/** The whole pipeline in one process, cancelled while a step is at work, if one is named. */
export async function inOneProcess(
  drawn: Drawn,
  { cancelledAt, concurrency = 1 }: { readonly cancelledAt?: string; readonly concurrency?: number } = {},
) {
  using folder = temporary()
  const stop = new AbortController()
  const events: RunEvent[] = []
  const execute = executor(drawn, (id) => id === cancelledAt && stop.abort())
  const request = requestFor(drawn, { execute, folder: folder.path, signal: stop.signal, concurrency })
  const result = await runSteps(request, (event) => events.push(event))
  return { result, events, steps: endsIn(events) }
}

/** Job after job, each knowing only what the jobs it needs left; `lost` leave nothing, `stopped` are cancelled unbegun. */
export async function overJobs(
  drawn: Drawn,
  {
    lost = new Set(),
    stopped = new Set(),
  }: { readonly lost?: ReadonlySet<string>; readonly stopped?: ReadonlySet<string> } = {},
) {
  using folder = temporary()
  const words = new Map<string, JobWord>()
  const events: RunEvent[] = []
  const known = new Map<string, ReadonlySet<string>>()
  const jobs = new Map<string, RunResult>()
  for (const id of drawn.plan.waves.flat()) {
    const job = drawn.plan.jobs.find((one) => one.id === id)
    assert.ok(job)
    const prior = priorResults(
      drawn.graph,
      job.needs.flatMap((need) => words.get(need) ?? []),
    )
    known.set(id, new Set([...prior.keys(), ...job.steps]))
    const own: RunEvent[] = []
    const over = { job: id, prior, folder: join(folder.path, id), execute: executor(drawn, () => {}) }
    const signal = stopped.has(id) ? AbortSignal.abort() : new AbortController().signal
    jobs.set(id, await runSteps(requestFor(drawn, { ...over, signal }), (event) => own.push(event)))
    events.push(...own)
    if (!lost.has(id)) words.set(id, { events: own, carried: carriedOn(prior) })
  }
  const kept = [...words.values()].flatMap((word) => word.events)
  return { events: kept, steps: endsIn(events), known, jobs }
}

function endsIn(events: readonly RunEvent[]): ReadonlyMap<string, StepFinished> {
  return new Map(events.flatMap((event) => (event.type === 'step-finished' ? [[event.step, event]] : [])))
}

function requestFor(
  drawn: Drawn,
  over: Pick<RunRequest, 'execute' | 'folder'> & Partial<RunRequest>,
): RunRequest {
  return {
    graph: drawn.graph,
    plan: drawn.plan,
    prior: new Map(),
    ports: { clock: systemClock } as Ports,
    environment: { secrets: {}, vars: {}, env: {}, github: {} },
    workspace: over.folder,
    concurrency: 1,
    signal: new AbortController().signal,
    graceMs: 200,
    ...over,
  }
}

/** Does to each attempt what was drawn for it. */
function executor(drawn: Drawn, onStart: (id: string) => void): RunRequest['execute'] {
  const attempts = new Map<string, number>()
  const execute = async ({ stepId, signal, leg }: StepContext) => {
    const step = drawn.fates.get(stepId)
    const key = `${stepId} ${leg?.path}`
    const number = (attempts.get(key) ?? 0) + 1
    attempts.set(key, number)
    if (number === 1) onStart(stepId)
    signal.throwIfAborted()
    const nth = step?.legs === undefined ? number - 1 : Number(leg?.path.split('/').at(-1))
    const fate: Fate = (step?.legs ?? step?.fates)?.[nth] ?? 'ok'
    if (fate !== 'ok') throw new Failure('test/broken', `${stepId} broke`, { retryable: fate === 'again' })
    return { outputs: { put: 'yes' } }
  }
  return async () => execute
}

function temporary() {
  const path = mkdtempSync(join(tmpdir(), 'millrace-trust-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
