import { type Graph, nodeOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Pack, Packing } from './packing.ts'
import { runnerKey } from './runner.ts'
import { jobTimeoutMinutes, type Lines, linesTimeoutMs, longestStepsMinutes } from './timeout.ts'

/** What is left of the minute that GitHub bills at least, when the runner has started and checked out. */
const minuteMs = 60_000 - 20_000

/** A lost runner, and a time-out that all of them reach, cost no more than so many. */
const mostTogether = 16

/**
 * The same waves, in which jobs on the same kind of runner share one when all together took less than a minute before:
 * a runner of its own would cost each a minute and its start. A wave becomes longer by less than that, and no job may
 * take longer than its wave has time (`waveRoomMinutes`). What was never measured, or is mapped, keeps its job.
 */
export function shareJobs(
  graph: Graph,
  waves: Packing,
  past: ReadonlyMap<StepId, number>,
  rooms: readonly number[],
): Packing {
  const expectedMs = (pack: Pack) => expectedWhenSmall(graph, pack, past)
  return waves.map((wave, index) => shareWave(graph, wave, { expectedMs, room: rooms[index] ?? 0 }))
}

interface WaveFacts {
  readonly expectedMs: (pack: Pack) => number | undefined
  readonly room: number
}

function shareWave(graph: Graph, wave: readonly Pack[], { expectedMs, room }: WaveFacts): readonly Pack[] {
  const open: { pack: Pack; ms: number; readonly at: number; readonly kind: string }[] = []
  const shared: Pack[] = []
  for (const pack of wave) {
    const ms = expectedMs(pack)
    const kind = runnerKey(pack.runsOn)
    const fits = (one: (typeof open)[number]) =>
      one.kind === kind && one.ms + (ms ?? 0) <= minuteMs && mayShare(graph, together(one.pack, pack), room)
    const host = ms === undefined ? undefined : open.find(fits)
    if (host === undefined) {
      if (ms !== undefined) open.push({ pack, ms, at: shared.length, kind })
      shared.push(pack)
      continue
    }
    host.pack = together(host.pack, pack)
    host.ms += ms ?? 0
    shared[host.at] = host.pack
  }
  return shared
}

/** How long a job took before, in milliseconds, if that is short and known of all its steps. */
function expectedWhenSmall(
  graph: Graph,
  { steps, parts }: Pack,
  past: ReadonlyMap<StepId, number>,
): number | undefined {
  if (parts > 1) return undefined
  let sum = 0
  for (const id of steps) {
    const { step, ends } = nodeOf(graph, id)
    const ms = ends === undefined ? past.get(id) : 0
    if (ms === undefined || step.strategy !== undefined) return undefined
    sum += ms
  }
  return sum <= minuteMs ? sum : undefined
}

function mayShare(graph: Graph, both: Pack, room: number): boolean {
  return (
    (both.lines?.length ?? 0) <= mostTogether &&
    linesTimeoutMs(linesOf(graph, both), 1) <= longestStepsMinutes(both.runsOn) * 60_000 &&
    packTimeoutMinutes(graph, both) <= room
  )
}

function together(host: Pack, guest: Pack): Pack {
  const lines = [...(host.lines ?? [host.steps]), guest.steps]
  return { ...host, steps: [...host.steps, ...guest.steps], lines }
}

/** The `timeout-minutes` of each job of a pack. */
export function packTimeoutMinutes(graph: Graph, pack: Pack): number {
  return jobTimeoutMinutes(linesOf(graph, pack), pack.parts)
}

function linesOf(graph: Graph, { steps, lines = [steps] }: Pack): Lines {
  return lines.map((line) => line.map((id) => nodeOf(graph, id)))
}

/** The `timeout-minutes` of a wave: room for its longest job, and for the longest of its jobs to share one. */
export function waveRoomMinutes(graph: Graph, wave: readonly Pack[]): number {
  const sharing = wave.filter(({ steps, parts }) => parts === 1 && steps.every((id) => !isMapped(graph, id)))
  const kinds = Map.groupBy(sharing, ({ runsOn }) => runnerKey(runsOn)).values()
  return Math.max(
    ...wave.map((pack) => packTimeoutMinutes(graph, pack)),
    ...kinds.map((packs) => roomOf(graph, packs)),
  )
}

function isMapped(graph: Graph, id: StepId): boolean {
  return nodeOf(graph, id).step.strategy !== undefined
}

function roomOf(graph: Graph, packs: readonly Pack[]): number {
  const longest = packs
    .map((pack) => ({ lines: linesOf(graph, pack), ms: linesTimeoutMs(linesOf(graph, pack), 1) }))
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, mostTogether)
  return jobTimeoutMinutes(
    longest.flatMap(({ lines }) => lines),
    1,
  )
}
