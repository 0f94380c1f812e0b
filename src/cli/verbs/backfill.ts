import { InvalidArgumentError } from 'commander'
import { pipelineDefinition } from '../../app/asked-window.ts'
import { backfillWindows } from '../../app/backfill.ts'
import type { BackfillWindow, WindowEnd } from '../../report/backfill-window.ts'
import { planPipeline } from '../../app/plan.ts'
import { newRunId } from '../../app/run-id.ts'
import { hashOfInputs } from '../../report/ledger-entry.ts'
import { printedJson } from '../../text/runner-command.ts'
import { parseDuration } from '../../text/duration.ts'
import { counted } from '../../text/quantities.ts'
import { renderBackfill } from '../../adapters/terminal/backfill-table.ts'
import { carryOutRun } from '../carry-out-run.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { findPipeline, type ManifestFile } from '../find-manifests.ts'
import { formatOption } from '../format-option.ts'
import { inputOption } from '../input-option.ts'
import { listenForInterruption } from '../interruption.ts'
import { allRunsHere, pastRunsHere, recordKilled } from '../local-ledger.ts'
import type { Shell } from '../shell.ts'
import { takeTurn } from '../take-turn.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import type { Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { widthOf } from '../width-of.ts'

interface Options {
  readonly from: string
  readonly to: string
  readonly window: number
  readonly input: Readonly<Record<string, string>>
  readonly concurrency: number
  readonly cache: boolean
  readonly force?: true
  readonly dryRun?: true
  readonly format: 'human' | 'json'
}

/** So many windows that fail one after the other fail of the same. */
const mostFailures = 3

export const backfill: Verb = {
  declare: (command) =>
    command
      .argument('<pipeline>', 'the path of a manifest, or its name in pipelines/')
      .requiredOption('--from <time>', 'where the range begins: a date, or a time like 2024-01-01T06:00Z')
      .requiredOption('--to <time>', 'where it ends: the first moment that is not in it')
      .option(
        '--window <duration>',
        'how long each run is for, like 1d or 6h',
        parseWindow,
        parseWindow('1d'),
      )
      .addOption(inputOption())
      .option('--concurrency <n>', 'how many steps may be at work at once', wholeNumber, 4)
      .option('--no-cache', 'run also the steps whose cache has what they would make')
      .option('--force', 'run also the windows that are done, and load again what was loaded of them')
      .option('--dry-run', 'show the windows and run none')
      .addOption(formatOption('human', 'json')),
  perform: async (command, shell) => {
    const options = command.opts<Options>()
    const place = findPipeline(command.args[0] ?? '', shell.cwd)
    await recordKilled(place.workspace, shell)
    const first = await planPipeline(requestOf(place, options, shell))
    await tellDiagnostics(first.diagnostics, place.workspace, shell)
    if (!first.ok) return exitStatus.diagnostics
    const { graph, plan } = first
    const windows = backfillWindows(
      graph,
      { ...options, windowMs: options.window, force: options.force === true, now: new Date() },
      {
        definition: await pipelineDefinition(graph, place.workspace),
        inputs: hashOfInputs(plan.inputs),
        runs: await allRunsHere(place.workspace, plan.pipeline),
      },
    )
    const ends = options.dryRun === true ? windows.map(notRun) : await runAll(windows, place, options, shell)
    tell(plan.pipeline, ends, options, shell)
    return options.dryRun === true ? exitStatus.done : exitOf(ends)
  },
}

/** One after the other, the oldest first: ^C ends the one at work and leaves the rest for the next time. */
async function runAll(
  windows: readonly BackfillWindow[],
  place: ManifestFile,
  options: Options,
  shell: Shell,
): Promise<WindowEnd[]> {
  const signal = listenForInterruption(() => {
    shell.err('\nstopping: what was begun is rolled back, what is done stays; once more to end at once\n')
  })
  const ends: WindowEnd[] = []
  let failures = 0
  for (const window of windows) {
    const isLeft = signal.aborted || failures >= mostFailures
    const end =
      window.state !== 'open' || isLeft
        ? notRun(window)
        : await runOne(window, place, { options, shell, signal })
    if (window.state === 'open') failures = end.result === 'failure' ? failures + 1 : 0
    ends.push(isLeft && window.state === 'open' ? { ...end, result: 'left' } : end)
    if (isLeft) failures = Math.max(failures, mostFailures)
  }
  return ends
}

