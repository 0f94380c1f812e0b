import type { Column } from '../column.ts'
import { mostRealDigits, storageOf } from '../create-table.ts'

/**
 * The digits of a table's decimals. Where precision and scale are declared a value must keep to them; where they
 * are not, the values tell the scale, and all of them together must stay within the digits a double carries.
 */
export class OpenDecimals {
  readonly #columns: readonly Column[]
  readonly #text: readonly boolean[]
  readonly #whole: Int32Array
  readonly #fraction: Int32Array
  /** Of the row being measured: they count only once it is accepted. */
  readonly #rowWhole: Int32Array
  readonly #rowFraction: Int32Array
  readonly #open: readonly number[]

  constructor(columns: readonly Column[]) {
    this.#columns = columns
    this.#text = columns.map((column) => column.type === 'decimal' && storageOf(column) === 'TEXT')
    this.#whole = new Int32Array(columns.length)
    this.#fraction = new Int32Array(columns.length)
    this.#rowWhole = new Int32Array(columns.length)
    this.#rowFraction = new Int32Array(columns.length)
    this.#open = [...columns.keys()].filter((index) => {
      const column = columns[index]
      return column?.type === 'decimal' && column.scale === undefined && !this.#text[index]
    })
  }

  asText(index: number): boolean {
    return this.#text[index] === true
  }

  /** The rule that so many digits break, if any. */
  check(index: number, whole: number, fraction: number): string | undefined {
    const { precision, scale } = this.#columns[index] ?? {}
    if (scale !== undefined) {
      const fits = fraction <= scale && whole <= (precision ?? mostRealDigits) - scale
      return fits ? undefined : `decimal(${precision ?? mostRealDigits},${scale})`
    }
    if (precision !== undefined && whole + fraction > precision) return `decimal(${precision})`
    if (this.asText(index)) return undefined
    this.#rowWhole[index] = Math.max(whole, this.#whole[index] ?? 0)
    this.#rowFraction[index] = Math.max(fraction, this.#fraction[index] ?? 0)
    return tooLong(this.#rowWhole[index] ?? 0, this.#rowFraction[index] ?? 0)
  }

  /** A row is about to be measured: what one that was not accepted had counts for nothing. */
  begin(): void {
    for (const index of this.#open) {
      this.#rowWhole[index] = 0
      this.#rowFraction[index] = 0
    }
  }

  /** The row is written: its digits count. */
  accept(): void {
    for (const index of this.#open) {
      this.#whole[index] = Math.max(this.#whole[index] ?? 0, this.#rowWhole[index] ?? 0)
      this.#fraction[index] = Math.max(this.#fraction[index] ?? 0, this.#rowFraction[index] ?? 0)
    }
  }

  /** The column with the scale that its values had, and open to others. */
  close(index: number): Column {
    const column = this.#columns[index]
    if (column === undefined) throw new RangeError(`there is no column ${index}`)
    if (!this.#open.includes(index)) return column
    const { precision = mostRealDigits } = column
    return { ...column, precision, scale: this.#fraction[index] ?? 0, open: true }
  }
}

const usual = [
  [30, 6],
  [38, 18],
  [60, 30],
] as const

/** The rule that so many digits of an undeclared decimal break, with a declaration that has room for them. */
function tooLong(whole: number, fraction: number): string | undefined {
  if (whole + fraction <= mostRealDigits) return undefined
  const wide = usual.find(([precision, scale]) => fraction <= scale && whole <= precision - scale)
  const [precision, scale] = wide ?? [whole + fraction, fraction]
  return `decimal of 15 digits (declare more: decimal(${precision},${scale}))`
}
