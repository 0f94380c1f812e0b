import type { LedgerEntry, StepRecord } from '../../ledger/record.ts'
import { counted, duration, number } from '../../text/quantities.ts'
import { messageLines } from './message-lines.ts'
import type { Palette } from './palette.ts'
import { plainText } from './plain-text.ts'
import { resultMark } from './result-mark.ts'
import { minute } from './run-list.ts'
import { type Cell, renderTable } from './table.ts'

const roomyFrom = 56
const narrowColumns = 4

/** One past run for a person: what it was, and a line a step. */
export function renderRunRecord(entry: LedgerEntry, paint: Palette, columns: number): string {
  const head = ['', 'step', 'result', 'rows', 'attempts', 'time', ''].map((text, index): Cell => ({
    text,
    paint: paint.dim,
    align: index > 2 && index < 6 ? 'right' : 'left',
  }))
  const rows = entry.steps.map((step) => stepRow(step, paint))
  const used = head.map(
    (_, index) =>
      (columns >= roomyFrom || index < narrowColumns) && rows.some((row) => row[index]?.text !== ''),
  )
  const table = renderTable(
    [head, ...rows].map((row) => row.filter((_, index) => used[index])),
    columns - 2,
  )
  const left = entry.stepsLeftOut ?? 0
  const more = left === 0 ? [] : [paint.dim(`and ${counted(left, 'step')} more that did not fail`)]
  const below = [...table, ...more, ...loadLines(entry, paint, columns)]
  const lines = [...headLines(entry, paint, columns), '', ...below.map((line) => ` ${line}`)]
  return `${lines.join('\n')}\n`
}

/** Which tables were filled: with the pipeline and the run, what `_millrace_loads` in the database goes by. */
function loadLines({ loads }: LedgerEntry, paint: Palette, columns: number): string[] {
  if (loads.length === 0) return []
  const text = loads.map(({ step, connection, table, rows }): Cell[] => [
    { text: 'loaded', paint: paint.dim },
    { text: `${connection}.${table}`, paint: paint.bold },
    { text: counted(rows, 'row'), align: 'right', whole: true },
    { text: `by ${step}`, paint: paint.dim },
  ])
  return ['', ...renderTable(text, columns - 2)]
}

function headLines({ run }: LedgerEntry, paint: Palette, columns: number): string[] {
  const { mark, colour } = resultMark(run.result, paint)
  const details = [
    `started ${minute(run.startedAt)}`,
    `took ${duration(run.durationMs)}`,
    `by ${run.trigger}`,
    run.attempt === 1 ? undefined : `attempt ${run.attempt}`,
    run.select === undefined ? undefined : `only ${run.select}`,
    run.killed === true ? 'its process was killed' : undefined,
    run.branch,
    run.sha?.slice(0, 7),
  ].filter((part) => part !== undefined)
  const line = (text: string, head = '  ', painted = paint.dim) =>
    messageLines(plainText(text), { indent: ' ', head, paint: painted, room: columns - 1 })
  return [
    ...line(`${run.pipeline} ${run.result} for ${run.date} · run ${run.id}`, `${colour(mark)} `, paint.bold),
    ...line(details.join(' · ')),
    ...(run.url === undefined ? [] : line(run.url)),
  ]
}

function stepRow(step: StepRecord, paint: Palette): Cell[] {
  const { id, result, tolerated, rows, attempts, durationMs } = step
  const { mark, colour } = resultMark(tolerated === true ? 'degraded' : result, paint)
  return [
    { text: mark, paint: colour, whole: true },
    { text: id, paint: paint.bold },
    { text: tolerated === true ? 'tolerated' : result, paint: colour, whole: true },
    { text: rows === null || result !== 'success' ? '' : number(rows), align: 'right', whole: true },
    { text: attempts > 1 ? String(attempts) : '', align: 'right' },
    { text: attempts > 0 ? duration(durationMs) : '', align: 'right', whole: true },
    { text: remark(step), paint: paint.dim },
  ]
}

/** What was not run again was done before the run was resumed, or comes out of the cache: then it was never attempted. */
function remark({ cached, attempts, unselected, legs, reason, rejected, failure }: StepRecord): string {
  return [
    failure === undefined ? undefined : `${failure.message} [${failure.code}]`,
    unselected === true ? 'not selected' : reason,
    cached === true ? (attempts > 0 ? 'done before' : 'cached') : undefined,
    legs === undefined ? undefined : `${number(legs.success)} of ${counted(legs.total, 'leg')} succeeded`,
    legs?.cached === undefined ? undefined : `${number(legs.cached)} from the cache`,
    rejected === undefined ? undefined : `${number(rejected)} rejected`,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}
