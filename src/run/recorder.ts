import { join } from 'node:path'
import type { Clock } from '../ports/ports.ts'
import { duration } from '../text/quantities.ts'
import { AppendFile } from './append-file.ts'
import type { RunEvent } from './event.ts'
import { maskedEvent } from './masked-event.ts'
import type { StepFinished } from './run-request.ts'

type Body<Event> = Event extends RunEvent ? Omit<Event, 'schema' | 'run' | 'at'> : never

/** An event before it is told: who tells it adds the run and the time. */
export type EventBody = Body<RunEvent>

/** How much of one step's log is kept in files, in characters; the last lines are kept whatever came before. */
const maxLogChars = 32 * 1024 * 1024
const tailLines = 40

interface StepLog {
  readonly file: AppendFile
  chars: number
  left: number
  readonly tail: RunEvent[]
}

export interface RecorderOptions {
  readonly run: string
  /** The run's folder, absolute; it holds `logs/`. */
  readonly folder: string
  readonly clock: Clock
  readonly mask: (text: string) => string
  readonly emit: (event: RunEvent) => void
}

/** Tells events: masked first, then kept in the run's folder, then handed to whoever watches. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #events: AppendFile
  readonly #logs = new Map<string, StepLog>()
  #flushing: NodeJS.Immediate | undefined

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#events = new AppendFile(join(options.folder, 'events.jsonl'))
  }

  get mask(): (text: string) => string {
    return this.#options.mask
  }

  /** Answers the event as it was told. */
  tell(body: Body<StepFinished>): StepFinished
  tell(body: EventBody): RunEvent
  tell(body: EventBody): RunEvent {
    const { run, clock, mask, emit } = this.#options
    const event = maskedEvent({ schema: 1, run, at: clock.now().toISOString(), ...body }, mask)
    this.#keep(event)
    emit(event)
    return event
  }

  /** Writes what is still held back. */
  flush(): void {
    if (this.#flushing) clearImmediate(this.#flushing)
    this.#flushing = undefined
    this.#events.flush()
    for (const log of this.#logs.values()) log.file.flush()
  }

  #keep(event: RunEvent): void {
    if (event.type === 'step-log') this.#keepLine(event)
    else this.#events.add(JSON.stringify(event))
    if (event.type === 'step-started') this.#beginAttempt(event)
    if (event.type === 'step-retrying') this.#endAttempt(event)
    if (event.type === 'step-finished') this.#endLog(event)
    this.#flushing ??= setImmediate(() => this.flush())
  }

  #keepLine(event: Extract<RunEvent, { type: 'step-log' }>): void {
    const log = this.#logOf(event.step)
    log.chars += event.line.length + 1
    if (log.chars > maxLogChars) {
      log.left += 1
      log.tail.push(event)
      if (log.tail.length > tailLines) log.tail.shift()
      return
    }
    this.#events.add(JSON.stringify(event))
    log.file.add(logLine(event.at, event.line))
  }

  /** Attempts are told apart in one log; a step that needs only one has nothing to tell. */
  #beginAttempt({ step, at, attempt }: Extract<RunEvent, { type: 'step-started' }>): void {
    if (attempt > 1) this.#logOf(step).file.add(logLine(at, `attempt ${attempt}`))
  }

  #endAttempt({ step, at, attempt, failure, delayMs }: Extract<RunEvent, { type: 'step-retrying' }>): void {
    const log = this.#logOf(step)
    this.#writeTail(log)
    const causes = failure.causes.map((cause) => `, because ${cause}`).join('')
    log.file.add(logLine(at, `attempt ${attempt} failed (${failure.code}): ${failure.message}${causes}`))
    log.file.add(logLine(at, `again in ${duration(delayMs)}`))
  }

  #endLog(event: Extract<RunEvent, { type: 'step-finished' }>): void {
    const log = event.failure === undefined ? this.#logs.get(event.step) : this.#logOf(event.step)
    if (log === undefined) return
    this.#writeTail(log)
    if (event.failure)
      log.file.add(logLine(event.at, `failed (${event.failure.code}): ${event.failure.message}`))
    log.file.flush()
    this.#logs.delete(event.step)
  }

  /** The last lines of an attempt that wrote more than is kept. */
  #writeTail(log: StepLog): void {
    const hidden = log.left - log.tail.length
    if (hidden > 0) log.file.add(`[${hidden} lines left out: the log is longer than is kept]`)
    for (const line of log.tail.splice(0)) {
      this.#events.add(JSON.stringify(line))
      if (line.type === 'step-log') log.file.add(logLine(line.at, line.line))
    }
    log.left = 0
  }

  #logOf(step: string): StepLog {
    const known = this.#logs.get(step)
    if (known) return known
    const file = new AppendFile(join(this.#options.folder, 'logs', `${step}.log`))
    const log: StepLog = { file, chars: 0, left: 0, tail: [] }
    this.#logs.set(step, log)
    return log
  }
}

/** The time of day, in UTC, and the line. */
function logLine(at: string, line: string): string {
  return `${at.slice(11, 23)} ${line}`
}
