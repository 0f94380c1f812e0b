import type { Path } from './diagnostic.ts'

/** What stands at a path of plain data; `undefined` when nothing does. Only own keys are followed. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
  }
  return value
}
