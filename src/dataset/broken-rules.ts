import type { Reject } from './reject.ts'

/** How many rows were rejected for one rule, and one column where it is about one. */
export interface BrokenRule extends Pick<Reject, 'column' | 'rule'> {
  readonly rows: number
}

/** More kinds than people look at are not told apart. */
const mostKept = 1000

/** Counts rejected rows by what they break. */
export class BrokenRules {
  readonly #rows = new Map<string, { column: string | null; rule: string; rows: number }>()

  add({ column, rule }: Pick<Reject, 'column' | 'rule'>): void {
    const key = JSON.stringify([column, rule])
    const known = this.#rows.get(key)
    if (known !== undefined) known.rows += 1
    else if (this.#rows.size < mostKept) this.#rows.set(key, { column, rule, rows: 1 })
  }

  /** Those that most rows break, the most broken one first; of equals the one that was met first. */
  most(count: number): readonly BrokenRule[] {
    return [...this.#rows.values()].toSorted((one, other) => other.rows - one.rows).slice(0, count)
  }
}
