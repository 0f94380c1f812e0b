import type { Plan } from '../plan/plan.ts'
import { type Among, among, lastResults } from './fold-runs.ts'
import type { LedgerEntry, RunRecord } from './record.ts'

/** The logical time of a run (`app/logical-time.ts`). */
type For = Pick<RunRecord, 'at' | 'date' | 'dated'>

/**
 * The run before in logical time, as a plan carries it; a run in which nothing was done is none. Of each of these steps
 * there is the last result before that is no skip: what was not to run says nothing of the past.
 */
export function previousRun(
  runs: readonly LedgerEntry[],
  { own, steps: wanted, ...which }: Among & { readonly own: For; readonly steps: Iterable<string> },
): Plan['run']['previous'] {
  const before = latestFirst(among(runs, which).filter(({ run }) => isBefore(run, own)))
  const last = before.find(({ run }) => run.result !== 'skipped')
  if (last === undefined) return undefined
  const { id, result, date } = last.run
  const results = lastResults(before, wanted, (step) => step.result !== 'skipped' || step.unchanged === true)
  const steps = [...results].map(([step, ended]) => [step, { result: ended }] as const)
  return { id, result, date, steps: Object.fromEntries(steps) }
}

/** A run whose date was asked for is for the whole of its day. */
function isBefore(one: For, other: For): boolean {
  return other.dated === true ? one.date < other.date : one.at < other.at
}

/** By logical time. Of a day of which a run was asked for by its date, by when they were run: the last word holds. */
function latestFirst(runs: readonly LedgerEntry[]): LedgerEntry[] {
  const days = Map.groupBy(runs, ({ run }) => run.date)
  const newestDay = [...days.keys()].toSorted().toReversed()
  return newestDay.flatMap((date) => {
    const day = days.get(date) ?? []
    const whole = day.some(({ run }) => run.dated === true)
    const timeOf = ({ run }: LedgerEntry) => (whole ? run.startedAt : `${run.at} ${run.startedAt}`)
    return day.toSorted((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1))
  })
}
