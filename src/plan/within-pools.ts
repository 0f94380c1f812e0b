import { spread } from './narrow.ts'
import { jobCount, type Limit, type Pack, type PackingFacts } from './packing.ts'
import { runnerKey } from './runner.ts'

/**
 * Waves in which no more jobs hold steps of a pool than it has places: of those that are too many, jobs on the same kind
 * of runner are put together; where that is not enough, some wait for a wave of their own.
 */
export function withinPools(wave: readonly Pack[], facts: PackingFacts): readonly (readonly Pack[])[] {
  let packs = wave
  for (;;) {
    const pool = crowdedPool(packs, facts)
    if (pool === undefined) return [packs]
    const merged = putTogether(packs, pool, facts)
    if (merged === undefined) {
      const [first, rest] = split(packs, pool, facts)
      return [...withinPools(first, facts), ...withinPools(rest, facts)]
    }
    packs = merged
  }
}

/** The first pool that has too many holders among these. */
function crowdedPool(packs: readonly Pack[], facts: PackingFacts): Limit | undefined {
  const holders = new Map<string, number>()
  for (const pack of packs)
    for (const pool of poolsIn(pack, facts)) {
      const count = (holders.get(pool.name) ?? 0) + pack.parts
      if (count > pool.max) return pool
      holders.set(pool.name, count)
    }
  return undefined
}

function poolsIn({ steps }: Pack, facts: PackingFacts): readonly Limit[] {
  const pools = new Map<string, Limit>()
  for (const step of steps) for (const pool of facts.poolsOf(step)) pools.set(pool.name, pool)
  return [...pools.values()]
}

function holds(pack: Pack, pool: Limit, facts: PackingFacts): boolean {
  return pack.steps.some((step) => facts.poolsOf(step).some(({ name }) => name === pool.name))
}

/** No other pool is held by more jobs than before. */
function putTogether(packs: readonly Pack[], pool: Limit, facts: PackingFacts): readonly Pack[] | undefined {
  const holders = packs.filter((pack) => holds(pack, pool, facts))
  const places = pool.max - jobCount(holders.filter(({ parts }) => parts > 1))
  const joined = spread(
    holders.filter(({ parts }) => parts === 1),
    places,
    facts,
  )
  if (joined === undefined) return undefined
  return [...packs.filter((pack) => pack.parts > 1 || !holds(pack, pool, facts)), ...joined]
}

/** As many holders as there are places, and the rest for later. */
function split(packs: readonly Pack[], pool: Limit, facts: PackingFacts): [Pack[], Pack[]] {
  const now: Pack[] = []
  const later: Pack[] = []
  let count = 0
  const kinds = new Set<string>()
  for (const pack of packs) {
    const kind = pack.parts > 1 ? undefined : runnerKey(pack.runsOn)
    const more = !holds(pack, pool, facts) || (kind !== undefined && kinds.has(kind)) ? 0 : pack.parts
    if (count + more > pool.max) later.push(pack)
    else {
      now.push(pack)
      count += more
      if (more > 0 && kind !== undefined) kinds.add(kind)
    }
  }
  return [now, later]
}
