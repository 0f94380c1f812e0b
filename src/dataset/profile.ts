import type { Batch } from './batch.ts'
import type { Column } from './column.ts'
import { ColumnProfile } from './column-profile.ts'

/** Why a column is text or json although some of its values, or all but one, look like more. */
interface Proof {
  readonly column: string
  readonly type: Column['type']
  /** E.g. `line 17: "00601" has a leading zero, which a number would lose`. */
  readonly because: string
}

/** Finds for each column the narrowest type in which every value survives text → type → text, over all rows. */
export class Profile {
  readonly #names: readonly string[]
  readonly #columns: ColumnProfile[] = []
  #rows = 0

  /** `names` may grow while batches come (as `openJson`'s do); rows seen before have null there. */
  constructor(names: readonly string[]) {
    this.#names = names
  }

  add(batch: Batch): void {
    const { bytes, start, end, kind, columns, line } = batch
    while (this.#columns.length < columns) this.#columns.push(new ColumnProfile())
    for (let column = 0; column < columns; column++) {
      const profile = this.#columns[column]
      if (profile === undefined) continue
      for (let row = 0, at = column; row < batch.rows; row++, at += columns) {
        const how = kind[at] ?? 0
        if (how !== 0)
          profile.add(bytes, start[at] ?? 0, end[at] ?? 0, how, line?.[row], this.#rows + row + 1)
      }
    }
    this.#rows += batch.rows
  }

  /** The columns found; those of `declared` (by name) as they were declared. */
  columns(declared: readonly Column[] = []): readonly Column[] {
    const known = new Map(declared.map((column) => [column.name, column]))
    return this.#names.map((name, index) => known.get(name) ?? { name, ...this.#at(index).typed() })
  }

  /** Of the columns of which there is something to say. */
  proof(): readonly Proof[] {
    return this.#names.flatMap((column, index) => {
      const profile = this.#at(index)
      const because = profile.because()
      return because === undefined ? [] : [{ column, type: profile.typed().type, because }]
    })
  }

  /** Of every column how many values it has, and which of them speaks for its type. */
  evidence(): readonly { readonly column: string; readonly values: number; readonly text: string }[] {
    return this.#names.map((column, index) => ({ column, ...this.#at(index).evidence() }))
  }

  get rows(): number {
    return this.#rows
  }

  #at(index: number): ColumnProfile {
    return this.#columns[index] ?? new ColumnProfile()
  }
}
