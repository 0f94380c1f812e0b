import type { Pack, PackingFacts } from './packing.ts'
import { runnerKey } from './runner.ts'

/**
 * A wave no wider than a matrix may be, made by putting jobs on the same kind of runner together, the longest
 * first onto the job that is shortest so far. `undefined` when there are more kinds of runner than places.
 */
export function narrow(wave: readonly Pack[], facts: PackingFacts): readonly Pack[] | undefined {
  if (wave.length <= facts.maxJobsPerWave) return wave
  const kinds = [...Map.groupBy(wave, (pack) => runnerKey(pack.runsOn)).values()]
  if (kinds.length > facts.maxJobsPerWave) return undefined
  const spare = facts.maxJobsPerWave - kinds.length
  return kinds.flatMap((packs) => spread(packs, 1 + Math.floor((spare * packs.length) / wave.length), facts))
}

function spread(packs: readonly Pack[], places: number, facts: PackingFacts): Pack[] {
  const length = (pack: Pack) => pack.steps.reduce((sum, step) => sum + facts.expectedMs(step), 0)
  const jobs = packs.slice(0, places).map((pack) => ({ ...pack, steps: [...pack.steps], ms: length(pack) }))
  for (const pack of packs.slice(places).toSorted((a, b) => length(b) - length(a))) {
    const shortest = jobs.reduce((least, job) => (job.ms < least.ms ? job : least))
    shortest.steps.push(...pack.steps)
    shortest.ms += length(pack)
  }
  return jobs.map(({ steps, runsOn }) => ({ steps, runsOn }))
}
