import * as z from 'zod'
import type { Column } from '../../../dataset/column.ts'
import { durationPattern, parseDuration } from '../../../text/duration.ts'
import { type Tell, nonEmptyText, strict } from '../../authored.ts'

/** What `incremental:` holds, decoded: each run reads only what is new since the last. */
export interface Incremental {
  /** The column that says how new a row is. Absent: the source is asked for windows of time. */
  readonly cursor?: string
  /** Windows of time begin and end at multiples of this. */
  readonly windowMs?: number
  readonly kind: 'time' | 'integer'
  /** As the author wrote it: a date, a time or digits. */
  readonly start: string
  /** How far before the kept cursor a window begins: milliseconds, or a number of the cursor's. */
  readonly lag: number
  readonly settleMs: number
}

const dayMs = 86_400_000
const timePattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

const span = (meaning: string) => z.string().regex(durationPattern, `must be ${meaning} like 5m, 2h or 1d`)

export const incrementalSchema = strict({
  cursor: nonEmptyText
    .optional()
    .describe('The column that says how new a row is: a timestamp, a date or an integer that only grows.'),
  window: span('a duration')
    .optional()
    .describe(
      'In place of `cursor`: the source is asked for whole windows of time, of this length, by `${{ window.from }}` and `${{ window.to }}`.',
    ),
  start: z
    .union([z.int(), z.string().regex(timePattern, 'must be a date, a time (ISO) or an integer')])
    .describe('Where the first window begins: a date, a time (UTC unless it has a zone) or an integer.'),
  lag: z
    .union([z.int().min(0), span('a duration, or a number,')])
    .optional()
    .describe(
      'How far before its cursor each run reads again, for rows that come late: a duration, or for an integer cursor a number. The rows must then be merged by key. Default: 0.',
    ),
  settle: span('a duration')
    .optional()
    .describe('How old a row must be before it is read, by the clock of the source. Default: 0s.'),
})

type Authored = z.output<typeof incrementalSchema>

/** What else the extract says that `incremental` must go with. */
interface Beside {
  readonly format: string
  readonly columns: readonly Column[] | undefined
}

export function decodeIncremental(authored: Authored, beside: Beside, tell: Tell): Incremental {
  const { cursor, window } = authored
  const kind = typeof authored.start === 'number' ? 'integer' : 'time'
  const at = (...path: string[]) => ['incremental', ...path]
  if (cursor === undefined && window === undefined)
    tell(at(), '`incremental` must have a `cursor` (a column) or a `window` (a duration)', {
      code: 'manifest/missing-key',
      part: 'key',
    })
  if (cursor !== undefined && window !== undefined)
    tell(at('window'), '`incremental` has both `cursor` and `window`', {
      part: 'key',
      help: 'keep `cursor` if the rows say how new they are, `window` if only the source knows',
    })
  if (kind === 'time' && toTime(String(authored.start)) === undefined)
    tell(at('start'), `"${authored.start}" is no day or time that exists`, { code: 'manifest/wrong-type' })
  if (kind === 'integer') refuseForIntegers(authored, tell)
  else if (typeof authored.lag === 'number' && authored.lag > 0)
    tell(at('lag'), '`lag` is a number, but the cursor is a time', {
      code: 'manifest/wrong-type',
      help: 'write a duration like 1h',
    })
  if (window !== undefined) checkWindow(window, tell)
  checkColumns(authored, kind, beside, tell)
  return {
    ...(cursor === undefined ? {} : { cursor }),
    ...(window === undefined ? {} : { windowMs: parseDuration(window) ?? dayMs }),
    kind,
    start: String(authored.start),
    lag: typeof authored.lag === 'string' ? (parseDuration(authored.lag) ?? 0) : (authored.lag ?? 0),
    settleMs: parseDuration(authored.settle ?? '0s') ?? 0,
  }
}

/** The moment that a `start` or an option of the command line names, in milliseconds; a date is its midnight in UTC. */
export function toTime(text: string): number | undefined {
  if (!timePattern.test(text)) return undefined
  const iso = text.replace(' ', 'T')
  const time = Date.parse(iso.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`)
  const day = Date.parse(iso.slice(0, 10))
  const exists = !Number.isNaN(day) && new Date(day).toISOString().startsWith(iso.slice(0, 10))
  return Number.isNaN(time) || !exists ? undefined : time
}

/** An integer says nothing of time. */
function refuseForIntegers({ window, lag, settle }: Authored, tell: Tell): void {
  if (window !== undefined)
    tell(['incremental', 'start'], 'a `window` of time starts at a date or a time', {
      code: 'manifest/wrong-type',
    })
  if (typeof lag === 'string' && !/^0+(\.0+)?\s*[a-z]/.test(lag))
    tell(['incremental', 'lag'], '`lag` is a duration, but the cursor is an integer', {
      code: 'manifest/wrong-type',
      help: 'write by how much the cursor is to be lowered, e.g. `lag: 1000`',
    })
  if (settle !== undefined)
    tell(['incremental', 'settle'], '`settle` goes with a cursor that is a time', {
      part: 'key',
      help: 'use `lag` with a number for rows whose numbers come late',
    })
}

function checkWindow(window: string, tell: Tell): void {
  const ms = parseDuration(window) ?? 0
  const fits = ms >= dayMs ? ms % dayMs === 0 : ms >= 60_000 && dayMs % ms === 0
  if (fits) return
  tell(['incremental', 'window'], `\`window: ${window}\` does not fit into days`, {
    code: 'manifest/wrong-type',
    help: 'write whole days, or a part of a day that divides it: 1d, 12h, 1h, 15m',
  })
}

const typesOf = { time: ['timestamp', 'date'], integer: ['integer'] } as const

function checkColumns(
  { cursor, window, start }: Authored,
  kind: Incremental['kind'],
  { format, columns }: Beside,
  tell: Tell,
): void {
  const isCut = format === 'json' || format === 'ndjson' || (format === 'csv' && window !== undefined)
  if (columns === undefined && isCut)
    tell(['incremental'], `an incremental extract of ${format} must declare its \`columns\``, {
      code: 'manifest/missing-key',
      part: 'key',
      help: 'a window without rows shows none: write them down, e.g. with `millrace infer`',
    })
  if (columns === undefined || cursor === undefined) return
  const column = columns.find(({ name }) => name === cursor)
  const allowed: readonly string[] = typesOf[kind]
  if (column === undefined)
    tell(['incremental', 'cursor'], `"${cursor}" is not among the \`columns\``, {
      help: `use one of ${columns.map(({ name }) => name).join(', ')}`,
    })
  else if (!allowed.includes(column.type))
    tell(
      ['incremental', 'cursor'],
      `"${cursor}" is ${column.type}, which does not go with \`start: ${start}\``,
      { help: `declare it as ${allowed.join(' or ')}, or change \`start\`` },
    )
}
