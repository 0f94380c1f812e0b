import { coarsen } from './coarsen.ts'
import { fuseChains } from './fuse-chains.ts'
import type { Packer } from './packing.ts'
import { splitWide } from './split-wide.ts'
import { withinPools } from './within-pools.ts'

/**
 * Fuses chains and lays the rest out by depth, which is as parallel as waves can be; where that is deeper than
 * the workflow, levels are merged until it fits. Durations and prices do not yet sway it.
 */
export const packByDepth: Packer = (graph, facts) => {
  const byDepth = fuseChains(graph, facts).flatMap((wave) => withinPools(wave, facts))
  const waves = splitWide(byDepth, facts.maxJobsPerWave)
  return waves.length <= facts.maxWaves ? waves : coarsen(graph, facts)
}
