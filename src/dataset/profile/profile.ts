import type { Batch } from '../batch.ts'
import type { Column } from '../column.ts'
import { ColumnProfile } from './column-profile.ts'

/** Why a column is text or json although some of its values, or all but one, look like more. */
interface Proof {
  readonly column: string
  readonly type: Column['type']
  /** E.g. `line 17: "00601" has a leading zero, which a number would lose`. */
  readonly because: string
}

interface Evidence {
  readonly column: string
  readonly values: number
  readonly text: string
  readonly isEither?: true
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
    return this.#names.map((name, index) => known.get(name) ?? { name, ...this.#typed(index) })
  }

  /** Of the columns of which there is something to say. */
  proof(): readonly Proof[] {
    return this.#names.flatMap((column, index) => {
      const because = this.#either(index) ?? this.#at(index).because()
      return because === undefined ? [] : [{ column, type: this.#typed(index).type, because }]
    })
  }

  /**
   * Of every column how many values it has, and which of them speaks for its type. `isEither`: its values may be read in two
   * ways, and both are told.
   */
  evidence(): readonly Evidence[] {
    return this.#names.map((column, index) => {
      const either = this.#either(index)
      const { values, text } = this.#at(index).evidence()
      return {
        column,
        values,
        ...(either === undefined ? { text } : { text: either, isEither: true as const }),
      }
    })
  }

  get rows(): number {
    return this.#rows
  }

  #typed(index: number): Omit<Column, 'name'> {
    return this.#either(index) === undefined ? this.#at(index).typed() : { type: 'text' }
  }

  /** `1.250` is a decimal, unless numbers beside it have a comma for their point: then only the author knows. */
  #either(index: number): string | undefined {
    const grouped = this.#at(index).grouped()
    if (grouped === undefined) return undefined
    const beside = this.#columns.findIndex((column) => column.european() !== undefined)
    if (beside < 0) return undefined
    const shown = `"${this.#at(beside).european()}" of ${JSON.stringify(this.#names[beside])}`
    return `${grouped} fits as a decimal and, beside the ${shown}, with \`thousands: "."\`: only you know which`
  }

  #at(index: number): ColumnProfile {
    return this.#columns[index] ?? new ColumnProfile()
  }
}
