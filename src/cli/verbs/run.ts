import { planPipeline } from '../../app/plan.ts'
import { Usage } from '../../diagnostic/failure.ts'
import { carryOutRun } from '../carry-out-run.ts'
import { dateOption } from '../date-option.ts'
import { exitStatus } from '../exit-status.ts'
import { findPipeline, type ManifestFile } from '../find-manifests.ts'
import { formatOption } from '../format-option.ts'
import { inputOption } from '../input-option.ts'
import { listenForInterruption } from '../interruption.ts'
import { pastRunsHere, recordKilled } from '../local-ledger.ts'
import { newRunId } from '../../app/run-id.ts'
import { findStopped, type ResumedRun } from '../resumed-run.ts'
import { selectOption } from '../select-option.ts'
import { takeTurn, type Turn } from '../take-turn.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import type { Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'

interface Options {
  readonly format: 'human' | 'jsonl'
  readonly input: Readonly<Record<string, string>>
  readonly date?: string
  readonly concurrency: number
  /** `--no-cache` makes it false. */
  readonly cache: boolean
  readonly window?: string
  readonly force?: true
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
      .option('--window <from..to>', 'the window of time that incremental extracts are to read')
      .option('--force', 'with --window: load again what was loaded of it already')
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
        ...(options.window === undefined ? {} : { window: options.window }),
        again: options.force === true,
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
    return (await carryOutRun(planned, options, { workspace, shell, signal, resumed })).exit
  },
}

function whereIs({ workspace, plan }: ResumedRun): ManifestFile {
  return { workspace, file: plan.file }
}

/** A run that is resumed is for what it was for. */
function refuseTogether(options: Options, named: string | undefined): void {
  const { resume: stopped, input, date, window, force, select, allowChanged } = options
  if (stopped === undefined && named === undefined)
    throw new Usage('missing required argument "pipeline"', 'see millrace run --help')
  if (stopped === undefined && allowChanged === true) throw new Usage('--allow-changed goes with --resume')
  if (force === true && window === undefined)
    throw new Usage('--force goes with --window: what it loads again is a window of time')
  if (date !== undefined && window !== undefined)
    throw new Usage('--date does not go with --window: the run is for the date that the window begins on')
  const given = [
    ...(Object.keys(input).length > 0 ? ['--input'] : []),
    ...Object.entries({ '--date': date, '--window': window, '--select': select }).flatMap(([name, value]) =>
      value === undefined ? [] : [name],
    ),
  ]
  const [other] = given
  if (stopped !== undefined && other !== undefined)
    throw new Usage(
      `${other} does not go with --resume: the run keeps its inputs, its date and its steps`,
      `leave out ${other}, or run the pipeline anew`,
    )
}
