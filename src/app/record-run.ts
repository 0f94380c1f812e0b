import { type Graph, stepsOf } from '../graph/graph.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { EntryFacts } from '../report/ledger-entry.ts'
import type { Report } from '../report/report.ts'
import { runsLookedAt } from './past-runs.ts'

/** Which attempt comes next of a run that may have been resumed. */
export async function nextAttempt(ledger: Ledger, { pipeline, run }: Report): Promise<number> {
  const { runs } = await ledger.read({ pipeline, limit: runsLookedAt })
  return (runs.find((entry) => entry.run.id === run.id)?.run.attempt ?? 0) + 1
}

/** The tables that the load steps of a graph fill, also of the pipelines it uses. */
export function loadedTables(graph: Graph): EntryFacts['tables'] {
  const tables = new Map<string, { connection: string; table: string }>()
  for (const { step } of stepsOf(graph)) {
    if (!('into' in step.options)) continue
    tables.set(step.id, { connection: step.options.into, table: step.options.table })
  }
  return tables
}
