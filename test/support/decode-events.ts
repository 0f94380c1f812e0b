import { eventsOf } from '../../src/run/events/decode-events.ts'
import type { RunEvent } from '../../src/run/event.ts'

/** The events of a file's text. */
export function decodeEvents(text: string): RunEvent[] {
  return [...eventsOf(text.split('\n'))]
}
