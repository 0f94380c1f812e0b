import { unreachable } from '../diagnostic/failure.ts'
import type { RunEvent } from '../run/event.ts'
import { isOfLeg, LegFold } from './fold-legs.ts'
import { InnerRowsFold } from './inner-rows.ts'
import { emptyLog, withLine } from './log-tail.ts'
import type { StepTrace } from './step-trace.ts'

export interface RunTrace {
  readonly startedAt?: string
  readonly finishedAt?: string
  /** A job of the run was told to stop. */
  readonly cancelled: boolean
  /** Between the end of a run and its being resumed, all times together. */
  readonly idleMs: number
  readonly steps: ReadonlyMap<string, StepTrace>
  /** What the steps inside a mapped pipeline did with rows. */
  readonly inside: InnerRowsFold
}

const untouched: StepTrace = { attempts: 0, retries: [], log: emptyLog, commits: [] }

/** What happened, from the events of one run: of all its jobs, one after the other, in any order. */
export function foldEvents(events: Iterable<RunEvent>): RunTrace {
  const steps = new Map<string, StepTrace>()
  const legs = new LegFold()
  const inside = new InnerRowsFold()
  let startedAt: string | undefined
  let finishedAt: string | undefined
  let cancelled = false
  let idleMs = 0
  const change = (step: string, part: (trace: StepTrace) => Partial<StepTrace>) => {
    const trace = steps.get(step) ?? untouched
    steps.set(step, { ...trace, ...part(trace) })
  }
  for (const event of events) {
    if (isResumed(event, finishedAt)) {
      idleMs += Math.max(0, Date.parse(event.at) - Date.parse(finishedAt ?? event.at))
      cancelled = false
    }
    if (startedAt === undefined || event.at < startedAt) startedAt = event.at
    if (finishedAt === undefined || event.at > finishedAt) finishedAt = event.at
    if (event.type === 'leg-finished') inside.take(event)
    if (event.type === 'run-finished') {
      cancelled ||= event.result === 'cancelled'
      for (const [step, summary] of Object.entries(event.steps)) change(step, () => ({ summary }))
    } else if (event.type !== 'run-started') {
      change(event.step, (trace) => (isOfLeg(event) ? legs.advance(trace, event) : advance(trace, event)))
    }
  }
  return {
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    cancelled,
    idleMs,
    steps,
    inside,
  }
}

/** A run that is one process begins twice only when it is resumed; jobs each begin for themselves. */
function isResumed(event: RunEvent, before: string | undefined): boolean {
  return event.type === 'run-started' && event.job === undefined && before !== undefined
}

type StepEvent = Exclude<RunEvent, { type: 'run-started' | 'run-finished' }>

function advance(trace: StepTrace, event: StepEvent): Partial<StepTrace> {
  switch (event.type) {
    case 'step-started':
      return {
        startedAt: trace.startedAt ?? event.at,
        attempts: Math.max(trace.attempts, event.attempt),
        // The log that helps is that of the last attempt; what went wrong in those before is told beside it.
        ...(event.attempt > 1 ? { log: untouched.log } : {}),
      }
    case 'step-progress':
    case 'leg-finished':
    case 'part-finished':
      return {}
    case 'step-log':
      return { log: withLine(trace.log, event.line) }
    case 'step-retrying': {
      const { attempt, failure, delayMs } = event
      return { retries: [...trace.retries, { attempt, failure, delayMs }] }
    }
    case 'step-finished':
      return { finished: event }
    default:
      return unreachable(event)
  }
}
