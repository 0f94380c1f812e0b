import { type Graph, type Node, nodeOf, stepsOf } from '../graph/graph.ts'
import { poolsOf } from '../manifest/pools.ts'
import type { Limit, Pack } from './packing.ts'

/** The pools in which a step, or what a leg of it runs, takes places; each once. */
export function poolsOfNode(node: Node): readonly Limit[] {
  const own = ownPools(node)
  if (node.inner === undefined) return own
  const all = new Map(own.map((one) => [one.name, one]))
  for (const inside of stepsOf(node.inner)) for (const one of ownPools(inside)) all.set(one.name, one)
  return [...all.values()]
}

const none: readonly Limit[] = []

/**
 * The pools in which a step itself takes a place. They are those of its manifest: wherever and however often a pipeline
 * is used, its steps share them.
 */
export function ownPools({ scope, step }: Node): readonly Limit[] {
  const { manifest } = scope
  if (Object.keys(manifest.pools).length === 0) return none
  return poolsOf(manifest, step).map((pool) => ({
    name: scope.id === '' ? pool : `${manifest.file}#${pool}`,
    max: manifest.pools[pool] ?? Infinity,
  }))
}

/** One of the jobs of a wave: of a pack that several jobs share there are several. */
export interface WaveJob {
  readonly pack: Pack
  /** Which part of the pack's step it has. */
  readonly index: number
}

/**
 * How many steps of each pool, and legs of each mapped step that limits them, every job of a wave may have at work, so
 * that all together stay within the limit. A job is given no place that it has no step for while another has.
 */
export function shareLimits(graph: Graph, jobs: readonly WaveJob[]): readonly Record<string, number>[] {
  const shares: Record<string, number>[] = jobs.map(() => ({}))
  for (const [name, { max, holders }] of holdersOf(graph, jobs)) {
    const given = shareOut(
      max,
      holders.map(({ demand }) => demand),
    )
    for (const [nth, { job }] of holders.entries()) {
      const share = shares[job]
      if (share !== undefined) share[name] = given[nth] ?? 1
    }
  }
  return shares
}

interface Held {
  readonly max: number
  readonly holders: { readonly job: number; demand: number }[]
}

function holdersOf(graph: Graph, jobs: readonly WaveJob[]): Map<string, Held> {
  const held = new Map<string, Held>()
  for (const [job, { pack }] of jobs.entries()) {
    for (const { name, max, demand } of pack.steps.flatMap((id) => limitsOf(nodeOf(graph, id)))) {
      const of: Held = held.get(name) ?? { max, holders: [] }
      held.set(name, of)
      const last = of.holders.at(-1)
      if (last?.job === job) last.demand += demand
      else of.holders.push({ job, demand })
    }
  }
  return held
}

/** What bounds a step, and how many places of it the step could fill. */
function limitsOf(node: Node): readonly (Limit & { readonly demand: number })[] {
  const { strategy, id } = node.step
  const demand = strategy === undefined ? 1 : Infinity
  const legs = strategy?.maxParallel === undefined ? [] : [{ name: id, max: strategy.maxParallel, demand }]
  return [...legs, ...poolsOfNode(node).map((pool) => ({ ...pool, demand }))]
}

/** Gives everyone a place, and the others evenly to those who can use more; never more than there are. */
function shareOut(places: number, demands: readonly number[]): readonly number[] {
  const given = demands.map(() => 1)
  let left = places - demands.length
  for (;;) {
    const wanting = given.flatMap((has, nth) => (has < (demands[nth] ?? 0) ? [nth] : []))
    if (left <= 0 || wanting.length === 0) return given
    const each = Math.max(1, Math.floor(left / wanting.length))
    for (const nth of wanting.slice(0, left)) {
      const more = Math.min(each, (demands[nth] ?? 0) - (given[nth] ?? 0))
      given[nth] = (given[nth] ?? 0) + more
      left -= more
    }
  }
}
