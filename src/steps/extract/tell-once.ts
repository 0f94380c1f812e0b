import type { StepContext } from '../step.ts'

const told = new WeakMap<StepContext['log'], Set<string>>()

/** A line of the log that is true of many requests, and told of the first. */
export function tellOnce({ log }: Pick<StepContext, 'log'>, line: string): void {
  const lines = told.get(log) ?? new Set()
  told.set(log, lines)
  if (lines.has(line)) return
  lines.add(line)
  log(line)
}
