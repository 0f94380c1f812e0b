import { join } from 'node:path'
import type { Dataset } from '../dataset/column.ts'
import { Failure } from '../diagnostic/failure.ts'
import type { Node } from '../graph/graph.ts'
import type { SourceMark } from '../plan/step-past.ts'
import type { Step, StepId } from '../manifest/manifest.ts'
import type { StepExecutor, StepOutcome } from '../steps/step.ts'
import { attempt, type Attempted, tried } from './attempts/attempt.ts'
import { AttemptFolder, keepFile } from './attempts/attempt-folder.ts'
import type { DatasetRecord, FailureRecord } from './event.ts'
import type { Leg } from './mapped/leg.ts'
import { LogTail } from './events/log-tail.ts'
import type { EventBody, Recorder } from './events/recorder.ts'
import { readRejects } from './events/reject-samples.ts'
import { requireBalance } from './require-balance.ts'
import { type Next, nextAttempt } from './attempts/retry-delay.ts'
import type { StepFinished } from './run-request.ts'
import type { RunState } from './run-state.ts'
import { settleStep } from './settle-step.ts'
import { settledNode } from './settled-node.ts'
import { stepContext } from './step-context.ts'
import { openWindow } from './incremental/open-window.ts'

/** What a step ended with, before it is told. */
export type Finish = Omit<Extract<EventBody, { type: 'step-finished' }>, 'type' | 'step' | 'durationMs'> & {
  /** What an extract learned of its sources. It is told with its mark, if it has one. */
  readonly sources?: readonly SourceMark[]
}

/** What an attempt made, already in its place in the run's folder. */
type Made = Pick<
  StepFinished,
  | 'rows'
  | 'outputs'
  | 'counts'
  | 'dataset'
  | 'note'
  | 'summary'
  | 'commit'
  | 'windows'
  | 'warnings'
  | 'measured'
  | 'unchanged'
> & { readonly sources?: readonly SourceMark[] }

/** What told to stop may take to clean up, where the request does not say. */
export const graceMs = 10_000

/** Runs a step until it succeeds, fails for good, or is cancelled; tells its attempts, not its end. */
export async function runStep(
  state: RunState,
  recorder: Recorder,
  written: Node,
  cancel: AbortSignal,
  leg: Leg | undefined = state.leg,
): Promise<Finish> {
  const settled = tried(() => settledNode(state, written, settleStep, leg))
  if (settled.ended !== 'done')
    return { ...failed(written.step.continueOnError, settled.failure), attempts: 0, rows: null, outputs: {} }
  const node = settled.value
  const { step } = node
  const { clock } = state.request.ports
  const startedAt = clock.now().getTime()
  let infrastructure = 0
  for (let number = 1; ; number += 1) {
    const tail = new LogTail()
    recorder.tell({ type: 'step-started', step: step.id, attempt: number })
    const folder = new AttemptFolder(state.request.folder, step.id, number, leg?.path)
    const result = await attemptStep(state, recorder, node, { cancel, number, folder, tail, leg })
    const kept = tried(() => keepRejects(state.request.folder, folder, recorder.mask))
    const rejected = kept.ended === 'done' ? kept.value : {}
    tried(() => folder.remove())
    if (result.ended === 'done') return { result: 'success', attempts: number, ...result.value, ...rejected }
    const lost = { attempts: number, rows: null, outputs: {}, ...rejected }
    if (result.ended === 'cancelled') return { result: 'cancelled', reason: result.failure.message, ...lost }
    const { failure } = result
    const tries = { attempts: number, infrastructure, elapsedMs: clock.now().getTime() - startedAt }
    const next = nextAttempt(step.retry, tries, { failure, log: tail.lines }, () => clock.random())
    if (!next.again)
      return { ...lost, ...failed(step.continueOnError, failure), ...whyNot(step, next.why, number) }
    recorder.tell(retrying(step.id, number, failure, next))
    if (next.budget === 'infrastructure') infrastructure += 1
    if (!(await slept(state, next.delayMs, cancel))) {
      return { result: 'cancelled', reason: reasonOf(cancel), ...lost }
    }
  }
}

function retrying(
  step: StepId,
  number: number,
  failure: FailureRecord,
  { delayMs, budget }: Extract<Next, { readonly again: true }>,
): Extract<EventBody, { type: 'step-retrying' }> {
  const why = budget === 'infrastructure' ? { infrastructure: true as const } : {}
  return { type: 'step-retrying', step, attempt: number, failure, delayMs, ...why }
}

