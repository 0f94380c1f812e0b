import { cacheFolder, createLocalCache } from '../../adapters/cache/local.ts'
import { environmentOf } from '../../adapters/environment/dot-env.ts'
import { createPorts } from '../../adapters/ports.ts'
import { openRunFolder } from '../../adapters/run-folder/run-folder.ts'
import { runFolders } from '../../adapters/run-folder/run-folders.ts'
import { claimRun } from '../../adapters/run-folder/run-process.ts'
import { renderRunSummary } from '../../adapters/terminal/run-summary.ts'
import { beginRun } from '../../app/begin-run.ts'
import { type Planned, planPipeline } from '../../app/plan.ts'
import { reportRun } from '../../app/report.ts'
import { runPipeline } from '../../app/run.ts'
import { Usage } from '../../diagnostic/failure.ts'
import type { Graph } from '../../graph/graph.ts'
import { namesOfGraph } from '../../graph/names-of-graph.ts'
import type { Lookup } from '../../ports/lookup.ts'
import type { RunEvent } from '../../run/event.ts'
import { createMask } from '../../text/mask.ts'
import { counted } from '../../text/quantities.ts'
import { chooseDisplay } from '../choose-display.ts'
import { dateOption } from '../date-option.ts'
import { exitStatus } from '../exit-status.ts'
import { findPipeline, type ManifestFile } from '../find-manifests.ts'
import { formatOption } from '../format-option.ts'
import { inputOption } from '../input-option.ts'
import { listenForInterruption } from '../interruption.ts'
import { runExitStatus } from '../run-exit-status.ts'
import { pastRunsHere, recordHere, recordKilled } from '../local-ledger.ts'
import { newRunId } from '../../app/run-id.ts'
import { findStopped, refuseAtWork, type ResumedRun } from '../resumed-run.ts'
import { selectOption } from '../select-option.ts'
import type { Shell } from '../shell.ts'
import { takeTurn, type Turn } from '../take-turn.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import { tellResults } from '../tell-results.ts'
import { printedJson } from '../../text/runner-command.ts'
import type { Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'

interface Options {
  readonly format: 'human' | 'jsonl'
  readonly input: Readonly<Record<string, string>>
  readonly date?: string
  readonly concurrency: number
  /** `--no-cache` makes it false. */
  readonly cache: boolean
  readonly select?: string
  readonly resume?: string
  readonly allowChanged?: true
}

export const run: Verb = {
  declare: (command) =>
    command
      .argument('[pipeline]', 'the path of a manifest, or its name in pipelines/')
      .addOption(inputOption())
      .addOption(dateOption())
      .addOption(selectOption())
      .option('--resume <run>', 'go on with a run that stopped: its id, or "latest"')
      .option('--allow-changed', 'resume although what was done before would be done otherwise now')
      .option('--concurrency <n>', 'how many steps may be at work at once', wholeNumber, 4)
      .option(
        '--no-cache',
        'run also the steps whose cache has what they would make, and keep nothing of them',
      )
      .addOption(formatOption('human', 'jsonl')),
  perform: async (command, shell) => {
    const options = command.opts<Options>()
    const [named] = command.args
    refuseTogether(options, named)
    const resumed = options.resume === undefined ? undefined : await findStopped(options.resume, named, shell)
    if (options.resume !== undefined && resumed === undefined) return exitStatus.done
    const { workspace, file } =
      resumed === undefined ? findPipeline(named ?? '', shell.cwd) : whereIs(resumed)
    await recordKilled(workspace, shell)
    const runId = resumed?.plan.run.id ?? newRunId(new Date(), Math.random())
    const plan = () =>
      planPipeline({
        file,
        workspace,
        inputs: resumed?.plan.inputs ?? options.input,
        trigger: 'cli',
        runId,
        now: new Date(),
        pastRuns: pastRunsHere(workspace, shell),
        ...(options.date === undefined ? {} : { date: options.date }),
        ...(options.select === undefined ? {} : { select: options.select }),
        ...(resumed === undefined ? {} : { resumed: resumed.plan }),
      })
    const first = await plan()
    await tellDiagnostics(first.diagnostics, workspace, shell)
    if (!first.ok) return exitStatus.diagnostics
    let askedBy: Turn['askedBy'] = () => undefined
    const signal = listenForInterruption(() => {
      const by = askedBy()
      const asked = by === undefined ? '' : `, as run ${by} of this pipeline has asked`
      shell.err(`\nstopping${asked}: what was begun is rolled back; once more to end at once\n`)
    })
    const { id: pipeline, concurrency } = first.graph.manifest
    using turn = await takeTurn({ workspace, pipeline, run: runId }, { concurrency, signal, shell })
    if (turn === undefined) return exitStatus.failed
    askedBy = turn.askedBy
    // What it builds on, and the moment it is for, may be others now.
    const planned = turn.waited ? await plan() : first
    if (!planned.ok) {
      await tellDiagnostics(planned.diagnostics, workspace, shell)
      return exitStatus.diagnostics
    }
    return await carryOut(planned, options, { workspace, shell, signal, resumed })
  },
}

async function carryOut(
  { graph, plan }: Extract<Planned, { ok: true }>,
  options: Options,
  place: { workspace: string; shell: Shell; signal: AbortSignal; resumed: ResumedRun | undefined },
): Promise<0 | 2 | 3> {
  const { format, concurrency, cache } = options
  const { workspace, shell, signal } = place
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
  if (place.resumed !== undefined) refuseAtWork(store)
  held.use(claimRun(store.folder))
  const allowChanged = options.allowChanged === true
  const begun = await beginRun(
    { graph, plan, workspace, store, ...(place.resumed === undefined ? {} : { resume: { allowChanged } }) },
    runFolders,
  )
  if (begun.counts !== undefined) shell.err(resuming(plan.run.id, begun.counts))
  const result = await runPipeline(
    {
      graph,
      plan,
      ...begun.with,
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

function resuming(id: string, { run: open, kept }: { readonly run: number; readonly kept: number }): string {
  return `resuming run ${id}: ${counted(open, 'step')} to run, ${counted(kept, 'step')} done before\n`
}

function whereIs({ workspace, plan }: ResumedRun): ManifestFile {
  return { workspace, file: plan.file }
}

/** A run that is resumed is for what it was for. */
function refuseTogether(
  { resume: stopped, input, date, select, allowChanged }: Options,
  named: string | undefined,
): void {
  if (stopped === undefined && named === undefined)
    throw new Usage('missing required argument "pipeline"', 'see millrace run --help')
  if (stopped === undefined && allowChanged === true) throw new Usage('--allow-changed goes with --resume')
  const given = Object.keys(input).length > 0 ? '--input' : undefined
  const other =
    given ?? (date === undefined ? undefined : '--date') ?? (select === undefined ? undefined : '--select')
  if (stopped !== undefined && other !== undefined)
    throw new Usage(
      `${other} does not go with --resume: the run keeps its inputs, its date and its steps`,
      `leave out ${other}, or run the pipeline anew`,
    )
}

function secretsOf(graph: Graph, lookup: Lookup): string[] {
  return namesOfGraph(graph).secrets.flatMap((name) => lookup(name) ?? [])
}
