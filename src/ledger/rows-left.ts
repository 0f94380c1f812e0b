import type { LedgerEntry, StepRecord } from './record.ts'

type Reads = ReadonlyMap<string, { readonly reads?: readonly string[] }>

/**
 * The steps of a run whose rows somebody did not take who was to, also further down: that failed, was cancelled or did not
 * come to it. What has not been selected was not to, unless that is all who read them.
 */
export function rowsLeft({ run, steps }: LedgerEntry, known: Reads): ReadonlySet<string> {
  const wasGood = run.result === 'success' || run.result === 'degraded'
  const left = new Set(steps.filter((step) => isUndone(step, wasGood)).map(({ id }) => id))
  for (const id of left) for (const maker of known.get(id)?.reads ?? []) left.add(maker)
  if (run.select === undefined) return left
  return left.union(readByNobody(steps, known))
}

/** In a good run a step is skipped because its author wants it so. */
function isUndone({ result, unchanged, unselected }: StepRecord, wasGood: boolean): boolean {
  if (unchanged === true || unselected === true) return false
  return result === 'skipped' ? !wasGood : result !== 'success'
}

function readByNobody(steps: readonly StepRecord[], known: Reads): ReadonlySet<string> {
  const readBy = (which: readonly StepRecord[]) =>
    new Set(which.flatMap(({ id }) => known.get(id)?.reads ?? []))
  const unselected = steps.filter((step) => step.unselected === true)
  return readBy(unselected).difference(readBy(steps.filter((step) => step.unselected !== true)))
}
