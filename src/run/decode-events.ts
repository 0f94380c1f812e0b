import { Failure } from '../diagnostic/failure.ts'
import { type RunEvent, runEvent } from './event.ts'
import { parseJson } from '../text/parse-json.ts'

/**
 * The events of a file's text. A line that was cut off is left out: the last one of a run that was killed, one in the
 * middle where the disk was full for a while. A whole line that is no event throws a `Failure`.
 */
export function decodeEvents(text: string): RunEvent[] {
  return text.split('\n').flatMap((line, index) => {
    const value = parseJson(line)
    return value === undefined ? [] : [decodeEvent(value, index + 1)]
  })
}

function decodeEvent(value: unknown, line: number): RunEvent {
  const event = runEvent.safeParse(value)
  if (event.success) return event.data
  throw new Failure('run/events', `line ${line} of the events is none that this version knows`, {
    cause: event.error,
    help: 'use the version of Millrace that made the run',
  })
}
