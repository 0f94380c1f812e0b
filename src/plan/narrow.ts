import { jobCount, type Pack, type PackingFacts } from './packing.ts'
import { runnerKey } from './runner.ts'

/**
 * A wave no wider than a matrix may be, made by putting jobs on the same kind of runner together. Steps that several
 * jobs share stay as they are. `undefined` when there are more kinds of runner than places.
 */
export function narrow(wave: readonly Pack[], facts: PackingFacts): readonly Pack[] | undefined {
  if (jobCount(wave) <= facts.maxJobsPerWave) return wave
  const shared = wave.filter(({ parts }) => parts > 1)
  const others = wave.filter(({ parts }) => parts === 1)
  const fewer = spread(others, facts.maxJobsPerWave - jobCount(shared), facts)
  return fewer === undefined ? undefined : [...shared, ...fewer]
}

/** Puts packs into so many jobs, each kind of runner into its share of them; the longest first onto the shortest job. */
export function spread(
  packs: readonly Pack[],
  places: number,
  facts: Pick<PackingFacts, 'expectedMs'>,
): readonly Pack[] | undefined {
  if (packs.length <= places) return packs
  const kinds = [...Map.groupBy(packs, (pack) => runnerKey(pack.runsOn)).values()]
  if (kinds.length > places) return undefined
  const spare = places - kinds.length
  return kinds.flatMap((alike) => fill(alike, 1 + Math.floor((spare * alike.length) / packs.length), facts))
}

function fill(packs: readonly Pack[], places: number, facts: Pick<PackingFacts, 'expectedMs'>): Pack[] {
  const length = (pack: Pack) => pack.steps.reduce((sum, step) => sum + facts.expectedMs(step), 0)
  const jobs = packs.slice(0, places).map((pack) => ({ ...pack, steps: [...pack.steps], ms: length(pack) }))
  for (const pack of packs.slice(places).toSorted((a, b) => length(b) - length(a))) {
    const shortest = jobs.reduce((least, job) => (job.ms < least.ms ? job : least))
    shortest.steps.push(...pack.steps)
    shortest.ms += length(pack)
  }
  return jobs.map(({ steps, runsOn, parts }) => ({ steps, runsOn, parts }))
}
