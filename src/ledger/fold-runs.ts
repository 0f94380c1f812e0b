import type { LedgerEntry, StepRecord } from './record.ts'

/** One entry a run, its last attempt (of equal ones the last that is met), the newest first: by when it started, then by its id. */
export function newestRuns(entries: Iterable<LedgerEntry>): LedgerEntry[] {
  const last = new Map<string, LedgerEntry>()
  for (const entry of entries) {
    const key = `${entry.run.pipeline}/${entry.run.id}`
    const known = last.get(key)
    if (known === undefined || known.run.attempt <= entry.run.attempt) last.set(key, entry)
  }
  return [...last.values()].toSorted(newestFirst)
}

function newestFirst({ run: one }: LedgerEntry, { run: other }: LedgerEntry): number {
  if (one.startedAt !== other.startedAt) return one.startedAt < other.startedAt ? 1 : -1
  return one.id < other.id ? 1 : -1
}

/** Which runs are asked about: those of a branch, beside those that name none (a laptop's). */
export interface Among {
  readonly branch?: string
  /** The run that asks, which is none of its own past. */
  readonly except?: string
}

export function among(runs: readonly LedgerEntry[], { branch, except }: Among): LedgerEntry[] {
  return runs.filter(
    ({ run }) =>
      run.id !== except && (branch === undefined || run.branch === undefined || run.branch === branch),
  )
}

/** The last run that did all it was to do: succeeded or degraded, and of the whole pipeline. `runs`: `newestRuns`. */
export function lastGood(runs: readonly LedgerEntry[], which: Among = {}): LedgerEntry | undefined {
  return among(runs, which).find(
    ({ run }) => run.select === undefined && (run.result === 'success' || run.result === 'degraded'),
  )
}

/** How each of these steps stands by the last run, and what that left out (`--select`) as the run before it left it. `runs`: `newestRuns`. */
export function lastStanding(runs: readonly LedgerEntry[], steps: Iterable<string>): Map<string, StepResult> {
  const whole = runs.findIndex(({ run }) => run.select === undefined)
  return lastResults(
    whole < 0 ? runs : runs.slice(0, whole + 1),
    steps,
    ({ unselected }) => unselected !== true,
  )
}

/** Of each of these steps the result in the first of the runs that has one which counts. */
export function lastResults(
  runs: readonly LedgerEntry[],
  steps: Iterable<string>,
  counts: (step: StepRecord) => boolean,
): Map<string, StepResult> {
  const open = new Set(steps)
  const found = new Map<string, StepResult>()
  for (const entry of runs) {
    if (open.size === 0) break
    for (const step of entry.steps)
      if (counts(step) && open.delete(step.id)) found.set(step.id, standing(step))
    if (entry.stepsLeftOut === undefined) continue
    const kept = new Set(entry.steps.map(({ id }) => id))
    for (const id of open) if (!kept.has(id) && open.delete(id)) found.set(id, 'success')
  }
  return found
}

/** A step that was not run because nothing had changed stands as it stood: that was a success. */
function standing({ result, unchanged }: StepRecord): StepResult {
  return unchanged === true ? 'success' : result
}

type StepResult = StepRecord['result']

/** So many of a step's last successes are looked at: enough that one slow night does not sway the packing. */
const measured = 10

/** How long each step takes, in milliseconds: the median of its last successes that did run. `runs`: `newestRuns`. */
export function durations(runs: readonly LedgerEntry[]): Map<string, number> {
  const taken = new Map<string, number[]>()
  for (const { steps } of runs)
    for (const { id, result, durationMs, attempts, unchanged } of steps) {
      // What came out of a cache was never attempted; what a resumed run found done was, and took so long.
      if (result !== 'success' || attempts === 0 || unchanged === true) continue
      const times = taken.get(id) ?? []
      if (times.length < measured) taken.set(id, [...times, durationMs])
    }
  return new Map([...taken].map(([id, times]) => [id, median(times)]))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const low = sorted[Math.ceil(middle) - 1] ?? 0
  const high = sorted[Math.floor(middle)] ?? low
  return Math.round((low + high) / 2)
}
