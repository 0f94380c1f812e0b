import { namesUsed } from '../expression/names-used.ts'
import { type Graph, manifestsOf } from './graph.ts'

/** The secrets and variables that a pipeline and those it uses name, each once, sorted. */
export function namesOfGraph(graph: Graph): { secrets: string[]; vars: string[] } {
  const names = manifestsOf(graph).map(namesUsed)
  const sorted = (all: readonly string[]) => [...new Set(all)].toSorted()
  return {
    secrets: sorted(names.flatMap(({ secrets }) => secrets)),
    vars: sorted(names.flatMap(({ vars }) => vars)),
  }
}
