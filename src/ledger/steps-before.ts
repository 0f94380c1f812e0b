import type { Measures, StepPast } from '../plan/step-past.ts'
import { type Among, among } from './fold-runs.ts'
import type { LedgerEntry, StepRecord } from './record.ts'
import { rowsLeft } from './rows-left.ts'

interface Wanted extends Among {
  /** The hash of the inputs of the run that asks (`RunRecord.inputs`). */
  readonly inputs: string
  readonly steps: ReadonlyMap<string, WantedStep>
}

interface WantedStep {
  /** It makes a dataset and does nothing else, so that an attempt that failed left nothing. */
  readonly pure: boolean
  /** The steps whose rows it takes up. */
  readonly reads?: readonly string[]
}

/** Of so many good runs what the rows measured is handed on. */
const mostKept = 10

/**
 * What the last good runs of a pipeline knew of its steps (`newestRuns`). Of a step that does something to the world the
 * mark is that of the last run in which it did anything, with whatever inputs, and there is none unless it succeeded
 * then. Of one that only makes a dataset it is that of its last success with these inputs. Its columns are those that all
 * who took up its rows could take: a value that made a load fail has no say in what later rows are held against.
 */
export function stepsBefore(runs: readonly LedgerEntry[], wanted: Wanted): Map<string, StepPast> {
  const ends = new Map<string, Kept[]>()
  for (const entry of among(runs, wanted)) {
    const left = rowsLeft(entry, wanted.steps)
    for (const step of entry.steps) {
      if (!wanted.steps.has(step.id) || !didAnything(step)) continue
      const kept = { step, sameInputs: entry.run.inputs === wanted.inputs, isTaken: !left.has(step.id) }
      ends.set(step.id, [...(ends.get(step.id) ?? []), kept])
    }
  }
  const found = new Map<string, StepPast>()
  for (const [id, { pure }] of wanted.steps) {
    const past = pastOf(ends.get(id) ?? [], pure)
    if (Object.keys(past).length > 0) found.set(id, past)
  }
  return found
}

interface Kept {
  readonly step: StepRecord
  readonly sameInputs: boolean
  /** Nobody who was to take its rows up failed to. */
  readonly isTaken: boolean
}

/** A step that was skipped for another reason than that nothing had changed left all as it was. */
function didAnything({ result, unselected, unchanged }: StepRecord): boolean {
  return unselected !== true && (result !== 'skipped' || unchanged === true)
}

function pastOf(ends: readonly Kept[], pure: boolean): StepPast {
  const goodEnds = ends.filter(({ step, sameInputs }) => sameInputs && isGood(step))
  const good = goodEnds.map(({ step }) => step)
  const last = pure ? good[0] : ends[0]?.step
  const mark = last !== undefined && isGood(last) ? last.mark : undefined
  const columns = goodEnds.find(({ step, isTaken }) => isTaken && step.columns !== undefined)?.step.columns
  const history = measuredOf(good).slice(0, mostKept)
  return {
    ...(mark === undefined ? {} : { mark }),
    ...(columns === undefined ? {} : { columns }),
    ...(history.length === 0 ? {} : { history }),
  }
}

/** What each time it was made anew was measured, once: an unchanged step tells again what it was. */
function measuredOf(good: readonly StepRecord[]): Measures[] {
  const seen = new Set<string>()
  return good.flatMap(({ mark, measured }) => {
    if (measured === undefined || (mark !== undefined && seen.has(mark.since))) return []
    if (mark !== undefined) seen.add(mark.since)
    return [measured]
  })
}

function isGood({ result, unchanged }: StepRecord): boolean {
  return result === 'success' || unchanged === true
}
