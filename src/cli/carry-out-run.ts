import { cacheFolder, createLocalCache } from '../adapters/cache/local.ts'
import { environmentOf } from '../adapters/environment/dot-env.ts'
import { createPorts } from '../adapters/ports.ts'
import { pruneRows } from '../adapters/run-folder/prune-rows.ts'
import { openRunFolder } from '../adapters/run-folder/run-folder.ts'
import { runFolders } from '../adapters/run-folder/run-folders.ts'
import { claimRun } from '../adapters/run-folder/run-process.ts'
import { renderRunSummary } from '../adapters/terminal/run-summary.ts'
import { beginRun } from '../app/begin-run.ts'
import type { Planned } from '../app/plan.ts'
import { reportRun } from '../app/report.ts'
import { runPipeline } from '../app/run.ts'
import type { Graph } from '../graph/graph.ts'
import { namesOfGraph } from '../graph/names-of-graph.ts'
import type { Lookup } from '../ports/lookup.ts'
import type { Report } from '../report/report.ts'
import type { RunEvent } from '../run/event.ts'
import { createMask } from '../text/mask.ts'
import { counted } from '../text/quantities.ts'
import { printedJson } from '../text/runner-command.ts'
import { chooseDisplay } from './choose-display.ts'
import { recordHere } from './local-ledger.ts'
import { refuseAtWork, type ResumedRun } from './resumed-run.ts'
import { runExitStatus } from './run-exit-status.ts'
import type { Shell } from './shell.ts'
import { lostLines } from './tell-lost.ts'
import { tellResults } from './tell-results.ts'
import { widthOf } from './width-of.ts'

export interface CarryOptions {
  /** `quiet`: what goes on is shown, but no summary; `none`: nothing. */
  readonly format: 'human' | 'quiet' | 'jsonl' | 'none'
  readonly concurrency: number
  readonly cache: boolean
  readonly allowChanged?: true
}

/** Carries out a run that is planned here, shows it, and keeps it in the ledger. */
export async function carryOutRun(
  { graph, plan }: Extract<Planned, { ok: true }>,
  options: CarryOptions,
  place: { workspace: string; shell: Shell; signal: AbortSignal; resumed: ResumedRun | undefined },
): Promise<{ readonly exit: 0 | 2 | 3; readonly report: Report }> {
  const { format, concurrency, cache } = options
  const { workspace, shell, signal } = place
  const store = openRunFolder(workspace, plan.run.id)
  const lookup = environmentOf(process.env, workspace, (lines) =>
    shell.err(
      `${shell.paint.err.yellow('warning:')} .env: ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')} set nothing; write NAME=value\n`,
    ),
  )
  const display = format === 'human' || format === 'quiet' ? await chooseDisplay(shell) : undefined
  const emit = (event: RunEvent): void => {
    if (format === 'jsonl') shell.out(`${printedJson(event)}\n`)
    else display?.show(event)
  }
  using held = new DisposableStack()
  if (place.resumed !== undefined) refuseAtWork(store, plan)
  held.use(claimRun(store.folder))
  const allowChanged = options.allowChanged === true
  const ports = createPorts({ graceMs: 5_000 })
  const resume = { allowChanged, ports, lookup, env: shell.env, signal }
  const begun = await beginRun(
    { graph, plan, workspace, store, ...(place.resumed === undefined ? {} : { resume }) },
    runFolders,
  )
  if (begun.counts !== undefined) shell.err(resuming(plan.run.id, begun.counts))
  const mask = createMask(secretsOf(graph, lookup))
  if (begun.loads !== undefined) for (const line of lostLines(begun.loads, mask)) shell.err(`${line}\n`)
  const result = await runPipeline(
    {
      graph,
      plan,
      ...begun.with,
      ports,
      lookup,
      env: shell.env,
      github: {},
      workspace,
      store,
      ...(cache ? { cache: createLocalCache(cacheFolder(workspace)) } : {}),
      concurrency,
      signal,
    },
    emit,
  ).finally(() => display?.close())
  const report = await reportRun(store, (told) => {
    if (format !== 'human') return
    shell.out(renderRunSummary(told, shell.paint.out, widthOf(shell)))
    tellResults({ graph, report: told, store, shell, mask })
  })
  await recordHere(workspace, { plan, graph, report }, shell)
  pruneRows(workspace, plan.pipeline)
  return { exit: runExitStatus[result], report }
}

function resuming(id: string, { run: open, kept }: { readonly run: number; readonly kept: number }): string {
  return `resuming run ${id}: ${counted(open, 'step')} to run, ${counted(kept, 'step')} done before\n`
}

function secretsOf(graph: Graph, lookup: Lookup): string[] {
  return namesOfGraph(graph).secrets.flatMap((name) => lookup(name) ?? [])
}
