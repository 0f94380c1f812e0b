import { unreachable } from '../diagnostic/failure.ts'
import type { RunEvent } from '../run/event.ts'
import type { StepTrace } from './step-trace.ts'
import { emptyLog, tailLines, withLine } from './log-tail.ts'
import type { LogTail } from './report.ts'

/** What is told of one leg, or of a step inside one. */
export type LegEvent = Extract<RunEvent, { readonly leg?: string | undefined }> & { readonly leg: string }

export function isOfLeg(event: RunEvent): event is LegEvent {
  return 'leg' in event && event.leg !== undefined
}

/** Of a hundred thousand legs no more retries are told than these. */
const mostRetries = 50

/**
 * What the events of legs add to what is known of their step. The log of a leg is kept while it is at work, and longer
 * only if it failed: the end of the first such log is what people are shown.
 */
export class LegFold {
  readonly #logs = new Map<string, LogTail>()

  advance(trace: StepTrace, event: LegEvent): Partial<StepTrace> {
    const key = `${event.step} ${event.leg}`
    switch (event.type) {
      case 'step-started':
        if (event.attempt > 1) this.#logs.delete(key)
        return trace.startedAt === undefined ? { startedAt: event.at } : {}
      case 'step-progress':
        return {}
      case 'step-log':
        this.#logs.set(key, withLine(this.#logs.get(key) ?? emptyLog, event.line))
        return { log: { ...trace.log, total: trace.log.total + 1 } }
      case 'step-retrying': {
        if (trace.retries.length >= mostRetries) return {}
        const { attempt, failure, delayMs, leg } = event
        return { retries: [...trace.retries, { leg, attempt, failure, delayMs }] }
      }
      case 'leg-finished': {
        const log = this.#logs.get(key)
        this.#logs.delete(key)
        if (event.commit !== undefined && event.result === 'success')
          return { commits: [...trace.commits, event.commit] }
        return event.result === 'failure' && log !== undefined
          ? { log: withLeg(trace.log, event.leg, log) }
          : {}
      }
      default:
        return unreachable(event)
    }
  }
}

function withLeg({ lines, total }: LogTail, leg: string, log: LogTail): LogTail {
  const more = log.lines.map((line) => `[${leg}] ${line}`)
  return { lines: [...lines, ...more].slice(0, Math.max(lines.length, tailLines)), total }
}
