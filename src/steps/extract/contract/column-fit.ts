import type { Batch } from '../../../dataset/batch.ts'
import { fieldText } from '../../../dataset/batch.ts'
import type { Column } from '../../../dataset/column.ts'
import { RowEncoder } from '../../../dataset/row-encoder.ts'
import { projectBatch } from '../../project-batch.ts'

/** So much of a value is shown. */
const shownChars = 60

/** Finds for each column of a contract the first value that it cannot hold, judged as it would be written. */
export class ColumnFit {
  readonly #open: Map<string, RowEncoder>
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
  }

  /** `names` are those of the batch's columns. */
  add(batch: Batch, names: readonly string[]): void {
    for (const [name, encoder] of this.#open) {
      const at = names.indexOf(name)
      if (at < 0 || at >= batch.columns) continue
      const one = projectBatch(batch, [at])
      for (let row = 0; row < one.rows; row++) {
        if (encoder.measure(one, row) >= 0) continue
        const line = one.line?.[row]
        const where = line === undefined ? `row ${this.#rows + row + 1}` : `line ${line}`
        const text = this.#mask(fieldText(one, row, 0) ?? '')
        const shown = text.length > shownChars ? `${text.slice(0, shownChars).toWellFormed()}…` : text
        this.misfits.set(name, `${where} holds ${JSON.stringify(shown)}`)
        this.#open.delete(name)
        break
      }
    }
    this.#rows += batch.rows
  }
}
