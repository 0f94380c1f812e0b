/** Numbers that look random and are the same each time. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One state of a row. It can be seen some time after its own time: a transaction commits late. */
export interface Version {
  readonly id: number
  readonly value: number
  /** Its cursor, by the clock of the source. */
  readonly at: number
  readonly seenFrom: number
  /** Until then it cannot be taken: its value is no number. */
  readonly mendedAt: number
}

/** A table somewhere else, whose rows change while it is read. Times are milliseconds of its own clock. */
export class SimulatedSource {
  readonly versions: Version[] = []

  add(version: Version): void {
    this.versions.push(version)
  }

  /** The rows as they can be seen at a time: of each id the last version. */
  rowsAt(now: number): Version[] {
    const last = new Map<number, Version>()
    for (const version of this.versions) {
      const known = last.get(version.id)
      if (version.seenFrom <= now && (known === undefined || known.at < version.at))
        last.set(version.id, version)
    }
    return [...last.values()]
  }

  /** As NDJSON; `within` leaves out what was not asked for. */
  textAt(now: number, within?: { readonly from: number; readonly to: number }): string {
    return this.rowsAt(now)
      .filter(({ at }) => within === undefined || (at >= within.from && at < within.to))
      .map(({ id, value, at, mendedAt }) =>
        JSON.stringify({ id, value: mendedAt > now ? 'broken' : value, at: new Date(at).toISOString() }),
      )
      .join('\n')
  }
}
