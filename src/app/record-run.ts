import { type Graph, stepsOf } from '../graph/graph.ts'
import type { EntryFacts } from '../report/ledger-entry.ts'

/** The tables that the load steps of a graph fill, also of the pipelines it uses. */
export function loadedTables(graph: Graph): EntryFacts['tables'] {
  const tables = new Map<string, { connection: string; table: string }>()
  for (const { step } of stepsOf(graph)) {
    if (!('into' in step.options)) continue
    tables.set(step.id, { connection: step.options.into, table: step.options.table })
  }
  return tables
}