/** Of a step that was to be tried again it is said why it was not. */
function whyNot({ retry }: Step, why: string, attempts: number): Pick<Finish, 'note'> {
  return attempts > 1 || retry.maxAttempts > 1 || retry.on !== undefined ? { note: why } : {}
}

/** How a failure is told: tolerated if the author says so. */
export function failed(
  tolerated: boolean,
  failure: FailureRecord,
): Pick<Finish, 'result' | 'failure' | 'tolerated'> {
  return { result: 'failure', failure, ...(tolerated ? { tolerated } : {}) }
}

async function attemptStep(
  state: RunState,
  recorder: Recorder,
  node: Node,
  options: {
    readonly cancel: AbortSignal
    readonly number: number
    readonly folder: AttemptFolder
    readonly tail: LogTail
    readonly leg: Leg | undefined
  },
): Promise<Attempted<Made>> {
  const { request } = state
  let over = false
  const result = await attempt(
    async (signal) => {
      const execute: StepExecutor<unknown> = await request.execute(node.step.kind)
      const { number, folder, tail, leg } = options
      const work = { state, recorder, node, signal, attempt: number, folder, tail, leg }
      const window = await openWindow(work)
      const ahead = await state.ahead?.contextOf(node.step.id)
      const outcome = await execute(stepContext({ ...work, window, ahead, isOver: () => over }))
      if (over) return nothing
      requireBalance(outcome)
      requireOpenPath(outcome, recorder)
      return publish(state, node, options, outcome)
    },
    {
      clock: request.ports.clock,
      timeoutMs: node.step.timeoutMs,
      graceMs: request.graceMs ?? graceMs,
      cancel: options.cancel,
    },
  )
  over = true
  return result
}

/** A commit's path stands in its message, in the report and on GitHub for all to see. */
function requireOpenPath({ commit }: StepOutcome, { mask }: Recorder): void {
  if (commit === undefined || mask(commit.path) === commit.path) return
  throw new Failure('step/commit-path', 'the path of the file to commit shows a secret', {
    help: 'Write the file under a name that anyone may read',
  })
}

const nothing: Made = { rows: null, outputs: {} }

async function publish(
  { request }: RunState,
  node: Node,
  { folder, leg }: { readonly folder: AttemptFolder; readonly leg: Leg | undefined },
  outcome: StepOutcome,
): Promise<Made> {
  const step = node.step.id
  const file = folder.publish('datasets')
  const { dataset, rows: counts, note, summary, measured, unchanged, sources } = outcome
  const kept = outcome.commit && {
    path: outcome.commit.path,
    file: await keepFile({
      workspace: request.workspace,
      folder: request.folder,
      step,
      leg: leg?.path,
      path: outcome.commit.path,
    }),
  }
  return {
    rows: dataset?.rows ?? counts?.loaded ?? null,
    outputs: { ...outcome.outputs },
    ...(counts ? { counts: { ...counts } } : {}),
    ...(dataset && file !== null ? { dataset: recordOf(dataset, file) } : {}),
    ...(note === undefined ? {} : { note }),
    ...(summary === undefined ? {} : { summary }),
    ...(outcome.warnings === undefined ? {} : { warnings: [...outcome.warnings] }),
    ...(kept ? { commit: kept } : {}),
    ...(outcome.window === undefined ? {} : { windows: [outcome.window] }),
    ...(measured === undefined ? {} : { measured: { ...measured } }),
    ...(unchanged === undefined ? {} : { unchanged }),
    ...(sources === undefined ? {} : { sources }),
  }
}

function recordOf({ name, columns, rows, gone }: Dataset, file: string): DatasetRecord {
  return { name, file, columns: [...columns], rows, ...(gone === undefined ? {} : { gone: [...gone] }) }
}

/** Rejected rows are kept whether the step succeeded or failed: they are why it failed. */
function keepRejects(
  runFolder: string,
  folder: AttemptFolder,
  mask: (text: string) => string,
): Pick<Finish, 'rejects' | 'rejectSamples' | 'rejectsByRule'> {
  const file = folder.publish('rejects')
  if (file === null) return {}
  const { name, columns, rows, samples, byRule } = readRejects(join(runFolder, file), mask)
  if (rows === 0) return {}
  const rejects = { name, file, columns: [...columns], rows }
  return { rejects, rejectsByRule: [...byRule], rejectSamples: samples }
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Failure ? reason.message : 'the run was cancelled'
}

/** Whether the pause was slept to its end. */
function slept(state: RunState, ms: number, cancel: AbortSignal): Promise<boolean> {
  return state.request.ports.clock.sleep(ms, cancel).then(
    () => true,
    () => false,
  )
}
