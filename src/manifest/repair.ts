import type * as z from 'zod'

/**
 * The value without the parts that zod refused, so that what is left can be judged too. The diagnostics are told
 * already: this only keeps one mistake from hiding the next. Nothing of it is ever run.
 */
export function repair(
  authored: unknown,
  issues: readonly z.core.$ZodIssue[],
  what: 'parts' | 'around' = 'parts',
): unknown {
  const copy: unknown = structuredClone(authored)
  for (const issue of issues)
    for (const path of refused(issue)) remove(copy, what === 'parts' ? path : path.slice(0, -1))
  return copy
}

function refused(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
}

function remove(value: unknown, path: readonly PropertyKey[]): void {
  const [first] = path
  if (first === undefined || typeof value !== 'object' || value === null) return
  if (path.length > 1) remove(Reflect.get(value, first), path.slice(1))
  else Reflect.deleteProperty(value, first)
}
