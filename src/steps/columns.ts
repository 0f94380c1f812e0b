import * as z from 'zod'
import { type Column, columnTypes } from '../dataset/column.ts'
import { nearest } from '../text/nearest.ts'
import { type Tell, strict } from './authored.ts'
import { type ColumnFormats, decodeFormat, formatShape } from './column-formats.ts'

const typePattern = new RegExp(
  `^(?<type>${columnTypes.join('|')})(?:\\(\\s*(?<precision>\\d{1,3})\\s*(?:,\\s*(?<scale>\\d{1,3})\\s*)?\\))?(?<notNull>\\s+not\\s+null)?$`,
  'i',
)

const typeSchema = z
  .string()
  .regex(typePattern, { error: (issue) => columnTypeError(String(issue.input)) })
  .refine(hasRoom, { error: (issue) => noRoom(String(issue.input)) })

/** As other databases and languages call the types. */
const otherNames: Readonly<Record<string, (typeof columnTypes)[number]>> = {
  ...named(
    'integer',
    'int bigint smallint tinyint mediumint int2 int4 int8 int32 int64 long serial bigserial',
  ),
  ...named('decimal', 'numeric number money dec'),
  ...named('real', 'float float4 float8 float32 float64 double'),
  ...named('text', 'string str varchar nvarchar char character clob uuid'),
  ...named('boolean', 'bool bit'),
  ...named('timestamp', 'datetime datetime2 timestamptz'),
  ...named('json', 'jsonb object struct array'),
}

function named(type: (typeof columnTypes)[number], words: string): Record<string, typeof type> {
  return Object.fromEntries(words.split(' ').map((word) => [word, type]))
}

const columnSchema = z.union([
  typeSchema,
  strict({
    type: typeSchema.describe('Its type, as in the short form.'),
    'not-null': z
      .boolean()
      .optional()
      .describe('Whether a row without a value in it is rejected. Default: false.'),
    ...formatShape,
  }),
])

/** `name: type`, e.g. `{ id: integer not null, amount: "decimal(12,2)", placed_at: timestamp }`, or `name: { type, … }`. */
export const columnsSchema = z
  .record(z.string().min(1), columnSchema)
  .refine((columns) => Object.keys(columns).length > 0, 'must name at least one column')
  .meta({ examples: [{ id: 'integer not null', amount: 'decimal(12,2)' }] })

/** `columns:` as its author writes it. */
export type AuthoredColumns = z.output<typeof columnsSchema>

export function decodeColumns(authored: AuthoredColumns): readonly Column[] {
  return Object.entries(authored).map(([name, said]) => {
    const long = typeof said === 'string' ? { type: said } : said
    const { type, precision, scale, notNull } = typePattern.exec(long.type)?.groups ?? {}
    return {
      name,
      type: columnTypes.find((each) => each === type?.toLowerCase()) ?? 'text',
      ...(notNull === undefined && long['not-null'] !== true ? {} : { notNull: true }),
      ...(precision === undefined ? {} : { precision: Number(precision), scale: Number(scale ?? 0) }),
    }
  })
}

/** How the columns are written that say so. `tell`: its paths begin where `columns` stands. */
export function decodeFormats(
  authored: AuthoredColumns | undefined,
  tell: Tell,
): { formats?: ColumnFormats } {
  const formats: [string, NonNullable<ReturnType<typeof decodeFormat>>][] = []
  for (const { name, type } of authored === undefined ? [] : decodeColumns(authored)) {
    const said = authored?.[name]
    if (said === undefined || typeof said === 'string') continue
    const format = decodeFormat(said, type, (path, ...rest) => tell(['columns', name, ...path], ...rest))
    if (format !== undefined) formats.push([name, format])
  }
  return formats.length === 0 ? {} : { formats: Object.fromEntries(formats) }
}

/** Tells of formats where no text is read from outside. */
export function refuseFormats(authored: AuthoredColumns | undefined, tell: Tell): void {
  const { formats = {} } = decodeFormats(authored, tell)
  for (const [name, format] of Object.entries(formats))
    for (const key of Object.keys(format))
      tell(['columns', name, key], `\`${key}\` says how a source writes a column, and there is none here`, {
        part: 'key',
        help: `remove \`${key}\`: the rows have values already`,
      })
}

/** Whether a decimal has a digit, and no fewer in all than behind the point. */
function hasRoom(text: string): boolean {
  const { precision, scale = '0' } = typePattern.exec(text)?.groups ?? {}
  return precision === undefined || (Number(precision) > 0 && Number(scale) <= Number(precision))
}

function noRoom(text: string): string {
  const { precision = '', scale = '0' } = typePattern.exec(text)?.groups ?? {}
  if (Number(precision) === 0) return `"${text}" has no digit: the first number says how many it has in all`
  return `"${text}" has ${precision} digits in all, so it cannot have ${scale} behind the point; did you mean "decimal(${Number(precision) + Number(scale)},${scale})"?`
}

function columnTypeError(text: string): string {
  const word = text.split(/[\s(]/)[0] ?? ''
  const other = otherNames[word.toLowerCase()]
  const near = other ?? nearest(word, columnTypes)
  const known = columnTypes.find((type) => type === word.toLowerCase())
  if (/^\w+\(\d+$/.test(text))
    return `"${text}" ends at a comma, which in { } begins the next key; put the type in quotes: "${word}(10,2)"`
  if (known !== undefined) return `"${text}" is not a column type; write "${known}" or "${known} not null"`
  return `"${text}" is not a column type; expected one of ${columnTypes.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`
}
