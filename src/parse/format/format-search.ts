import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { ColumnProfile } from '../../dataset/column-profile.ts'
import type { ColumnFormat, Rewrite } from './column-format.ts'
import { type Candidate, candidates } from './format-candidates.ts'
import { rewriteNumber } from './rewrite-number.ts'
import { rewriteTime } from './rewrite-time.ts'

/** No date, time or number that people write is longer. */
const longest = 64

/** A text as it is written, and behind it as it would be rewritten. */
const room = Buffer.alloc(4 * longest)

/** How a column is written, and what it is then. */
export interface FoundFormat {
  readonly column: Omit<Column, 'name'>
  readonly format: ColumnFormat
  /** It fits, and yet it may not be meant. */
  readonly isDoubtful: boolean
}

const ways = candidates.map((candidate) => ({ candidate, rewrite: rewriteOf(candidate) }))

/** Who puts a number into quotes in JSON does not mean a number. */
const waysOfStrings = ways.filter(({ candidate }) => candidate.type !== 'number')

interface Open {
  readonly candidate: Candidate
  readonly rewrite: Rewrite
  /** Of its texts as they would be rewritten. */
  readonly profile: ColumnProfile
  hasMark: boolean
}

/** Finds how the texts of one column are written, of all that it may be: what every value of it fits. */
export class FormatSearch {
  /** Absent: there was no text yet. */
  #open: readonly Open[] | undefined

  get isOver(): boolean {
    return this.#open?.length === 0
  }

  add(batch: Batch, row: number, column: number): void {
    const at = row * batch.columns + column
    const kind = batch.kind[at] ?? 0
    if (kind === fieldKind.null || this.isOver) return
    const [from, to] = [batch.start[at] ?? 0, batch.end[at] ?? 0]
    const isString = kind === fieldKind.string
    const isText = kind === fieldKind.bare || kind === fieldKind.quoted || isString
    if (!isText || to - from > longest) this.#open = []
    else this.#addText(batch.bytes.subarray(from, to), row, isString ? waysOfStrings : ways)
  }

  #addText(text: Buffer, row: number, all: typeof ways): void {
    text.copy(room)
    const fitting: Open[] = []
    for (const way of this.#open ?? all) {
      const stop = way.rewrite(room, 0, text.length, longest)
      if (stop < 0) continue
      const { mark } = way.candidate
      const open =
        'profile' in way ? way : { ...way, profile: new ColumnProfile(), hasMark: mark === undefined }
      open.hasMark ||= text.includes(mark ?? '')
      open.profile.add(room, longest, stop, fieldKind.bare, undefined, row)
      fitting.push(open)
    }
    this.#open = fitting
  }

  /** The format that all values fit; several, or a doubtful one, where it cannot be told what is meant. */
  found(): readonly FoundFormat[] {
    const readings = new Map<string, FoundFormat>()
    for (const { candidate, profile, hasMark } of this.#open ?? []) {
      const column = profile.typed()
      if (!hasMark || !isOf(candidate.type, column.type) || readings.has(candidate.reading)) continue
      const { format, reading, isDoubtful = false } = candidate
      readings.set(reading, { column, format, isDoubtful })
    }
    return [...readings.values()]
  }
}

function isOf(wanted: Candidate['type'], type: Column['type']): boolean {
  if (wanted !== 'number') return type === wanted
  return type === 'integer' || type === 'decimal' || type === 'real'
}

function rewriteOf({ format, type }: Candidate): Rewrite {
  return type === 'number'
    ? rewriteNumber(format)
    : rewriteTime(format.format ?? '', { date: type === 'date' })
}
