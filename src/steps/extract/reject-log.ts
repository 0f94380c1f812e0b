import type { Dataset } from '../../dataset/column.ts'
import { BrokenRules } from '../../dataset/broken-rules.ts'
import { createDatasetFile } from '../../dataset/dataset-file.ts'
import type { DatasetFile } from '../../dataset/dataset-file.ts'
import type { Reject } from '../../dataset/reject.ts'
import { rejectColumns, writeReject } from '../../dataset/rejects.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { RejectLimit } from '../rejects.ts'
import { number } from '../../text/quantities.ts'

const maxShown = 5
const maxChars = 80
const maxRules = 5
/** The first so many are kept until they can be put in order: a parser tells of its rows sooner than who types the others. */
const maxHeld = 256

interface Held {
  readonly file: string
  readonly reject: Reject
}

/** Rejected rows on their way into a dataset of their own, the first of them in the order of their source. */
export class RejectLog implements Disposable {
  readonly #path: string
  readonly #mask: (text: string) => string
  #first: readonly string[] = []
  #held: Held[] | undefined = []
  readonly #broken = new BrokenRules()
  #file: DatasetFile | undefined
  #rows = 0

  constructor(path: string, mask: (text: string) => string) {
    this.#path = path
    this.#mask = mask
  }

  get rows(): number {
    return this.#rows
  }

  add(file: string, reject: Reject): void {
    this.#rows += 1
    this.#broken.add(reject)
    if (this.#held === undefined) return this.#write({ file, reject })
    this.#held.push({ file, reject })
    if (this.#held.length === maxHeld) this.#writeHeld()
  }

  #writeHeld(): void {
    if (this.#held === undefined) return
    const sorted = inOrder(this.#held)
    this.#held = undefined
    this.#first = sorted.slice(0, maxShown).map((each) => describeReject(each.file, each.reject, this.#mask))
    for (const each of sorted) this.#write(each)
  }

  #write({ file, reject }: Held): void {
    this.#file ??= createDatasetFile(this.#path, { table: 'rejects', columns: rejectColumns })
    writeReject(this.#file, file, reject)
  }

  /** The dataset; `undefined` if nothing was rejected. */
  finish(): Dataset | undefined {
    this.#writeHeld()
    return this.#file?.finish()
  }

  /** Throws a `Failure` (`rows/rejected`) that shows the first ones if there are more than the author bears. */
  requireWithin(limit: RejectLimit, read: number): void {
    const allowed = 'rows' in limit ? limit.rows : Math.floor(limit.share * read)
    if (this.#rows <= allowed) return
    const more = this.#rows - this.#first.length
    const lines = [...this.#first, ...(more > 0 ? [`… and ${number(more)} more; ${this.#mostBroken()}`] : [])]
    const bound = 'rows' in limit ? `${limit.rows}` : `${limit.share * 100}% (${allowed})`
    throw new Failure(
      'rows/rejected',
      `${number(this.#rows)} of ${number(read)} rows rejected, at most ${bound} allowed:\n${lines.map((line) => `- ${line}`).join('\n')}`,
      { help: 'Mend the source, or change "columns", or bear more with "rejects: { max: … }"' },
    )
  }

  /** In all: 12,000 × qty: integer, 340 × ragged, 3 × others. */
  #mostBroken(): string {
    const most = this.#broken.most(maxRules)
    const others = this.#rows - most.reduce((sum, { rows }) => sum + rows, 0)
    const rules = most.map(
      ({ column, rule, rows }) => `${number(rows)} × ${column === null ? '' : `${column}: `}${rule}`,
    )
    return `in all: ${[...rules, ...(others > 0 ? [`${number(others)} × others`] : [])].join(', ')}`
  }

  [Symbol.dispose](): void {
    this.#file?.discard()
  }
}

/** By source, as these came, and line; what stands on none comes last. */
function inOrder(held: readonly Held[]): readonly Held[] {
  const files = new Map([...new Set(held.map(({ file }) => file))].map((file, index) => [file, index]))
  const place = ({ file }: Held) => files.get(file) ?? 0
  const line = ({ reject }: Held) => reject.line ?? Number.MAX_SAFE_INTEGER
  return held.toSorted((one, other) => place(one) - place(other) || line(one) - line(other))
}

/** A rejected row on one line: where it stands, and what is wrong with it; the value masked, then shortened. */
export function describeReject(
  file: string,
  { line, byte, column, rule, value }: Reject,
  mask: (text: string) => string,
): string {
  const place = `${file}${line === null ? '' : `:${line}`}`
  const text = value === null ? '' : mask(value)
  const short = text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text
  const shown = value === null ? '' : ` ${JSON.stringify(short)}`
  const offset = typeof byte === 'number' ? ` (byte ${byte})` : ''
  return `${place}${column === null ? '' : ` ${column}`}: ${rule}${shown}${offset}`
}
