import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { duration } from '../../text/quantities.ts'
import { AppendFile } from './append-file.ts'
import type { RunEvent } from '../event.ts'
import { legLabel } from '../mapped/leg-result.ts'
import { partName } from '../parts/part-files.ts'

/** How much of one step's log is kept in files, in characters; the last lines are kept whatever came before. */
const maxLogChars = 32 * 1024 * 1024
const tailLines = 40

/** An event of one type. */
type Told<Type extends RunEvent['type']> = Extract<RunEvent, { readonly type: Type }>

/** Lines that came when the log was full. */
interface Tail {
  left: number
  readonly lines: Told<'step-log'>[]
}

interface StepLog {
  readonly file: AppendFile
  chars: number
  /** Of each leg at work, `''` for a step that is not mapped. */
  readonly tails: Map<string, Tail>
}

/** The files in a run's folder that its events become: `events.jsonl`, and a log for each step, with those of its legs. */
export class EventFiles {
  readonly #folder: string
  readonly #part: { readonly index: number } | undefined
  readonly #events: AppendFile
  readonly #logs = new Map<string, StepLog>()
  #flushing: NodeJS.Immediate | undefined

  /** `part`: the job has this part of a mapped step, whose log is called after it. */
  constructor(folder: string, part?: { readonly index: number }) {
    this.#folder = folder
    this.#part = part
    this.#events = new AppendFile(join(folder, 'events.jsonl'))
  }

  add(event: RunEvent): void {
    if (event.type === 'step-log') this.#keepLine(event)
    else this.#events.add(JSON.stringify(event))
    if (event.type === 'step-started') this.#beginAttempt(event)
    if (event.type === 'step-retrying') this.#endAttempt(event)
    if (event.type === 'leg-finished') this.#endLeg(event)
    if (event.type === 'step-finished' || event.type === 'part-finished') this.#endLog(event)
    this.#flushing ??= setImmediate(() => this.flush())
  }

  /** Writes what is still held back. */
  flush(): void {
    if (this.#flushing) clearImmediate(this.#flushing)
    this.#flushing = undefined
    this.#events.flush()
    for (const log of this.#logs.values()) log.file.flush()
  }

  #keepLine(event: Told<'step-log'>): void {
    const log = this.#logOf(event.step)
    log.chars += event.line.length + 1
    if (log.chars > maxLogChars) {
      const tail = log.tails.get(event.leg ?? '') ?? { left: 0, lines: [] }
      log.tails.set(event.leg ?? '', tail)
      tail.left += 1
      tail.lines.push(event)
      if (tail.lines.length > tailLines) tail.lines.shift()
      return
    }
    this.#events.add(JSON.stringify(event))
    log.file.add(logLine(event, event.line))
  }

  /** Attempts are told apart in one log; a step that needs only one has nothing to tell. */
  #beginAttempt(event: Told<'step-started'>): void {
    if (event.attempt > 1) this.#logOf(event.step).file.add(logLine(event, `attempt ${event.attempt}`))
  }

  #endAttempt(event: Told<'step-retrying'>): void {
    const { attempt, failure, delayMs } = event
    const log = this.#logOf(event.step)
    this.#writeTail(log, event.leg)
    const causes = failure.causes.map((cause) => `, because ${cause}`).join('')
    log.file.add(logLine(event, `attempt ${attempt} failed (${failure.code}): ${failure.message}${causes}`))
    log.file.add(logLine(event, `again in ${duration(delayMs)}`))
  }

  /** Of a leg that failed the end is kept, also when the log is full; nobody asks for that of another. */
  #endLeg(event: Told<'leg-finished'>): void {
    const { leg, values, failure } = event
    if (failure === undefined) {
      this.#logs.get(event.step)?.tails.delete(leg)
      return
    }
    const log = this.#logOf(event.step)
    this.#writeTail(log, leg)
    const which = values === undefined ? '' : ` (${legLabel({ leg, values })})`
    log.file.add(logLine(event, `failed${which} (${failure.code}): ${failure.message}`))
  }

  #endLog(event: Told<'step-finished' | 'part-finished'>): void {
    const log = event.failure === undefined ? this.#logs.get(event.step) : this.#logOf(event.step)
    if (log === undefined) return
    this.#writeTail(log, undefined)
    if (event.failure)
      log.file.add(logLine(event, `failed (${event.failure.code}): ${event.failure.message}`))
    log.file.flush()
    this.#logs.delete(event.step)
  }

  /** The last lines of an attempt that wrote more than is kept. */
  #writeTail(log: StepLog, leg: string | undefined): void {
    const tail = log.tails.get(leg ?? '')
    if (tail === undefined) return
    log.tails.delete(leg ?? '')
    const [first] = tail.lines
    const hidden = tail.left - tail.lines.length
    if (hidden > 0 && first !== undefined)
      log.file.add(`[${hidden} lines left out: the log is longer than is kept]`)
    for (const line of tail.lines) {
      this.#events.add(JSON.stringify(line))
      log.file.add(logLine(line, line.line))
    }
  }

  #logOf(step: string): StepLog {
    const known = this.#logs.get(step)
    if (known) return known
    const path = join(this.#folder, 'logs', `${partName(step, this.#part)}.log`)
    if (step.includes('/')) mkdirSync(dirname(path), { recursive: true })
    const log: StepLog = { file: new AppendFile(path), chars: 0, tails: new Map() }
    this.#logs.set(step, log)
    return log
  }
}

/** The time of day, in UTC, which leg it is, and the line. */
function logLine(
  { at, leg }: { readonly at: string; readonly leg?: string | undefined },
  line: string,
): string {
  return `${at.slice(11, 23)} ${leg === undefined ? '' : `[${leg}] `}${line}`
}
