import { textWidth } from './text-width.ts'
import { plainText } from './plain-text.ts'

type Paint = (text: string) => string

export interface Cell {
  readonly text: string
  readonly paint?: Paint
  readonly align?: 'left' | 'right'
  /** Its column never gives way. */
  readonly whole?: true
}

/** Rows of cells as lines no wider than `columns`: the widest columns give way first, and say so with `…`. */
export function renderTable(rows: readonly (readonly Cell[])[], columns: number): string[] {
  const gap = 2
  const count = Math.max(0, ...rows.map((row) => row.length))
  const wanted = Array.from({ length: count }, (_, index) =>
    Math.max(0, ...rows.map((row) => textWidth(row[index]?.text ?? ''))),
  )
  const fixed = wanted.map((_, index) => rows.some((row) => row[index]?.whole === true))
  const widths = shrink(wanted, fixed, columns - gap * Math.max(0, count - 1))
  return rows.map((row) =>
    row
      .map((cell, index) => fit(cell, widths[index] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd(),
  )
}

/** Text of at most so many columns of the terminal. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (textWidth(kept + segment) > width - 1) break
    kept += segment
  }
  return width < 1 ? '' : `${kept}…`
}

function fit({ text, paint = (same) => same, align = 'left' }: Cell, width: number): string {
  const shown = truncate(plainText(text), width)
  const blank = ' '.repeat(Math.max(0, width - textWidth(shown)))
  return align === 'left' ? paint(shown) + blank : blank + paint(shown)
}

function shrink(wanted: readonly number[], fixed: readonly boolean[], room: number): number[] {
  const widths = [...wanted]
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess > 0) {
    const open = widths.map((width, index) => (fixed[index] === true ? 0 : width))
    const widest = open.indexOf(Math.max(...open))
    const width = open[widest] ?? 0
    if (width <= 4) break
    widths[widest] = width - 1
    excess -= 1
  }
  return widths
}
