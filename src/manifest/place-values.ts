import type { Path } from '../diagnostic/diagnostic.ts'
import type { LateValue } from './manifest.ts'

/** A copy of authored data in which each of these values is the one that `valueOf` gives; `undefined` takes it out. */
export function placeValues(
  authored: unknown,
  values: readonly LateValue[],
  valueOf: (late: LateValue) => unknown,
): unknown {
  const copy: unknown = structuredClone(authored)
  for (const late of values) place(copy, late.path, valueOf(late))
  return copy
}

function place(into: unknown, path: Path, value: unknown): void {
  const [first, ...rest] = path
  if (first === undefined || typeof into !== 'object' || into === null) return
  if (rest.length > 0) place(Reflect.get(into, first), rest, value)
  else if (value === undefined) Reflect.deleteProperty(into, first)
  else Reflect.set(into, first, value)
}
