import type { LedgerEntry } from '../../ledger/record.ts'
import { loadedRows, failedSteps } from '../../ledger/tell-run.ts'
import { duration, number } from '../../text/quantities.ts'
import type { Palette } from './palette.ts'
import { resultMark } from './result-mark.ts'
import { type Cell, renderTable } from './table.ts'

/** A run that is at work. */
export interface RunAtWork {
  readonly id: string
  readonly pipeline: string
  readonly date: string
  /** How many steps have ended: `3 of 5 steps`. */
  readonly progress: string
}

/** Narrower than this there is room for little more than which run it was. */
const roomyFrom = 56
const narrowColumns = 3
/** Beside the rest there is room for when it started. */
const wideFrom = 110
const startedColumn = 4

/** Past runs for a person, a line each. */
export function renderRunList(
  atWork: readonly RunAtWork[],
  runs: readonly LedgerEntry[],
  paint: Palette,
  columns: number,
): string {
  const head = ['', 'run', 'pipeline', 'for', 'started', 'result', 'rows', 'time', ''].map(
    (text, index): Cell => ({
      text,
      paint: paint.dim,
      align: index === 6 || index === 7 ? 'right' : 'left',
    }),
  )
  const rows = [...atWork.map((run) => workRow(run, paint)), ...runs.map((run) => runRow(run, paint))]
  const used = head.map((_, index) => {
    if (columns < roomyFrom) return index < narrowColumns
    if (index === startedColumn && columns < wideFrom) return false
    return rows.some((row) => row[index]?.text !== '')
  })
  const filled = [head, ...rows].map((row) => row.filter((_, index) => used[index]))
  return renderTable(filled, columns - 2)
    .map((line) => ` ${line}\n`)
    .join('')
}

function workRow({ id, pipeline, date, progress }: RunAtWork, paint: Palette): Cell[] {
  const { mark, colour } = resultMark('running', paint)
  return [
    { text: mark, paint: colour, whole: true },
    { text: id, whole: true },
    { text: pipeline, paint: paint.bold },
    { text: date, whole: true },
    { text: '' },
    { text: 'running', paint: colour, whole: true },
    { text: '' },
    { text: '' },
    { text: progress, paint: paint.dim },
  ]
}

function runRow(entry: LedgerEntry, paint: Palette): Cell[] {
  const { id, pipeline, date, startedAt, result, durationMs } = entry.run
  const { mark, colour } = resultMark(result, paint)
  const rows = loadedRows(entry)
  return [
    { text: mark, paint: colour, whole: true },
    { text: id, whole: true },
    { text: pipeline, paint: paint.bold },
    { text: date, whole: true },
    { text: minute(startedAt), paint: paint.dim, whole: true },
    { text: result, paint: colour, whole: true },
    { text: rows === null ? '' : number(rows), align: 'right', whole: true },
    { text: duration(durationMs), align: 'right', whole: true },
    { text: remark(entry), paint: paint.dim },
  ]
}

/** In UTC, as everywhere. */
export function minute(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}Z`
}

const namedSteps = 3

function remark(entry: LedgerEntry): string {
  const { attempt, select, killed } = entry.run
  const failed = failedSteps(entry)
  const more = failed.length > namedSteps ? ` and ${failed.length - namedSteps} more` : ''
  return [
    killed === true ? 'killed' : undefined,
    failed.length === 0 ? undefined : `${failed.slice(0, namedSteps).join(', ')}${more}`,
    attempt === 1 ? undefined : `attempt ${attempt}`,
    select === undefined ? undefined : `only ${select}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}
