import { Failure } from '../diagnostic/failure.ts'
import { type RunEvent, runEvent } from './event.ts'

/** The events of a file's text. A last line that was cut off, as by a machine that went away, is left out. */
export function decodeEvents(text: string): RunEvent[] {
  const whole = text.split('\n').slice(0, -1)
  return whole.flatMap((line, index) => (line === '' ? [] : [decodeEvent(line, index + 1)]))
}

function decodeEvent(line: string, number: number): RunEvent {
  const event = runEvent.safeParse(parseJson(line))
  if (event.success) return event.data
  throw new Failure('run/events', `line ${number} of the events is none that this version knows`, {
    cause: event.error,
    help: 'use the version of Millrace that made the run',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
