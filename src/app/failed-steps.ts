import { Usage } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import { lastStanding } from '../ledger/fold-runs.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { SelectFacts } from '../plan/select.ts'
import { unsuccessfulSteps } from '../run/resume/steps-to-resume.ts'
import { nearest } from '../text/nearest.ts'

/** What a selection asks of past runs (newest first), for a run that is being planned. */
export function failedSteps(graph: Graph, runs: readonly LedgerEntry[], planned: string): SelectFacts {
  const past = runs.filter(({ run }) => run.id !== planned)
  return {
    failedIn(id) {
      const from = id === undefined ? past : past.filter(({ run }) => run.id === id)
      const [first] = from
      if (first === undefined) throw noRun(graph.manifest.id, id, past)
      const ends = [...lastStanding(from, graph.order)].map(([step, result]) => [step, { result }] as const)
      return { steps: unsuccessfulSteps(graph, new Map(ends)), run: first.run.id }
    },
  }
}

function noRun(pipeline: string, id: string | undefined, past: readonly LedgerEntry[]): Usage {
  const [latest] = past
  if (latest === undefined)
    return new Usage(`no earlier run of "${pipeline}" is known, so none of its steps has failed`)
  const near = nearest(
    id ?? '',
    past.map(({ run }) => run.id),
  )
  return new Usage(
    `"${id}" is none of the last runs of "${pipeline}"`,
    `did you mean "${near ?? latest.run.id}"?`,
  )
}
