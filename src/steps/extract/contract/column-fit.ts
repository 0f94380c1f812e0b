import type { Batch } from '../../../dataset/batch.ts'
import { fieldKind, fieldText } from '../../../dataset/batch.ts'
import type { Column } from '../../../dataset/column.ts'
import { mostRealDigits } from '../../../dataset/create-table.ts'
import { decimal, scanDecimal } from '../../../dataset/fields/number-field.ts'
import { RowEncoder } from '../../../dataset/file-format/row-encoder.ts'
import { projectBatch } from '../../project-batch.ts'

/** So much of a value is shown. */
const shownChars = 60

/** Where a value stands. */
interface Place {
  readonly batch: Batch
  readonly row: number
  readonly at: number
}

/** Digits of a column's longest values; not whole once one was no plain decimal. */
interface Digits {
  whole: number
  fraction: number
  areAll: boolean
}

/**
 * Finds for each column of a contract the first value that it cannot hold, judged as it would be written, and for a decimal
 * one that holds them all.
 */
export class ColumnFit {
  readonly #open: Map<string, RowEncoder>
  readonly #decimals: ReadonlyMap<string, { readonly column: Column; readonly digits: Digits }>
  readonly #mask: (text: string) => string
  #rows = 0
  /** By column, e.g. `line 17 holds "00601"`. */
  readonly misfits = new Map<string, string>()

  constructor(columns: readonly Column[], mask: (text: string) => string) {
    this.#mask = mask
    this.#open = new Map(
      columns
        .filter(({ type }) => type !== 'text')
        .map(({ notNull: _notNull, ...column }) => [column.name, new RowEncoder([column])]),
    )
    this.#decimals = new Map(
      columns
        .filter(({ type }) => type === 'decimal')
        .map((column) => [column.name, { column, digits: { whole: 0, fraction: 0, areAll: true } }]),
    )
  }

  /** By column, of decimals that a value did not fit: what holds all the values that there were and are. */
  wider(): ReadonlyMap<string, Column> {
    const found = new Map<string, Column>()
    for (const [name, { column, digits }] of this.#decimals)
      if (digits.areAll && this.misfits.has(name)) found.set(name, withDigits(column, digits))
    return found
  }

  /** `names` are those of the batch's columns; `written`: the batch before texts of a format of their own were rewritten. */
  add(batch: Batch, names: readonly string[], written = batch): void {
    for (const [name, { digits }] of this.#decimals) countDigits(batch, names.indexOf(name), digits)
    for (const [name, encoder] of this.#open) {
      const at = names.indexOf(name)
      if (at < 0 || at >= batch.columns) continue
      const one = projectBatch(batch, [at])
      for (let row = 0; row < one.rows; row++) {
        if (encoder.measure(one, row) >= 0) continue
        this.#refuse(name, { batch: written, row, at })
        break
      }
    }
    this.#rows += batch.rows
  }

  /** A value of a batch to come that is not written as its column says. No number of more digits holds it. */
  refuseWriting(name: string, place: Place): void {
    const known = this.#decimals.get(name)
    if (known !== undefined) known.digits.areAll = false
    this.#refuse(name, place)
  }

  #refuse(name: string, { batch, row, at }: Place): void {
    if (!this.#open.delete(name)) return
    const line = batch.line?.[row]
    const where = line === undefined ? `row ${this.#rows + row + 1}` : `line ${line}`
    const text = this.#mask(fieldText(batch, row, at) ?? '')
    const shown = text.length > shownChars ? `${text.slice(0, shownChars).toWellFormed()}…` : text
    this.misfits.set(name, `${where} holds ${JSON.stringify(shown)}`)
  }
}

function countDigits(batch: Batch, column: number, digits: Digits): void {
  if (column < 0 || column >= batch.columns) return
  for (let row = 0, at = column; row < batch.rows && digits.areAll; row++, at += batch.columns) {
    if (batch.kind[at] === fieldKind.null) continue
    if (scanDecimal(batch.bytes, batch.start[at] ?? 0, batch.end[at] ?? 0)) {
      digits.whole = Math.max(digits.whole, decimal.whole)
      digits.fraction = Math.max(digits.fraction, decimal.fraction)
    } else digits.areAll = false
  }
}

/** An open column is as long as its values: what it had room for before the point was nobody's wish. */
function withDigits(column: Column, { whole, fraction }: Digits): Column {
  const { precision = mostRealDigits, scale = 0, open } = column
  const digits = Math.max(scale, fraction)
  const needed = whole + digits
  const kept = precision - scale + digits
  return {
    ...column,
    precision: open === true ? Math.max(needed, mostRealDigits) : Math.max(needed, kept),
    scale: digits,
  }
}
