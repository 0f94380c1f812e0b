import type { ColumnChange } from '../../source/write-columns.ts'
import { columnText } from '../../steps/column-text.ts'
import type { FoundSource } from '../../steps/extract/find-in-source.ts'
import { counted, number } from '../../text/quantities.ts'
import type { Palette } from './palette.ts'
import { plainText } from './plain-text.ts'
import { type Cell, renderTable } from './table.ts'

/** The columns of a source as a table: name, type, how many nulls, and the value that speaks for the type. */
export function renderInferred(found: FoundSource, paint: Palette, width: number): string {
  const { labels, notes, columns, rows, rejected, firstReject = '' } = found
  const head = ['column', 'type', 'nulls', 'because'].map((text, index): Cell => ({
    text,
    paint: paint.dim,
    ...(index === 2 ? { align: 'right' as const } : {}),
  }))
  const lines = columns.map((column, index): Cell[] => {
    const { values = 0, text = '' } = found.evidence[index] ?? {}
    const nulls = Math.max(0, rows - values)
    return [
      { text: column.name, paint: paint.bold },
      { text: columnText(column), paint: paint.green, whole: true },
      { text: nulls === 0 ? '' : number(nulls), align: 'right', whole: true },
      { text, paint: paint.dim },
    ]
  })
  const told = rows === 0 ? [] : [counted(rows, 'row')]
  const title = [labels.map(plainText).join(', '), ...told, counted(columns.length, 'column')].join(' · ')
  return [
    ` ${paint.bold(title)}`,
    ...notes.map((note) => ` ${paint.dim(`${plainText(note)} (found by looking)`)}`),
    ...(rejected === 0
      ? []
      : [
          ` ${paint.yellow(`${counted(rejected, 'row')} cannot be read, e.g. ${plainText(firstReject)}: a run rejects ${rejected === 1 ? 'it' : 'them'}`)}`,
        ]),
    '',
    ...renderTable([head, ...lines], width - 2).map((line) => ` ${line}`),
    '',
  ].join('\n')
}

/** What was written into a manifest, as a difference. */
export function renderColumnChanges(changes: readonly ColumnChange[], place: string, paint: Palette): string {
  if (changes.length === 0) return ` ${paint.dim(`${place} has these columns already`)}\n`
  const lines = changes.map(({ name, was, is }) => {
    const shown = plainText(name)
    if (was === undefined) return paint.green(`+ ${shown}: ${is}`)
    if (is === undefined) return paint.red(`- ${shown}: ${plainText(was)}`)
    return paint.yellow(`~ ${shown}: ${plainText(was)} → ${is}`)
  })
  return [` ${paint.bold(`${place}: ${countsOf(changes)}`)}`, ...lines.map((line) => `   ${line}`), ''].join(
    '\n',
  )
}

function countsOf(changes: readonly ColumnChange[]): string {
  const removed = changes.filter(({ is }) => is === undefined).length
  const written = changes.length - removed
  const told = removed === 0 || written > 0 ? [`${counted(written, 'column')} written`] : []
  return [...told, ...(removed === 0 ? [] : [`${counted(removed, 'column')} removed`])].join(', ')
}
