import type { Column } from '../../dataset/column.ts'

/** What SQLite's types are as ours, from the one that holds least. */
const kinds = ['text', 'integer', 'real', 'text'] as const

/** An aggregate over a quoted column without a type of its own: which of the types its values have. */
export function kindOfValues(column: string): string {
  return `max(case typeof(${column}) when 'null' then 0 when 'integer' then 1 when 'real' then 2 else 3 end)`
}

/** The type of ours for what `kindOfValues` answered. */
export function typeOfKind(kind: unknown): Column['type'] {
  return kinds[Number(kind ?? 0)] ?? 'text'
}
