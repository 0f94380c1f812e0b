import type { Graph, Node } from '../graph/graph.ts'
import { hasLate } from '../manifest/has-late.ts'
import type { Matrix, Step, StepId, Strategy } from '../manifest/manifest.ts'
import { legCount } from '../matrix/leg-count.ts'
import { poolsOfNode } from './limits.ts'

/** How many steps or legs are at work at once in a job: what the action's input `concurrency` is unless it is given. */
export const atOnce = 4

/** The least account on GitHub runs 20 jobs at once: one mapped step leaves room for others, and for other runs. */
const mostParts = 16

/** Fewer legs than this many times those at work at once are not worth the start and the started minute of a job. */
const roundsPerPart = 4

/** How many jobs share the legs of a list that only the run makes. */
const partsOfUnknown = 4

/**
 * How many jobs share the legs of a mapped step: enough for each to have some rounds of work, and no more than its
 * `max-parallel` and its pools would let be at work. It follows from the graph alone, so that a generated workflow and
 * every plan for it are shaped alike.
 */
export function partsOfSteps(graph: Graph, most = mostParts): ReadonlyMap<StepId, number> {
  const mapped = [...graph.nodes.values()].filter(({ step }) => step.strategy !== undefined)
  const sharing = new Map<string, number>()
  for (const node of mapped)
    for (const { name } of poolsOfNode(node)) sharing.set(name, (sharing.get(name) ?? 0) + 1)
  return new Map(mapped.map((node) => [node.step.id, partsOf(node, sharing, most)]))
}

function partsOf(node: Node, sharing: ReadonlyMap<string, number>, most: number): number {
  const { strategy } = node.step
  // Nobody but the run knows then how many may be at work at once over all jobs.
  if (strategy === undefined || hasLate(node.step, 'strategy', 'max-parallel')) return 1
  const pools = poolsOfNode(node).map(({ name, max }) => max / (sharing.get(name) ?? 1))
  const places = Math.min(strategy.maxParallel ?? Infinity, ...pools)
  return Math.max(1, Math.min(most, wantedParts(node.step, strategy), Math.ceil(places / atOnce)))
}

/** Who allows many legs at once by `max-parallel` wants them, however few rounds that leaves. */
function wantedParts(step: Step, { maxParallel }: Strategy): number {
  const legs = legsOf(step) ?? null
  if (legs === null) return partsOfUnknown
  return Math.max(
    Math.ceil(legs / (atOnce * roundsPerPart)),
    Math.ceil(Math.min(maxParallel ?? 0, legs) / atOnce),
  )
}

const counted = new WeakMap<Matrix, number | null>()

/** How many legs a step has, `null` when only the run can tell; `undefined` when it is not mapped. */
export function legsOf({ strategy }: Step): number | null | undefined {
  if (strategy === undefined) return undefined
  const known = counted.get(strategy.matrix)
  if (known !== undefined) return known
  const legs = legCount(strategy.matrix)
  counted.set(strategy.matrix, legs)
  return legs
}

/**
 * How many rounds of legs a job has at most that shares a step with others: infinitely many when only the run can tell. In
 * a pool, others may leave it but one place.
 */
export function roundsOf(node: Node, parts: number): number {
  const legs = legsOf(node.step)
  if (legs === undefined) return 1
  const { maxParallel = Infinity } = node.step.strategy ?? {}
  const places = poolsOfNode(node).length > 0 ? 1 : Math.min(atOnce, Math.floor(maxParallel / parts))
  return Math.ceil((legs ?? Infinity) / parts / Math.max(1, places))
}
