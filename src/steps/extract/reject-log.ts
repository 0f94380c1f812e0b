import type { Dataset } from '../../dataset/column.ts'
import { createDatasetFile } from '../../dataset/dataset-file.ts'
import type { DatasetFile } from '../../dataset/dataset-file.ts'
import type { Reject } from '../../dataset/reject.ts'
import { rejectColumns, writeReject } from '../../dataset/rejects.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { RejectLimit } from '../rejects.ts'
import { number } from '../../text/quantities.ts'

const maxShown = 5
const maxChars = 80

/** Rejected rows on their way into a dataset of their own. The file is made for the first one. */
export class RejectLog implements Disposable {
  readonly #path: string
  readonly #mask: (text: string) => string
  readonly #first: string[] = []
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
    if (this.#first.length < maxShown) this.#first.push(describeReject(file, reject, this.#mask))
    this.#file ??= createDatasetFile(this.#path, { table: 'rejects', columns: rejectColumns })
    writeReject(this.#file, file, reject)
  }

  /** The dataset; `undefined` if nothing was rejected. */
  finish(): Dataset | undefined {
    return this.#file?.finish()
  }

  /** Throws a `Failure` (`rows/rejected`) that shows the first ones if there are more than the author bears. */
  requireWithin(limit: RejectLimit, read: number): void {
    const allowed = 'rows' in limit ? limit.rows : Math.floor(limit.share * read)
    if (this.#rows <= allowed) return
    const more = this.#rows - this.#first.length
    const lines = [...this.#first, ...(more > 0 ? [`… and ${number(more)} more`] : [])]
    const bound = 'rows' in limit ? `${limit.rows}` : `${limit.share * 100}% (${allowed})`
    throw new Failure(
      'rows/rejected',
      `${number(this.#rows)} of ${number(read)} rows rejected, at most ${bound} allowed:\n${lines.map((line) => `- ${line}`).join('\n')}`,
      { help: 'Mend the source, or change "columns", or bear more with "rejects: { max: … }"' },
    )
  }

  [Symbol.dispose](): void {
    this.#file?.discard()
  }
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
