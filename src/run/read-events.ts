import { runEvent, type RunEvent } from './event.ts'

/**
 * The events of `events.jsonl`, in their order. A run that was killed leaves a torn last line, a disk that was full
 * a torn one in the middle: what is no event is counted and left out.
 */
export function readEvents(text: string): { readonly events: RunEvent[]; readonly unreadable: number } {
  const events: RunEvent[] = []
  let unreadable = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    const event = runEvent.safeParse(parsed(line))
    if (event.success) events.push(event.data)
    else unreadable += 1
  }
  return { events, unreadable }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
