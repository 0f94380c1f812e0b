import { join, resolve } from 'node:path'
import { environmentOf } from '../adapters/environment/dot-env.ts'
import { createPorts } from '../adapters/ports.ts'
import { openRunFolder, runStoreAt } from '../adapters/run-folder/run-folder.ts'
import { runFolders } from '../adapters/run-folder/run-folders.ts'
import { claimRun } from '../adapters/run-folder/run-process.ts'
import { createLocalCache, cacheFolder } from '../adapters/cache/local.ts'
import { beginRun } from '../app/begin-run.ts'
import { planPipeline } from '../app/plan.ts'
import { reportRun } from '../app/report.ts'
import { runPipeline } from '../app/run.ts'
import { newRunId } from '../app/run-id.ts'
import { lastEnds } from '../run/resume/last-ends.ts'
import type { StepFinished } from '../run/run-request.ts'
import { checkOptions, runShape } from './check-options.ts'
import { datasetByName } from './dataset-by-name.ts'
import { ManifestError } from './manifest-error.ts'
import type { PlanOptions } from './plan.ts'
import { readRows, type Row } from './rows.ts'
import type { Report, RunEvent, RunResult } from './told.ts'

export interface RunOptions extends PlanOptions {
  /** Where secrets and variables come from, and what steps inherit. Default: `process.env`, and the workspace's `.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The run's own folder. Default: `.millrace/runs/` and its id, in the workspace. */
  readonly folder?: string
  /** How many steps may be at work at once. Default: 4. */
  readonly concurrency?: number
  /** Whether steps with `cache` use the cache of the workspace. Default: true. */
  readonly cache?: boolean
  /** Aborted: the run is cancelled. */
  readonly signal?: AbortSignal
  /** Told everything that happens, masked, as it happens. */
  readonly onEvent?: (event: RunEvent) => void
}

/** A run that has ended. */
export interface Ran {
  readonly id: string
  readonly result: RunResult
  readonly report: Report
  /** Its folder: events, logs, datasets. */
  readonly folder: string
  /** The rows that a step handed on, none if it made no dataset; by the name a query would use. Throws a `Usage` for no step's. */
  readonly rows: (name: string) => Row[]
}

/**
 * Runs a pipeline in this process, as `millrace run` does, but keeps nothing of it in the ledger and waits for no other run.
 * What fails is in the result. Throws a `ManifestError`, a `Usage`, or a `Failure` before anything starts.
 */
export async function run(file: string, options: RunOptions = {}): Promise<Ran> {
  checkOptions(options, runShape)
  const {
    workspace = process.cwd(),
    now = new Date(),
    inputs = {},
    date,
    select,
    concurrency = 4,
    onEvent,
  } = options
  const planned = await planPipeline({
    file,
    workspace,
    inputs,
    trigger: 'cli',
    runId: newRunId(now, Math.random()),
    now,
    ...(date === undefined ? {} : { date }),
    ...(select === undefined ? {} : { select }),
  })
  if (!planned.ok) throw new ManifestError(planned.diagnostics)
  const { plan, graph } = planned
  const store =
    options.folder === undefined
      ? openRunFolder(workspace, plan.run.id)
      : runStoreAt(resolve(workspace, options.folder))
  using held = new DisposableStack()
  held.use(claimRun(store.folder))
  const begun = await beginRun({ graph, plan, workspace, store }, runFolders)
  const ended: StepFinished[] = []
  const result = await runPipeline(
    {
      graph,
      plan,
      ...begun.with,
      ports: createPorts({ graceMs: 5_000 }),
      lookup: environmentOf(options.env ?? process.env, workspace, () => {}),
      env: options.env ?? process.env,
      github: {},
      workspace,
      store,
      ...(options.cache === false ? {} : { cache: createLocalCache(cacheFolder(workspace)) }),
      concurrency,
      signal: options.signal ?? new AbortController().signal,
    },
    (event) => {
      if (event.type === 'step-finished') ended.push(event)
      onEvent?.(event)
    },
  )
  const ends = lastEnds(ended)
  return {
    id: plan.run.id,
    result,
    report: await reportRun(store),
    folder: store.folder,
    rows: (name) => {
      const dataset = datasetByName(name, graph, ends)
      return dataset === undefined ? [] : readRows(join(store.folder, dataset.file))
    },
  }
}
