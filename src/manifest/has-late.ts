import type { Step } from './manifest.ts'

/** Whether a key of the step, or something below it, comes from an expression and is not known before the run. */
export function hasLate({ late }: Step, ...keys: readonly string[]): boolean {
  return late?.values.some(({ path }) => keys.every((key, index) => path[index] === key)) === true
}
