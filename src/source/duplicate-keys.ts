import { type Event, type ScalarEvent, EVENT_ID, getScalarValue } from 'js-yaml'
import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'

/** Every key that its map holds already, with the place of the first. Linear; no recursion. */
export function duplicateKeys(file: string, text: string, events: readonly Event[]): Diagnostic[] {
  const found: Diagnostic[] = []
  const open: { seen: Map<string, ScalarEvent> | undefined; atKey: boolean }[] = []
  for (const event of events) {
    const parent = open.at(-1)
    if (event.type === EVENT_ID.POP) {
      open.pop()
      continue
    }
    if (parent?.seen !== undefined && parent.atKey && event.type === EVENT_ID.SCALAR) {
      const key = getScalarValue(text, event)
      const first = parent.seen.get(key)
      if (first === undefined) parent.seen.set(key, event)
      else if (key !== '<<') found.push(duplicate(file, key, first, event))
    }
    if (parent !== undefined) parent.atKey = !parent.atKey
    if (event.type === EVENT_ID.MAPPING) open.push({ seen: new Map(), atKey: true })
    else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT)
      open.push({ seen: undefined, atKey: false })
  }
  return found
}

function duplicate(file: string, key: string, first: ScalarEvent, second: ScalarEvent): Diagnostic {
  return {
    code: 'source/duplicate-key',
    severity: 'error',
    message: `"${key}" is written twice in the same map`,
    at: spot(file, second),
    related: [{ at: spot(file, first), message: 'it is first written here' }],
    help: 'rename one of them, or join the two',
  }
}

function spot(file: string, { valueStart, valueEnd }: ScalarEvent): Place {
  return { file, path: [], part: 'key', span: { start: valueStart, end: valueEnd } }
}
