import { factsOf } from '../steps/kinds.ts'
import type { Manifest, Step } from './manifest.ts'

/** The pool of a connection that has `max-parallel`. No pool that an author names holds a dot. */
export function connectionPool(connection: string): string {
  return `connections.${connection}`
}

/** The pools in which a step takes a place while it works: its own, and that of its connection if it is limited. */
export function poolsOf({ pools }: Manifest, step: Step): readonly string[] {
  const { connection } = factsOf(step)
  const wanted = [step.pool ?? [], connection === undefined ? [] : connectionPool(connection.name)].flat()
  return wanted.filter((pool) => Object.hasOwn(pools, pool))
}
