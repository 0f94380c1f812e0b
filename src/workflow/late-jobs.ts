import type { Graph } from '../graph/graph.ts'
import { afterCancelJobs, type LateJob, lateTimeoutMinutes, recoverJobs } from '../plan/late-jobs.ts'
import { afterCancelCondition, earlierWaves, recoveryCondition } from './conditions.ts'

/**
 * The jobs after the waves (`docs/decisions/0010-after-a-stop.md`). Those that recover follow one another, since each
 * builds on what the one before made; those after a cancel also need them, so that a cancel which comes late is seen.
 */
export function lateJobs(
  graph: Graph,
  timeouts: readonly number[],
  steps: (inputs: object) => readonly object[],
): Readonly<Record<string, object>> {
  const job = (command: string, late: LateJob, needs: readonly string[], condition: string) => ({
    needs: ['plan', ...earlierWaves(timeouts.length + 1), ...needs],
    if: condition,
    'runs-on': typeof late.runsOn === 'string' ? late.runsOn : [...late.runsOn],
    'timeout-minutes': lateTimeoutMinutes(late, timeouts),
    permissions: { contents: 'read' },
    steps: steps({ command, ...(late.id === command ? {} : { job: late.id }) }),
  })
  const all: Record<string, object> = {}
  const ids = recoverJobs(graph).map(({ id }) => id)
  for (const late of recoverJobs(graph))
    all[late.id] = job('recover', late, Object.keys(all), recoveryCondition)
  for (const late of afterCancelJobs(graph))
    all[late.id] = job('after-cancel', late, ids, afterCancelCondition)
  return all
}
