import { type Event, EVENT_ID } from 'js-yaml'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { number } from '../text/quantities.ts'

/** How many values a document may grow to when its aliases are followed. Documents without aliases are not counted. */
const maxValues = 1_000_000

/** Refuses a document whose aliases multiply beyond measure ("billion laughs") or lead back into themselves. */
export function expansionProblem(
  file: string,
  events: readonly Event[],
  authored: unknown,
): Diagnostic | undefined {
  const alias = events.find((event) => event.type === EVENT_ID.ALIAS)
  if (alias === undefined) return undefined
  const size = sizeOf(authored, new Map())
  if (size <= maxValues) return undefined
  return {
    code: 'source/too-large',
    severity: 'error',
    message: Number.isFinite(size)
      ? `the aliases expand to ${size.toExponential(1)} values; at most ${number(maxValues)} are read`
      : 'an alias leads back into the value that holds it',
    at: { file, path: [], part: 'value', span: { start: alias.anchorStart - 1, end: alias.anchorEnd } },
    help: 'write the values out instead of nesting anchors',
  }
}

/** Infinity while a value is being counted: whoever meets it again then has found a circle. */
function sizeOf(value: unknown, known: Map<object, number>): number {
  if (typeof value !== 'object' || value === null) return 1
  const before = known.get(value)
  if (before !== undefined) return before
  known.set(value, Infinity)
  let size = 1
  for (const child of Object.values(value)) size += sizeOf(child, known)
  known.set(value, size)
  return size
}
