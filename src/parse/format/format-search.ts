import { type Batch, fieldKind } from '../../dataset/batch.ts'
import type { Column } from '../../dataset/column.ts'
import { ColumnProfile } from '../../dataset/profile/column-profile.ts'
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

/** So many values may not fit before a way is given up: with fewer it is told which they are. */
const mostMisses = 3
/** So many that fit for each that does not make it a slip. */
const hitsPerMiss = 3

interface Open {
  readonly candidate: Candidate
  readonly rewrite: Rewrite
  /** Of its texts as they would be rewritten. */
  readonly profile: ColumnProfile
  hasMark: boolean
  hits: number
  misses: number
  firstMiss: string | undefined
}

/** How all values but a few are written. */
export interface AlmostFormat {
  readonly formats: readonly ColumnFormat[]
  readonly hits: number
  readonly misses: number
  /** The first that is not, and where it stands. */
  readonly firstMiss: string
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
    const isString = kind === fieldKind.string
    const isText = kind === fieldKind.bare || kind === fieldKind.quoted || isString
    this.#open ??= (isString ? waysOfStrings : ways).map(opened)
    if (!isText) this.#open = []
    else this.#addText(batch.bytes.subarray(batch.start[at], batch.end[at]), batch.line?.[row])
  }

  #addText(text: Buffer, line: number | undefined): void {
    const fitsRoom = text.length <= longest
    if (fitsRoom) text.copy(room)
    let isGivenUp = false
    for (const open of this.#open ?? []) {
      const stop = fitsRoom ? open.rewrite(room, 0, text.length, longest) : -1
      if (stop < 0) {
        open.firstMiss ??= told(text, line)
        open.misses++
        isGivenUp ||= open.misses > mostMisses
        continue
      }
      open.hits++
      open.hasMark ||= text.includes(open.candidate.mark ?? '')
      open.profile.add(room, longest, stop, fieldKind.bare, undefined, 0)
    }
    if (isGivenUp) this.#open = this.#open?.filter(({ misses }) => misses <= mostMisses)
  }

  /** The format that all values fit; several, or a doubtful one, where it cannot be told what is meant. */
  found(): readonly FoundFormat[] {
    return this.#fitting(0).map(({ candidate: { format, isDoubtful = false }, profile }) => ({
      column: profile.typed(),
      format,
      isDoubtful,
    }))
  }

  /** Where no format fits all values: what fits all but a few. */
  almost(): AlmostFormat | undefined {
    const misses = Math.min(...(this.#open ?? []).map((open) => open.misses || Infinity))
    const fitting = this.#fitting(misses).filter(
      ({ candidate, hits }) => candidate.isDoubtful !== true && hits >= hitsPerMiss * misses,
    )
    const [{ hits, firstMiss } = { hits: 0, firstMiss: undefined }] = fitting
    if (firstMiss === undefined) return undefined
    return { formats: fitting.map(({ candidate }) => candidate.format), hits, misses, firstMiss }
  }

  /** Of each reading the first way that so many values do not fit. */
  #fitting(misses: number): readonly Open[] {
    const readings = new Map<string, Open>()
    for (const open of this.#open ?? []) {
      const { candidate, profile, hasMark } = open
      if (open.misses !== misses || !hasMark || !isOf(candidate.type, profile.typed().type)) continue
      if (!readings.has(candidate.reading)) readings.set(candidate.reading, open)
    }
    return [...readings.values()]
  }
}

function opened({ candidate, rewrite }: (typeof ways)[number]): Open {
  const hasMark = candidate.mark === undefined
  return {
    candidate,
    rewrite,
    profile: new ColumnProfile(),
    hasMark,
    hits: 0,
    misses: 0,
    firstMiss: undefined,
  }
}

function told(text: Buffer, line: number | undefined): string {
  const shown = JSON.stringify(text.toString('utf8', 0, longest))
  return line === undefined ? shown : `line ${line}: ${shown}`
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
