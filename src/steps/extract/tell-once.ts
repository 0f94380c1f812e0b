import type { StepContext } from '../step.ts'

const told = new WeakMap<StepContext['log'], Set<string>>()

/** A line of the log that is true of many requests or pages, and told of the first. `what` is what they share. */
export function tellOnce({ log }: Pick<StepContext, 'log'>, line: string, what = line): void {
  const lines = told.get(log) ?? new Set()
  told.set(log, lines)
  if (lines.has(what)) return
  lines.add(what)
  log(line)
}