async function runOne(
  window: BackfillWindow,
  place: ManifestFile,
  {
    options,
    shell,
    signal,
  }: { readonly options: Options; readonly shell: Shell; readonly signal: AbortSignal },
): Promise<WindowEnd> {
  const { workspace } = place
  const request = requestOf(place, options, shell)
  const plan = async () => {
    const asked = { window: `${window.from}..${window.to}`, again: options.force === true }
    const made = await planPipeline({ ...request, ...asked })
    if (!made.ok) await tellDiagnostics(made.diagnostics, workspace, shell)
    return made
  }
  const first = await plan()
  if (!first.ok) return { ...notRun(window), result: 'failure' }
  const { id: pipeline, concurrency } = first.graph.manifest
  using turn = await takeTurn({ workspace, pipeline, run: request.runId }, { concurrency, signal, shell })
  if (turn === undefined) return { ...notRun(window), result: 'left' }
  const planned = turn.waited ? await plan() : first
  if (!planned.ok) return { ...notRun(window), result: 'failure' }
  if (options.format === 'human') shell.err(`${window.from} up to ${window.to}\n`)
  const format = options.format === 'human' ? 'quiet' : 'none'
  const { report } = await carryOutRun(
    planned,
    { ...options, format },
    { workspace, shell, signal, resumed: undefined },
  )
  const { totals, result, durationMs, steps } = report
  const why = steps.find(({ failure }) => failure !== undefined)?.failure?.message
  return {
    ...notRun(window),
    result,
    run: request.runId,
    rows: totals.loaded,
    ...(totals.rejected === 0 ? {} : { rejected: totals.rejected }),
    durationMs,
    ...(why === undefined ? {} : { why }),
  }
}

function requestOf({ workspace, file }: ManifestFile, { input }: Options, shell: Shell) {
  return {
    file,
    workspace,
    inputs: input,
    trigger: 'cli',
    runId: newRunId(new Date(), Math.random()),
    now: new Date(),
    pastRuns: pastRunsHere(workspace, shell),
  }
}

function notRun({ from, to, date, state }: BackfillWindow): WindowEnd {
  return { from, to, date, result: state }
}

function tell(pipeline: string, ends: readonly WindowEnd[], options: Options, shell: Shell): void {
  if (options.format === 'json') {
    shell.out(`${printedJson({ schema: 1, pipeline, windows: ends }, 2)}\n`)
    return
  }
  for (const line of renderBackfill(ends, shell.paint.out, widthOf(shell))) shell.out(`${line}\n`)
  for (const line of options.dryRun === true ? [] : advice(ends)) shell.err(`${line}\n`)
}

/** What to do now. That a window is done is known by its run: what became of the rows since is not looked at. */
function advice(ends: readonly WindowEnd[]): string[] {
  const count = (...results: readonly WindowEnd['result'][]) =>
    ends.filter(({ result }) => results.includes(result)).length
  const notDone = count('left', 'failure', 'cancelled')
  const mended = count('failure') > 0 ? 'once what failed is mended, ' : ''
  if (notDone > 0)
    return [`${counted(notDone, 'window')} not done: ${mended}the same command goes on with them`]
  const done = count('done')
  return done > 0 && done === ends.length ? ['nothing was run: --force runs and loads them again'] : []
}

function exitOf(ends: readonly WindowEnd[]): ExitStatus {
  const ended = (...results: readonly WindowEnd['result'][]) =>
    ends.some(({ result }) => results.includes(result))
  if (ended('failure', 'cancelled', 'left')) return exitStatus.failed
  return ended('degraded') ? exitStatus.degraded : exitStatus.done
}

function parseWindow(text: string): number {
  const ms = parseDuration(text)
  if (ms !== undefined && ms >= 60_000) return ms
  throw new InvalidArgumentError('Write it as 1d, 6h or 15m; at least a minute.')
}
