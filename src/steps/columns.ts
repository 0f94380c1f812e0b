import * as z from 'zod'
import { type Column, columnTypes } from '../dataset/column.ts'
import { nearest } from '../text/nearest.ts'

const typePattern = new RegExp(
  `^(?<type>${columnTypes.join('|')})(?:\\(\\s*(?<precision>\\d{1,3})\\s*(?:,\\s*(?<scale>\\d{1,3})\\s*)?\\))?(?<notNull>\\s+not\\s+null)?$`,
  'i',
)

/** `name: type`, e.g. `{ id: integer not null, amount: "decimal(12,2)", placed_at: timestamp }`. */
export const columnsSchema = z
  .record(
    z.string().min(1),
    z.string().regex(typePattern, { error: (issue) => columnTypeError(String(issue.input)) }),
  )
  .refine((columns) => Object.keys(columns).length > 0, 'must name at least one column')
  .meta({ examples: [{ id: 'integer not null', amount: 'decimal(12,2)' }] })

export function decodeColumns(authored: Readonly<Record<string, string>>): readonly Column[] {
  return Object.entries(authored).map(([name, text]) => {
    const { type, precision, scale, notNull } = typePattern.exec(text)?.groups ?? {}
    return {
      name,
      type: columnTypes.find((each) => each === type?.toLowerCase()) ?? 'text',
      ...(notNull === undefined ? {} : { notNull: true }),
      ...(precision === undefined ? {} : { precision: Number(precision), scale: Number(scale ?? 0) }),
    }
  })
}

function columnTypeError(text: string): string {
  const word = text.split(/[\s(]/)[0] ?? ''
  const near = nearest(word, columnTypes)
  const known = columnTypes.find((type) => type === word.toLowerCase())
  if (/^\w+\(\d+$/.test(text))
    return `"${text}" ends at a comma, which in { } begins the next key; put the type in quotes: "${word}(10,2)"`
  if (known !== undefined) return `"${text}" is not a column type; write "${known}" or "${known} not null"`
  return `"${text}" is not a column type; expected one of ${columnTypes.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`
}
