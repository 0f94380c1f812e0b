import { namesUsed } from '../expression/names-used.ts'
import { type Graph, type Scope, stepsOf } from '../graph/graph.ts'
import { isAmong } from '../graph/is-among.ts'
import type { Step, StepId } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import type { NamesUsed } from './environment.ts'

/** The secrets and variables that a run of these steps takes: theirs, and those of the pipelines they stand in. */
export function neededNames(graph: Graph, steps: ReadonlySet<StepId>): NamesUsed {
  const names = [...stepsByScope(graph, steps)].map(([scope, own]) => namesIn(scope, own))
  return {
    secrets: [...new Set(names.flatMap(({ secrets }) => secrets))].toSorted(),
    vars: [...new Set(names.flatMap(({ vars }) => vars))].toSorted(),
  }
}

/** `" of step "load" and 2 others"`: which of these steps name it; empty where the pipeline itself does. */
export function whoNames(graph: Graph, steps: ReadonlySet<StepId>, name: string): string {
  const named: StepId[] = []
  for (const [scope, own] of stepsByScope(graph, steps)) {
    const names = ({ secrets, vars }: NamesUsed) => secrets.includes(name) || vars.includes(name)
    if (names(namesIn(scope, []))) return ''
    named.push(...own.filter((step) => names(namesIn(scope, [step]))).map(({ id }) => id))
  }
  const [first] = named
  if (first === undefined) return ''
  return ` of step "${first}"${named.length === 1 ? '' : ` and ${named.length - 1} more`}`
}

function stepsByScope(graph: Graph, steps: ReadonlySet<StepId>): Map<Scope, Step[]> {
  const found = new Map<Scope, Step[]>()
  for (const { step, scope } of stepsOf(graph)) {
    if (!isAmong(steps, step.id)) continue
    const own = found.get(scope) ?? []
    own.push(step)
    found.set(scope, own)
  }
  return found
}

function namesIn({ manifest }: Scope, steps: readonly Step[]): NamesUsed {
  const used = new Set(steps.map((step) => factsOf(step).connection?.name))
  const connections = Object.entries(manifest.connections).filter(([name]) => used.has(name))
  return namesUsed({ ...manifest, connections: Object.fromEntries(connections), steps })
}
