import { Failure } from '../../diagnostic/failure.ts'
import { type RunEvent, runEvent } from '../event.ts'
import { parseJson } from '../../text/parse-json.ts'

const beginning = /^\{"schema":1,"run":"[^"]*","at":"[^"]*","type":"([a-z-]+)"/

/**
 * The events of a file's lines, or those of some types. A line that was cut off is left out: the last one of a run that
 * was killed, one in the middle where the disk was full for a while. A whole line that is no event throws a `Failure`.
 */
export function eventsOf(lines: Iterable<string>): Generator<RunEvent>
export function eventsOf<Type extends RunEvent['type']>(
  lines: Iterable<string>,
  types: readonly Type[],
): Generator<Extract<RunEvent, { type: Type }>>
export function* eventsOf(lines: Iterable<string>, types?: readonly RunEvent['type'][]): Generator<RunEvent> {
  let number = 0
  for (const line of lines) {
    number += 1
    if (types !== undefined && !mayBe(line, types)) continue
    const value = parseJson(line)
    if (value === undefined) continue
    const event = decodeEvent(value, number)
    if (types === undefined || types.includes(event.type)) yield event
  }
}

/** Judges by the beginning, as a run tells it: of a log's million lines not one is decoded. */
function mayBe(line: string, types: readonly string[]): boolean {
  const type = beginning.exec(line)?.[1]
  return type === undefined || types.includes(type)
}

function decodeEvent(value: unknown, line: number): RunEvent {
  const event = runEvent.safeParse(value)
  if (event.success) return event.data
  throw new Failure('run/events', `line ${line} of the events is none that this version knows`, {
    cause: event.error,
    help: 'use the version of Millrace that made the run',
  })
}
