import type { Report, StepReport } from '../../report/report.ts'
import { rejectedRows } from '../../report/rejected-rows.ts'
import { sparedText } from '../../report/spared.ts'
import { endedLegsText } from '../../text/ended-legs-text.ts'
import { counted, duration, number, rate } from '../../text/quantities.ts'
import { firstLine } from './message-lines.ts'
import { plainText } from './plain-text.ts'
import type { Palette } from './palette.ts'
import { type Cell, renderTable } from './table.ts'

/** Narrower than this there is no room for rate, time and remarks beside the result. */
const roomyFrom = 56
const rateColumn = 4

/** The end of a run for a person: a table of its steps and one line with the outcome. */
export function renderRunSummary(report: Report, paint: Palette, columns: number): string {
  const head = ['', 'step', 'result', 'rows', 'rate', 'time', ''].map((text, index): Cell => ({
    text,
    paint: paint.dim,
    align: index > 2 && index < 6 ? 'right' : 'left',
  }))
  const shown = report.steps.filter(({ unselected, note }) => unselected !== true || note !== undefined)
  const rows = shown.map((step) => stepRow(step, paint))
  const roomy = columns >= roomyFrom
  const used = head.map(
    (_, index) => (roomy || index < rateColumn) && rows.some((row) => row[index]?.text !== ''),
  )
  const filled = [head, ...rows].map((row) => row.filter((_, index) => used[index]))
  const table = renderTable(filled, columns - 2)
  return ['', ...table.map((line) => ` ${line}`), '', ` ${outcome(report, paint)}`, ''].join('\n')
}

function stepRow(step: StepReport, paint: Palette): Cell[] {
  const colour = colourOf(step, paint)
  const moved = step.rows !== null && (step.result === 'success' || step.tolerated)
  return [
    { text: marks[step.result], paint: colour, whole: true },
    { text: step.id, paint: paint.bold },
    { text: step.tolerated ? 'tolerated' : step.result, paint: colour, whole: true },
    {
      text: moved && step.rows !== null ? number(step.rows) : '',
      align: 'right',
      whole: true,
    },
    {
      text: moved && step.rows !== null && step.cached !== true ? rate(step.rows, step.durationMs) : '',
      align: 'right',
      paint: paint.dim,
    },
    { text: step.attempts > 0 ? duration(step.durationMs) : '', align: 'right' },
    { text: remark(step), paint: paint.dim },
  ]
}

const marks: Readonly<Record<StepReport['result'], string>> = {
  success: '✔',
  failure: '✖',
  skipped: '○',
  cancelled: '■',
}

function remark(step: StepReport): string {
  const { failure, reason, note, cache, cached, legs } = step
  const count = failure === undefined ? rejectedRows(step) : 0
  const rejected = count === 0 ? undefined : `${number(count)} rejected`
  const before = cached === true ? 'done before' : undefined
  const reused = cache?.decision === 'reused' ? 'from the cache' : before
  const mapped = legs === undefined ? undefined : endedLegsText(legs)
  return [
    mapped,
    failure === undefined || legs !== undefined ? undefined : firstLine(failure.message).replace(/:$/, ''),
    reason,
    rejected,
    reused,
    note,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}

function colourOf({ result, tolerated }: StepReport, paint: Palette): (text: string) => string {
  if (result === 'success') return paint.green
  if (result === 'failure') return tolerated ? paint.yellow : paint.red
  return result === 'cancelled' ? paint.yellow : paint.dim
}

const outcomes = {
  success: ['✔', 'done', 'green'],
  failure: ['✖', 'failed', 'red'],
  cancelled: ['■', 'cancelled', 'yellow'],
  skipped: ['○', 'nothing to do', 'dim'],
  degraded: ['▲', 'degraded: something failed that the manifest tolerates,', 'yellow'],
} as const

function outcome({ result, name, durationMs, run, totals }: Report, paint: Palette): string {
  const [mark, word, colour] = outcomes[result]
  const { unselected } = totals
  const left = unselected === undefined ? '' : ` · ${counted(unselected, 'step')} not selected`
  const text = sparedText(totals)
  const spared = text === '' ? '' : ` · ${text}`
  return `${paint[colour](mark)} ${paint.bold(plainText(name))} ${word} in ${duration(durationMs)} ${paint.dim(`· run ${run.id}${left}${spared}`)}`
}
