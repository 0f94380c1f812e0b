import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { pickRows } from '../../dataset/pick-rows.ts'
import { type Reject, rejectOf } from '../../dataset/reject.ts'
import { type ColumnFormat, type Rewrite, ruleOf } from './column-format.ts'
import { rewriteNumber } from './rewrite-number.ts'
import { rewriteTime } from './rewrite-time.ts'
import { rewriteWords } from './rewrite-words.ts'

/** More than any date, time or word takes; a number takes no more than it did. */
const longest = 64

/** A column with a format: what it is called, and how its texts become those of a dataset. */
interface Formatted {
  readonly column: Column
  readonly format: ColumnFormat
  readonly rewrite: Rewrite
  /** It has a word for the empty text. */
  readonly takesEmpty: boolean
}

/** A batch rewritten: all of its rows, those that fit, and what is wrong with the others. */
interface Rewritten {
  readonly whole: Batch
  readonly fitting: Batch
  readonly misfits: readonly Reject[]
}

/** Puts the texts of columns that have a format of their own into the form of a dataset. */
export class Reformat {
  readonly #formatted: readonly Formatted[]
  /** Whether a bare empty field, elsewhere null, may be a word. */
  readonly #emptyIsText: boolean

  constructor(
    columns: readonly Column[],
    formats: Readonly<Record<string, ColumnFormat>>,
    { emptyIsText }: { emptyIsText: boolean },
  ) {
    this.#emptyIsText = emptyIsText
    this.#formatted = columns.flatMap((column) => {
      const format = Object.hasOwn(formats, column.name) ? formats[column.name] : undefined
      // What a column held before it became text may have had one.
      if (format === undefined || column.type === 'text' || column.type === 'json') return []
      const takesEmpty = [...(format.true ?? []), ...(format.false ?? [])].includes('')
      return [{ column, format, takesEmpty, rewrite: rewriteOf(column, format) }]
    })
  }

  /** No column has a format of its own. */
  get isIdle(): boolean {
    return this.#formatted.length === 0
  }

  /**
   * Rewrites these texts; the batch that is given is used up. `names`: what its columns are called. `onMisfit` hears of each
   * text that does not fit, by its column and row, of which one a row is told by the answer.
   */
  apply(batch: Batch, names: readonly string[], onMisfit?: (column: string, row: number) => void): Rewritten {
    const places = this.#formatted.flatMap((each) => {
      const at = names.indexOf(each.column.name)
      return at < 0 ? [] : [{ ...each, at }]
    })
    if (places.length === 0 || batch.rows === 0) return { whole: batch, fitting: batch, misfits: [] }
    const room = new Room(batch)
    const misfits: Reject[] = []
    const kept: number[] = []
    for (let row = 0; row < batch.rows; row++) {
      let broken: Reject | undefined
      for (const place of places) {
        const why = this.#rewrite(batch, row * batch.columns + place.at, place, room)
        if (why === 0) continue
        onMisfit?.(place.column.name, row)
        const rule = ruleOf(place.column.type, place.format, why)
        broken ??= rejectOf({ ...batch, bytes: room.bytes }, row, rule, place.at, place.column.name)
      }
      if (broken === undefined) kept.push(row)
      else misfits.push(broken)
    }
    const whole = { ...batch, bytes: room.bytes, free: room.next }
    return { whole, misfits, fitting: misfits.length === 0 ? whole : pickRows(whole, kept) }
  }

  /** Answers 0, or why the text does not fit: then it stays as it is. */
  #rewrite(
    { start, end, kind }: Batch,
    field: number,
    { column, takesEmpty, rewrite }: Formatted,
    room: Room,
  ): number {
    const [from, to] = [start[field] ?? 0, end[field] ?? 0]
    if (!this.#isText(kind[field] ?? 0, column, from === to && takesEmpty)) return 0
    const out = room.open(to - from + longest)
    const stop = rewrite(room.bytes, from, to, out)
    if (stop < 0) return stop
    start[field] = out
    end[field] = stop
    if (kind[field] === fieldKind.null) kind[field] = fieldKind.bare
    room.next = stop
    return 0
  }

  /** A number of JSON is one already, but may be a date (`20240131`) or a word. */
  #isText(kind: number, { type }: Column, emptyWord: boolean): boolean {
    if (kind === fieldKind.null) return emptyWord && this.#emptyIsText
    if (kind === fieldKind.number) return type === 'date' || type === 'timestamp' || type === 'boolean'
    return kind === fieldKind.bare || kind === fieldKind.quoted || kind === fieldKind.string
  }
}

/** The free end of a batch's bytes, which grow when it is used up. */
class Room {
  bytes: Buffer
  next: number

  constructor({ bytes, free }: Batch) {
    this.bytes = bytes
    this.next = free ?? bytes.length
  }

  /** Where so many bytes can be written. */
  open(size: number): number {
    if (this.next + size > this.bytes.length) {
      const grown = Buffer.allocUnsafe(2 * (this.bytes.length + size))
      this.bytes.copy(grown)
      this.bytes = grown
    }
    return this.next
  }
}

function rewriteOf({ type }: Column, format: ColumnFormat): Rewrite {
  if (type === 'boolean') return rewriteWords(format)
  if (type !== 'date' && type !== 'timestamp') return rewriteNumber(format)
  const { format: pattern = type === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD[T]HH:mm:ss', zone } = format
  return rewriteTime(pattern, { date: type === 'date', ...(zone === undefined ? {} : { zone }) })
}
