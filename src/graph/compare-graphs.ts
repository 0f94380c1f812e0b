import { isDeepStrictEqual } from 'node:util'
import type { Step, StepId } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { type Graph, type Node, nodeOf } from './graph.ts'
import { referencedFile } from './referenced-file.ts'

/** What a manifest says beside its steps. */
export const settings = ['name', 'schedules', 'inputs', 'connections', 'env', 'on-failure'] as const
type Setting = (typeof settings)[number]

/** How a pipeline differs from what it was. Steps are in the graph's order. */
export interface Comparison {
  readonly added: readonly StepId[]
  readonly changed: readonly StepId[]
  readonly removed: readonly StepId[]
  readonly settings: readonly Setting[]
  /** Steps that are as they were, and whose rows come from added or changed ones. */
  readonly downstream: readonly StepId[]
}

/** `sameFile`: whether a file that a step refers to holds the same bytes on both sides. */
export function compareGraphs(now: Graph, before: Graph, sameFile: (path: string) => boolean): Comparison {
  const added = now.order.filter((id) => !before.nodes.has(id))
  const changed = now.order.filter((id) => {
    const was = before.nodes.get(id)
    return was !== undefined && !isSame(nodeOf(now, id), was, sameFile)
  })
  return {
    added,
    changed,
    removed: before.order.filter((id) => !now.nodes.has(id)),
    settings: settingsThatDiffer(now, before),
    downstream: downstreamOf(now, new Set([...added, ...changed])),
  }
}

function isSame(now: Node, before: Node, sameFile: (path: string) => boolean): boolean {
  const file = referencedFile(now.step)
  return (
    isDeepStrictEqual(contentOf(now.step), contentOf(before.step)) &&
    (file === undefined || sameFile(file)) &&
    isDeepStrictEqual(handedOver(now), handedOver(before)) &&
    isSameInside(now.inner, before.inner, sameFile)
  )
}

/** What a pipeline says beside its steps is a matter of the step that uses it. */
function handedOver({ ends, inner }: Node): unknown {
  const used = ends?.manifest ?? inner?.manifest
  if (used === undefined) return undefined
  const { inputs, connections, env, outputs, datasets, pools } = used
  return { inputs, connections, env, outputs, datasets, pools }
}

function isSameInside(
  now: Graph | undefined,
  before: Graph | undefined,
  sameFile: (path: string) => boolean,
): boolean {
  if (now === undefined || before === undefined) return now === before
  const { added, changed, removed } = compareGraphs(now, before, sameFile)
  return added.length + changed.length + removed.length === 0
}

/** What the author wrote of a step: not where it stands, nor the text of its file, which only one side has read. */
function contentOf(step: Step): object {
  if (!('sql' in step.options) || step.options.file === undefined) return { ...step, path: [] }
  return { ...step, path: [], options: { ...step.options, sql: '' } }
}

function settingsThatDiffer({ manifest: now }: Graph, { manifest: before }: Graph): Setting[] {
  const pairs = [
    ['name', now.name, before.name],
    ['schedules', now.schedules, before.schedules],
    ['inputs', now.inputs, before.inputs],
    ['connections', now.connections, before.connections],
    ['env', now.env, before.env],
    ['on-failure', now.onFailure, before.onFailure],
  ] as const
  return pairs.flatMap(([name, one, other]) => (isDeepStrictEqual(one, other) ? [] : [name]))
}

/** All that come after and make or load rows; a script without an output does neither, but what follows it may. */
function downstreamOf(graph: Graph, from: ReadonlySet<StepId>): StepId[] {
  const reached = new Set(from)
  return graph.order.filter((id) => {
    const { step, needs } = nodeOf(graph, id)
    if (from.has(id) || !needs.some((need) => reached.has(need))) return false
    reached.add(id)
    const { makesDataset, from: source } = factsOf(step)
    return makesDataset || source !== undefined
  })
}
