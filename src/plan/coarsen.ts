import { type Graph, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { narrow } from './narrow.ts'
import type { Pack, Packing, PackingFacts } from './packing.ts'
import { runnerKey } from './runner.ts'
import { withinPools } from './within-pools.ts'

/**
 * Packs a graph that is deeper than the workflow. The depth is cut into as many bands as there are waves; within
 * a band, steps that hang together share a job. Edges lead to the same band or a later one, so this holds for
 * every shape. Where two steps of a band hang together but ask for different runners, or several jobs share one of them,
 * the later one moves on a band; when that runs out of waves, a band ends only there, which is the fewest there can be.
 */
export function coarsen(graph: Graph, facts: PackingFacts): Packing | undefined {
  const depth = depths(graph)
  const levels = depth.values().reduce((most, level) => Math.max(most, level + 1), 0)
  const perBand = Math.ceil(levels / facts.maxWaves)
  for (const bandOf of [(level: number) => Math.floor(level / perBand), () => 0]) {
    const whole = components(graph, bands(graph, depth, bandOf, facts), facts)
    const waves = whole.flatMap((wave) => withinPools(wave, facts))
    if (waves.length > facts.maxWaves) continue
    const packed = waves.map((wave) => narrow(wave, facts))
    if (packed.every((wave) => wave !== undefined)) return packed
  }
  return undefined
}

/** How many needs stand between each step and the root farthest from it. */
function depths(graph: Graph): Map<StepId, number> {
  const depth = new Map<StepId, number>()
  for (const id of graph.order) {
    let deepest = 0
    for (const need of nodeOf(graph, id).needs) deepest = Math.max(deepest, (depth.get(need) ?? 0) + 1)
    depth.set(id, deepest)
  }
  return depth
}

function bands(
  graph: Graph,
  depth: ReadonlyMap<StepId, number>,
  bandOf: (level: number) => number,
  { partsOf }: PackingFacts,
): Map<StepId, number> {
  const band = new Map<StepId, number>()
  for (const id of graph.order) {
    const { needs, step } = nodeOf(graph, id)
    let least = bandOf(depth.get(id) ?? 0)
    for (const need of needs) {
      const changes = runnerKey(nodeOf(graph, need).step.runsOn) !== runnerKey(step.runsOn)
      const apart = changes || partsOf(id) > 1 || partsOf(need) > 1
      least = Math.max(least, (band.get(need) ?? 0) + (apart ? 1 : 0))
    }
    band.set(id, least)
  }
  return band
}

/** The steps of each band, gathered into jobs: those joined by an edge within the band go together. */
function components(graph: Graph, band: ReadonlyMap<StepId, number>, { partsOf }: PackingFacts): Pack[][] {
  const root = joined(graph, band)
  const packs = new Map<StepId, Pack & { readonly steps: StepId[] }>()
  const waves: Pack[][] = []
  for (const id of graph.order) {
    const key = root(id)
    const { runsOn } = nodeOf(graph, id).step
    const pack = packs.get(key) ?? { steps: [], runsOn, parts: partsOf(id) }
    if (!packs.has(key)) (waves[band.get(id) ?? 0] ??= []).push(pack)
    packs.set(key, pack)
    pack.steps.push(id)
  }
  return waves.filter((wave) => wave !== undefined)
}

/** Union-find over the edges that stay within a band: answers the step that stands for a step's component. */
function joined(graph: Graph, band: ReadonlyMap<StepId, number>): (id: StepId) => StepId {
  const parent = new Map<StepId, StepId>()
  const root = (id: StepId): StepId => {
    let top = id
    for (let up = parent.get(top); up !== undefined; up = parent.get(top)) top = up
    for (let at = id; at !== top;) {
      const up = parent.get(at) ?? top
      parent.set(at, top)
      at = up
    }
    return top
  }
  for (const id of graph.order)
    for (const need of nodeOf(graph, id).needs)
      if (band.get(need) === band.get(id) && root(need) !== root(id)) parent.set(root(id), root(need))
  return root
}
