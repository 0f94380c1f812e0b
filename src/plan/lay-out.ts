import { Failure } from '../diagnostic/failure.ts'
import { type Graph, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import { maxJobs, maxJobsPerWave } from './bounds.ts'
import { expectedWork } from './expected.ts'
import { poolsOfNode } from './limits.ts'
import { packByDepth } from './pack-by-depth.ts'
import { jobCount, type Packer, type Packing } from './packing.ts'
import { partsOfSteps } from './parts.ts'
import { withEndsPlaced } from './place-ends.ts'
import { pricePerMinute } from './runner.ts'
import { packTimeoutMinutes, shareJobs, waveRoomMinutes } from './share-jobs.ts'

export interface LayoutFacts {
  /** How long steps took before, in milliseconds. */
  readonly past: ReadonlyMap<StepId, number>
  /** How many waves the generated workflow has; absent: as many as the graph wants. */
  readonly maxWaves?: number
  readonly pack?: Packer
}

/** More waves than this are merged: each is one more wait for runners. */
const comfortableWaves = 10

/** Among how many jobs a mapped step is shared at most; where these make too many waves or jobs, among fewer. */
const partings = [16, 4, 1]

/**
 * The jobs of a run, in waves. They are those of the generated workflow, for which nothing was measured yet: past
 * durations sway only which steps share a job, and only where the job's wave has time for them. Throws a `Failure` when
 * there are more waves than the workflow has.
 */
export function layOut(graph: Graph, facts: LayoutFacts): Packing {
  const unmeasured = packAll(graph, { ...facts, past: new Map() })
  if (facts.past.size === 0) return unmeasured
  const rooms = unmeasured.map((wave) => waveRoomMinutes(graph, wave))
  const measured = tryPack(graph, facts)
  const packed = measured !== undefined && fitsInto(graph, measured, rooms) ? measured : unmeasured
  return shareJobs(graph, packed, facts.past, rooms)
}

function fitsInto(graph: Graph, waves: Packing, rooms: readonly number[]): boolean {
  return waves.every((wave, index) =>
    wave.every((pack) => packTimeoutMinutes(graph, pack) <= (rooms[index] ?? 0)),
  )
}

function packAll(graph: Graph, facts: LayoutFacts): Packing {
  const packed = tryPack(graph, facts)
  if (packed !== undefined) return packed
  throw new Failure(
    'plan/waves',
    `the workflow of "${graph.manifest.id}" has ${facts.maxWaves} waves, and its steps need ${wavesNeeded(graph)}`,
    { help: 'run `millrace workflow` and commit what it writes' },
  )
}

function tryPack(graph: Graph, facts: LayoutFacts): Packing | undefined {
  const pack = packerWithin(graph, facts)
  if (facts.maxWaves !== undefined) return pack(facts.maxWaves)
  return pack(comfortableWaves) ?? pack(graph.order.length) ?? []
}

/** How many waves a generated workflow must have for this graph: so few that a plan that is told of them fits. */
export function wavesNeeded(graph: Graph): number {
  const facts = { past: new Map() }
  const pack = packerWithin(graph, facts)
  let waves = layOut(graph, facts).length
  while (pack(waves) === undefined) waves += 1
  return waves
}

/**
 * For each wave a generated workflow must have, the `timeout-minutes` that leave room for its longest job, or for jobs that share one. A plan that
 * is told of so many waves packs them the same way.
 */
export function waveTimeouts(graph: Graph): number[] {
  const waves = layOut(graph, { past: new Map(), maxWaves: wavesNeeded(graph) })
  return waves.map((wave) => waveRoomMinutes(graph, wave))
}

/**
 * Packs into so many waves, and into fewer or narrower ones where that would make more jobs than a run may have: first
 * into so few that even full ones are not too many, then evenly.
 */
function packerWithin(
  graph: Graph,
  { past, pack = packByDepth }: LayoutFacts,
): (maxWaves: number) => Packing | undefined {
  const into = packInto(graph, { past, pack })
  const full = Math.floor(maxJobs / maxJobsPerWave)
  const fitting = (maxWaves: number, most: number) => {
    const wide = into(maxWaves, maxJobsPerWave, most)
    if (wide === undefined || jobCount(wide.flat()) <= maxJobs) return wide
    return (
      into(Math.min(full, maxWaves), maxJobsPerWave, most) ??
      into(maxWaves, Math.floor(maxJobs / maxWaves), most)
    )
  }
  return (maxWaves) => {
    for (const most of partings) {
      const waves = fitting(maxWaves, most)
      if (waves !== undefined) return waves
    }
    return undefined
  }
}

function packInto(
  graph: Graph,
  { past, pack }: Required<Omit<LayoutFacts, 'maxWaves'>>,
): (maxWaves: number, maxJobsPerWave: number, mostParts: number) => Packing | undefined {
  const pools = new Map(graph.nodes.values().map((node) => [node.step.id, poolsOfNode(node)]))
  return (maxWaves, jobsPerWave, mostParts) => {
    const parts = partsOfSteps(graph, mostParts)
    return withEndsPlaced(pack)(graph, {
      expectedMs: (step) => expectedWork(nodeOf(graph, step).step, past, parts.get(step) ?? 1),
      partsOf: (step) => parts.get(step) ?? 1,
      poolsOf: (step) => pools.get(step) ?? [],
      pricePerMinute,
      maxWaves,
      maxJobsPerWave: jobsPerWave,
    })
  }
}
