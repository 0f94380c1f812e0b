import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Usage } from '../diagnostic/failure.ts'
import { type Graph, nodeOf } from '../graph/graph.ts'
import { namesOfGraph } from '../graph/names-of-graph.ts'
import type { Plan } from '../plan/plan.ts'
import type { Lookup } from '../ports/lookup.ts'
import type { Ports } from '../ports/ports.ts'
import { AttemptFolder } from '../run/attempts/attempt-folder.ts'
import { LogTail } from '../run/events/log-tail.ts'
import { Recorder } from '../run/events/recorder.ts'
import { RunState } from '../run/run-state.ts'
import type { RunEnvironment, RunRequest } from '../run/run-request.ts'
import { secretMask } from '../run/events/secret-mask.ts'
import { stepContext } from '../run/step-context.ts'
import { type FoundSource, findInSource } from '../steps/extract/find-in-source.ts'
import { factsOf } from '../steps/kinds.ts'
import { loadExecutor } from '../steps/registry.ts'
import { resolveEnvironment } from './environment.ts'
import { neededNames, whoNames } from './needed-names.ts'

export interface InferRequest {
  readonly graph: Graph
  readonly plan: Plan
  /** An extract of the graph. */
  readonly step: string
  /** The repository's root, absolute. */
  readonly workspace: string
  readonly ports: Ports
  readonly lookup: Lookup
  readonly env: RunEnvironment['env']
  readonly signal: AbortSignal
}

/**
 * What columns the source of an extract has, whatever the step declares: every value is looked at. Nothing is kept.
 * Throws `Usage` for a step that is no extract of files or addresses, and what reading them fails of.
 */
export async function inferStep(request: InferRequest): Promise<FoundSource> {
  const { graph, step: id } = request
  const node = nodeOf(graph, id)
  const { reads } = factsOf(node.step)
  if (reads === undefined)
    throw new Usage(`"${id}" is no extract`, 'columns are inferred of what an extract reads')
  if (reads === 'query')
    throw new Usage(`"${id}" reads a query`, 'its columns are those that the database tells')
  if (node.step.strategy !== undefined)
    throw new Usage(`"${id}" has a matrix`, 'infer the columns of one of its files instead')
  const folder = mkdtempSync(join(tmpdir(), 'millrace-infer-'))
  mkdirSync(join(folder, 'logs'))
  try {
    return await findInSource(contextIn(request, folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function contextIn(request: InferRequest, folder: string): Parameters<typeof findInSource>[0] {
  const { graph, plan, step: id, ports, signal } = request
  const run = runRequest(request, folder)
  const recorder = new Recorder({
    run: plan.run.id,
    folder,
    clock: ports.clock,
    ...secretMask(run),
    emit: () => {},
  })
  const context = stepContext({
    state: new RunState(run),
    recorder,
    node: nodeOf(graph, id),
    leg: undefined,
    attempt: 1,
    folder: new AttemptFolder(folder, id, 1),
    tail: new LogTail(),
    signal,
    isOver: () => false,
  })
  return context
}

function runRequest(request: InferRequest, folder: string): RunRequest {
  const { graph, plan, step, workspace, ports, lookup, env, signal } = request
  const steps = new Set([step])
  const { secrets, vars } = resolveEnvironment(namesOfGraph(graph), lookup, {
    needed: neededNames(graph, steps),
    whose: (name) => whoNames(graph, steps, name),
  })
  return {
    graph,
    plan,
    prior: new Map(),
    execute: loadExecutor,
    ports,
    environment: { secrets, vars, env, github: {} },
    workspace,
    folder,
    concurrency: 1,
    signal,
  }
}
