import type { Clock } from '../../ports/ports.ts'
import type { RunEvent } from '../event.ts'
import { EventFiles } from './event-files.ts'
import { maskedEvent } from './masked-event.ts'
import type { StepFinished } from '../run-request.ts'

type Body<Event> = Event extends RunEvent ? Omit<Event, 'schema' | 'run' | 'at'> : never

/** An event before it is told: who tells it adds the run and the time. */
export type EventBody = Body<RunEvent>

export interface RecorderOptions {
  readonly run: string
  /** The run's folder, absolute; it holds `logs/`. */
  readonly folder: string
  readonly clock: Clock
  readonly mask: (text: string) => string
  /** What `mask` is to hide too from now on. Absent: it cannot learn. */
  readonly hide?: (secret: string) => void
  readonly emit: (event: RunEvent) => void
  /** The part of a mapped step that this job has. */
  readonly part?: { readonly index: number } | undefined
}

/** Tells events: masked first, then kept in the run's folder, then handed to whoever watches. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #files: EventFiles
  readonly #leg: string | undefined

  constructor(options: RecorderOptions, inLeg?: { readonly files: EventFiles; readonly leg: string }) {
    this.#options = options
    this.#files = inLeg?.files ?? new EventFiles(options.folder, options.part)
    this.#leg = inLeg?.leg
  }

  get mask(): (text: string) => string {
    return this.#options.mask
  }

  hide(secret: string): void {
    this.#options.hide?.(secret)
  }

  /** Tells what happens in one leg: events say which, and a step that ends there is the end of something in the leg. */
  forLeg(leg: string): Recorder {
    return new Recorder(this.#options, { files: this.#files, leg })
  }

  /** Answers the event as it was told. */
  tell(body: Body<StepFinished>): StepFinished
  tell(body: EventBody): RunEvent
  tell(body: EventBody): RunEvent {
    const { run, clock, mask, emit } = this.#options
    const inLeg = this.#leg === undefined ? body : ofLeg(body, this.#leg)
    const event = maskedEvent({ schema: 1, run, at: clock.now().toISOString(), ...inLeg }, mask)
    this.#files.add(event)
    emit(event)
    return body.type === 'step-finished' && event.type === 'leg-finished' ? asStep(event) : event
  }

  /** Writes what is still held back. */
  flush(): void {
    this.#files.flush()
  }
}

function ofLeg(body: EventBody, leg: string): EventBody {
  switch (body.type) {
    case 'step-started':
    case 'step-progress':
    case 'step-log':
    case 'step-retrying':
      return body.leg === undefined ? { ...body, leg } : body
    case 'step-finished':
      return { ...body, type: 'leg-finished', leg }
    case 'leg-finished':
    case 'part-finished':
    case 'run-started':
    case 'run-finished':
    default:
      return body
  }
}

function asStep(event: Extract<RunEvent, { type: 'leg-finished' }>): StepFinished {
  const { leg: _leg, values: _values, ...end } = event
  return { ...end, type: 'step-finished' }
}
