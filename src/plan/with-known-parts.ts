import { type Graph, nodeOf } from '../graph/graph.ts'
import { maxJobs, maxJobsPerWave } from './bounds.ts'
import { poolsOfNode } from './limits.ts'
import { jobCount, type Pack, type Packing } from './packing.ts'
import { partsOfSteps } from './parts.ts'

/**
 * The same waves, in which as many jobs share a mapped step as its legs want, now that they are known. A step that had
 * several jobs keeps them to itself, be it one, so that the waves stay those of the generated workflow. One in a pool
 * gets no more than before, and all together no more than a wave and a run may have.
 */
export function withKnownParts(known: Graph, waves: Packing): Packing {
  const wanted = partsOfSteps(known)
  let total = jobCount(waves.flat())
  return waves.map((wave) => {
    let inWave = jobCount(wave)
    return wave.map((pack): Pack => {
      const [id = ''] = pack.steps
      const parts = wanted.get(id) ?? 1
      if (pack.parts === 1 || parts === pack.parts) return pack
      const pooled = poolsOfNode(nodeOf(known, id)).length > 0
      const room = pooled ? 0 : Math.max(0, Math.min(maxJobsPerWave - inWave, maxJobs - total))
      const more = Math.min(parts - pack.parts, room)
      inWave += more
      total += more
      return { ...pack, parts: pack.parts + more }
    })
  })
}
