import { nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { narrow } from './narrow.ts'
import { componentsOf } from './components-of.ts'
import type { Pack, Packing, PackingFacts } from './packing.ts'
import { runnerKey } from './runner.ts'
import { withinPools } from './within-pools.ts'
import type { Jointed } from './without-ends.ts'

/**
 * Packs a graph that is deeper than the workflow. The depth is cut into as many bands as there are waves; within
 * a band, steps that hang together share a job. Edges lead to the same band or a later one, so this holds for
 * every shape. Where two steps of a band hang together but ask for different runners, or several jobs share one of them,
 * the later one moves on a band; when that runs out of waves, a band ends only there, which is the fewest there can be.
 */
export function coarsen(graph: Jointed, facts: PackingFacts): Packing | undefined {
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
function depths(graph: Jointed): Map<StepId, number> {
  const depth = new Map<StepId, number>()
  for (const id of graph.order) {
    let deepest = graph.joints.has(id) ? -1 : 0
    const own = graph.joints.has(id) ? 0 : 1
    for (const need of nodeOf(graph, id).needs) deepest = Math.max(deepest, (depth.get(need) ?? 0) + own)
    depth.set(id, deepest)
  }
  return depth
}

function bands(
  graph: Jointed,
  depth: ReadonlyMap<StepId, number>,
  bandOf: (level: number) => number,
  { partsOf }: PackingFacts,
): Map<StepId, number> {
  const band = new Map<StepId, number>()
  const latest = new Map<StepId, ReadonlyMap<string, number>>()
  for (const id of graph.order) {
    const { needs, step } = nodeOf(graph, id)
    const above = merged(needs.map((need) => latest.get(need) ?? new Map<string, number>()))
    if (graph.joints.has(id)) {
      latest.set(id, above)
      continue
    }
    const own = partsOf(id) > 1 ? alone : runnerKey(step.runsOn)
    let least = bandOf(depth.get(id) ?? 0)
    for (const [where, last] of above)
      least = Math.max(least, last + (where !== own || own === alone ? 1 : 0))
    band.set(id, least)
    latest.set(id, new Map([[own, least]]))
  }
  return band
}

/** Stands for no runner: who shares a step with other jobs shares a job with no other step. */
const alone = ''

/** For each kind of runner the latest band in which any of these steps is. */
function merged(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>()
  for (const each of all)
    for (const [where, band] of each) latest.set(where, Math.max(latest.get(where) ?? 0, band))
  return latest
}

/** The steps of each band, gathered into jobs: those joined by an edge within the band go together. */
function components(graph: Jointed, band: ReadonlyMap<StepId, number>, { partsOf }: PackingFacts): Pack[][] {
  const root = componentsOf(graph, band)
  const packs = new Map<StepId, Pack & { readonly steps: StepId[] }>()
  const waves: Pack[][] = []
  for (const id of graph.order) {
    if (graph.joints.has(id)) continue
    const key = root(id)
    const { runsOn } = nodeOf(graph, id).step
    const pack = packs.get(key) ?? { steps: [], runsOn, parts: partsOf(id) }
    if (!packs.has(key)) (waves[band.get(id) ?? 0] ??= []).push(pack)
    packs.set(key, pack)
    pack.steps.push(id)
  }
  return waves.filter((wave) => wave !== undefined)
}
