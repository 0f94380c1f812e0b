import { InvalidArgumentError } from 'commander'
import { cacheFolder, createLocalCache } from '../../adapters/cache/local.ts'
import { environmentOf } from '../../adapters/environment/dot-env.ts'
import { createPorts } from '../../adapters/ports.ts'
import { openRunFolder } from '../../adapters/run-folder/run-folder.ts'
import { claimRun } from '../../adapters/run-folder/run-process.ts'
import { renderRunSummary } from '../../adapters/terminal/run-summary.ts'
import { type Planned, planPipeline } from '../../app/plan.ts'
import { reportRun } from '../../app/report.ts'
import { runPipeline } from '../../app/run.ts'
import type { Graph } from '../../graph/graph.ts'
import { namesOfGraph } from '../../graph/names-of-graph.ts'
import type { Lookup } from '../../ports/lookup.ts'
import type { RunEvent } from '../../run/event.ts'
import { createMask } from '../../text/mask.ts'
import { chooseDisplay } from '../choose-display.ts'
import { dateOption } from '../date-option.ts'
import { exitStatus } from '../exit-status.ts'
import { findPipeline } from '../find-manifests.ts'
import { formatOption } from '../format-option.ts'
import { inputOption } from '../input-option.ts'
import { listenForInterruption } from '../interruption.ts'
import { runExitStatus } from '../run-exit-status.ts'
import { pastRunsHere, recordHere, recordKilled } from '../local-ledger.ts'
import { newRunId } from '../run-id.ts'
import type { Shell } from '../shell.ts'
import { takeTurn } from '../take-turn.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import { tellResults } from '../tell-results.ts'
import { printedJson } from '../../text/runner-command.ts'
import type { Verb } from '../verb.ts'

interface Options {
  readonly format: 'human' | 'jsonl'
  readonly input: Readonly<Record<string, string>>
  readonly date?: string
  readonly concurrency: number
  /** `--no-cache` makes it false. */
  readonly cache: boolean
}

export const run: Verb = {
  declare: (command) =>
    command
      .argument('<pipeline>', 'the path of a manifest, or its name in pipelines/')
      .addOption(inputOption())
      .addOption(dateOption())
      .option('--concurrency <n>', 'how many steps may be at work at once', wholeNumber, 4)
      .option(
        '--no-cache',
        'run also the steps whose cache has what they would make, and keep nothing of them',
      )
      .addOption(formatOption('human', 'jsonl')),
  perform: async (command, shell) => {
    const options = command.opts<Options>()
    const { workspace, file } = findPipeline(command.args[0] ?? '', shell.cwd)
    await recordKilled(workspace, shell)
    const runId = newRunId(new Date(), Math.random())
    const plan = () =>
      planPipeline({
        file,
        workspace,
        inputs: options.input,
        trigger: 'cli',
        runId,
        now: new Date(),
        pastRuns: pastRunsHere(workspace, shell),
        ...(options.date === undefined ? {} : { date: options.date }),
      })
    const first = await plan()
    await tellDiagnostics(first.diagnostics, workspace, shell)
    if (!first.ok) return exitStatus.diagnostics
    const signal = listenForInterruption(() =>
      shell.err('\nstopping: what was begun is rolled back; once more to end at once\n'),
    )
    const { id: pipeline, concurrency } = first.graph.manifest
    using turn = await takeTurn({ workspace, pipeline, run: runId }, { concurrency, signal, shell })
    if (turn === undefined) return exitStatus.failed
    // What it builds on, and the moment it is for, may be others now.
    const planned = turn.waited ? await plan() : first
    if (!planned.ok) {
      await tellDiagnostics(planned.diagnostics, workspace, shell)
      return exitStatus.diagnostics
    }
    return await carryOut(planned, options, { workspace, shell, signal })
  },
}

async function carryOut(
  { graph, plan }: Extract<Planned, { ok: true }>,
  { format, concurrency, cache }: Options,
  { workspace, shell, signal }: { workspace: string; shell: Shell; signal: AbortSignal },
): Promise<0 | 2 | 3> {
  const store = openRunFolder(workspace, plan.run.id)
  const lookup = environmentOf(process.env, workspace, (lines) =>
    shell.err(
      `${shell.paint.err.yellow('warning:')} .env: ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')} set nothing; write NAME=value\n`,
    ),
  )
  const display = format === 'human' ? chooseDisplay(shell) : undefined
  const emit = (event: RunEvent): void => {
    if (display === undefined) shell.out(`${printedJson(event)}\n`)
    else display.show(event)
  }
  using held = new DisposableStack()
  held.use(claimRun(store.folder))
  const result = await runPipeline(
    {
      graph,
      plan,
      ports: createPorts({ graceMs: 5_000 }),
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
    if (display === undefined) return
    shell.out(renderRunSummary(told, shell.paint.out, shell.stdout.columns ?? 80))
    tellResults({ graph, report: told, store, shell, mask: createMask(secretsOf(graph, lookup)) })
  })
  await recordHere(workspace, { plan, graph, report }, shell)
  return runExitStatus[result]
}

function secretsOf(graph: Graph, lookup: Lookup): string[] {
  return namesOfGraph(graph).secrets.flatMap((name) => lookup(name) ?? [])
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new InvalidArgumentError('It must be a whole number from 1 up.')
}
