import type { WindowEnd } from '../../report/backfill-window.ts'
import { counted, duration, number } from '../../text/quantities.ts'
import { firstLine } from './message-lines.ts'
import type { Palette } from './palette.ts'
import { resultMark } from './result-mark.ts'
import { type Cell, renderTable } from './table.ts'

const words: Readonly<Record<WindowEnd['result'], string>> = {
  success: 'success',
  failure: 'failure',
  skipped: 'skipped',
  cancelled: 'cancelled',
  degraded: 'degraded',
  open: 'to run',
  done: 'done before',
  early: 'not over yet',
  left: 'left',
}

/** The windows of a backfill for a person, a line each, and how many ended how. */
export function renderBackfill(ends: readonly WindowEnd[], paint: Palette, columns: number): string[] {
  const head = ['', 'date', 'from', 'up to', 'result', 'rows', 'time', ''].map((text, index): Cell => ({
    text,
    paint: paint.dim,
    align: index === 5 || index === 6 ? 'right' : 'left',
  }))
  const lines = renderTable([head, ...ends.map((end) => rowOf(end, paint))], columns - 1)
  return [...lines.map((line) => ` ${line}`), '', ` ${summary(ends)}`]
}

function rowOf(
  { from, to, date, result, rows, rejected, durationMs, why }: WindowEnd,
  paint: Palette,
): Cell[] {
  const isRun = result !== 'open' && result !== 'done' && result !== 'early' && result !== 'left'
  const { mark, colour } = isRun ? resultMark(result, paint) : { mark: '', colour: paint.dim }
  return [
    { text: mark, paint: colour, whole: true },
    { text: date, whole: true },
    { text: minute(from), whole: true },
    { text: minute(to), whole: true },
    { text: words[result], paint: colour, whole: true },
    { text: rows === undefined ? '' : number(rows), align: 'right' },
    { text: durationMs === undefined ? '' : duration(durationMs), align: 'right' },
    {
      text: [
        ...(rejected === undefined ? [] : [`${number(rejected)} rejected`]),
        ...(why === undefined ? [] : [firstLine(why)]),
      ].join(', '),
    },
  ]
}

/** `2024-01-01 23:00Z`. */
function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')}Z`
}

function summary(ends: readonly WindowEnd[]): string {
  const counts = Map.groupBy(ends, ({ result }) => words[result])
  const rejected = ends.reduce((sum, end) => sum + (end.rejected ?? 0), 0)
  return [
    ...[...counts].map(([word, those]) => `${number(those.length)} ${word}`),
    ...(rejected === 0 ? [] : [`${counted(rejected, 'row')} rejected`]),
  ].join(' · ')
}
