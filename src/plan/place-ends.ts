import { type Graph, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Pack, Packer, Packing, PackingFacts } from './packing.ts'
import { isEnd, withoutEnds } from './without-ends.ts'

/**
 * Packs a graph without the steps that only end a used pipeline, and puts these where they cost nothing: beside the
 * last steps inside if one job has them, or in any job of a later wave. Nothing waits for them: a job that needs one works
 * it out from the steps inside. Only one that comes after everything else gets a job of its own.
 */
export function withEndsPlaced(pack: Packer): (graph: Graph, facts: PackingFacts) => Packing | undefined {
  return (graph, facts) => {
    const whole = { ...graph, joints: new Set<StepId>() }
    const ends = graph.order.filter((id) => isEnd(graph, id))
    if (ends.length === 0) return pack(whole, facts)
    const packed = pack(withoutEnds(graph), facts)
    const placed = packed && placeEnds(graph, ends, packed)
    return placed !== undefined && placed.length <= facts.maxWaves ? placed : pack(whole, facts)
  }
}

/** The steps that a step waits for, each end by the last steps that it waits for in turn. */
function workAbove(graph: Graph, id: StepId): readonly StepId[] {
  return nodeOf(graph, id).needs.flatMap((need) => (isEnd(graph, need) ? workAbove(graph, need) : [need]))
}

interface Place {
  readonly wave: number
  readonly pack: Pack
}

function placeEnds(graph: Graph, ends: readonly StepId[], packed: Packing): Packing {
  const rank = new Map(graph.order.map((id, index) => [id, index]))
  const places = new Map<StepId, Place>()
  packed.forEach((wave, index) =>
    wave.forEach((pack) => pack.steps.forEach((id) => places.set(id, { wave: index, pack }))),
  )
  const guests = new Map<Pack, StepId[]>()
  const own: StepId[] = []
  for (const id of ends) {
    const host = hostOf(
      workAbove(graph, id).flatMap((need) => places.get(need) ?? []),
      packed,
    )
    if (host === undefined) own.push(id)
    else guests.set(host, [...(guests.get(host) ?? []), id])
  }
  const inOrder = (steps: readonly StepId[]) =>
    steps.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
  const waves = packed.map((wave) =>
    wave.map((pack) => {
      const more = guests.get(pack)
      return more === undefined ? pack : { ...pack, steps: inOrder([...pack.steps, ...more]) }
    }),
  )
  return own.length === 0 ? waves : [...waves, [ownPack(graph, own)]]
}

/** The job in which the last of these steps are, so that those after them can be there too; or one of a later wave. */
function hostOf(needs: readonly Place[], packed: Packing): Pack | undefined {
  const last = needs.reduce((latest, { wave }) => Math.max(latest, wave), -1)
  const [pack, ...others] = new Set(needs.filter(({ wave }) => wave === last).map((need) => need.pack))
  if (pack?.parts === 1 && others.length === 0) return pack
  return packed
    .slice(last + 1)
    .flat()
    .find(({ parts }) => parts === 1)
}

/** All that come last share one job. */
function ownPack(graph: Graph, ends: readonly StepId[]): Pack {
  const [first = ''] = ends
  return { steps: ends, runsOn: nodeOf(graph, first).step.runsOn, parts: 1 }
}
