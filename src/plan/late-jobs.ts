import { type Graph, nodeOf } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import { stepsAfterCancel } from './after-cancel.ts'
import { recoveryRunner } from './recovery.ts'
import { longestJobMinutes, runnerKey, runnersByUse } from './runner.ts'

/** A job of the generated workflow that comes after its waves, for what they did not get to. It is in no plan. */
export interface LateJob {
  /** `recover`, `recover-2`, …; `after-cancel`, `after-cancel-2`, … */
  readonly id: string
  readonly runsOn: Step['runsOn']
}

/**
 * The jobs that start, one after the other, when a wave did not end well though nobody cancelled the run: the first runs
 * again what was lost, and each what stopped jobs left on its runner.
 */
export function recoverJobs(graph: Graph): readonly LateJob[] {
  const first = recoveryRunner(graph)
  const rest = runnersAfterCancel(graph)
  if (first === undefined) return numbered('recover', rest)
  return numbered('recover', [first, ...rest.filter((other) => runnerKey(other) !== runnerKey(first))])
}

/** The jobs that start, side by side, when the run was cancelled: one for each runner that is to run a step all the same. */
export function afterCancelJobs(graph: Graph): readonly LateJob[] {
  return numbered('after-cancel', runnersAfterCancel(graph))
}

/** The `timeout-minutes` of such a job: whatever was left fits in, within what GitHub gives its runner. */
export function lateTimeoutMinutes({ runsOn }: LateJob, waveTimeouts: readonly number[]): number {
  return Math.min(
    longestJobMinutes(runsOn),
    waveTimeouts.reduce((sum, minutes) => sum + minutes, 0),
  )
}

function runnersAfterCancel(graph: Graph): readonly Step['runsOn'][] {
  return runnersByUse([...stepsAfterCancel(graph)].map((id) => nodeOf(graph, id)))
}

function numbered(name: string, runners: readonly Step['runsOn'][]): LateJob[] {
  return runners.map((runsOn, index) => ({ id: index === 0 ? name : `${name}-${index + 1}`, runsOn }))
}
