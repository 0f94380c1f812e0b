import * as z from 'zod'
import type { Column } from '../dataset/column.ts'
import type { ColumnFormat } from '../parse/format/column-format.ts'
import { formatFault } from '../parse/format/time-tokens.ts'
import { isZone } from '../parse/format/zone-clock.ts'
import { type Tell, defined, scalarText } from './authored.ts'

/** How the texts of columns are written, by column. */
export type ColumnFormats = Readonly<Record<string, ColumnFormat>>

const words = z.union([scalarText, z.array(scalarText).min(1)])
const mark = z
  .string()
  .regex(/^[^\d\s+-]$|^[\u0020\u00a0\u2009\u202f]$/u, 'must be one character that is no digit and no sign')

export const formatShape = {
  format: z
    .string()
    .min(1)
    .optional()
    .describe('date, timestamp: how it is written, e.g. `DD.MM.YYYY HH:mm`.'),
  zone: z
    .string()
    .refine(isZone, 'must be a time zone, e.g. Europe/Berlin')
    .optional()
    .describe('timestamp: the zone of a time that is written without one; it is kept as an instant.'),
  decimal: mark.optional().describe('decimal, real: what stands before the fraction. Default: a point.'),
  thousands: mark
    .optional()
    .describe('integer, decimal, real: what may stand between groups of three digits. Default: nothing.'),
  true: words
    .optional()
    .describe('boolean: the words that mean true, as they are written. Default: true, t, 1.'),
  false: words
    .optional()
    .describe('boolean: the words that mean false, as they are written. Default: false, f, 0.'),
}

type Authored = { readonly [Key in keyof typeof formatShape]?: z.output<(typeof formatShape)[Key]> }

const takenBy: Readonly<Record<keyof typeof formatShape, readonly Column['type'][]>> = {
  format: ['date', 'timestamp'],
  zone: ['timestamp'],
  decimal: ['decimal', 'real'],
  thousands: ['integer', 'decimal', 'real'],
  true: ['boolean'],
  false: ['boolean'],
}
const formatKeys = ['format', 'zone', 'decimal', 'thousands', 'true', 'false'] as const

/** The format of one column; `undefined` when it has none. `tell`: its paths begin at the column's value. */
export function decodeFormat(authored: Authored, type: Column['type'], tell: Tell): ColumnFormat | undefined {
  for (const key of formatKeys)
    if (authored[key] !== undefined && !takenBy[key].includes(type))
      tell([key], `\`${key}\` goes with ${takenBy[key].join(', ')}, not with ${type}`, {
        part: 'key',
        help: `remove \`${key}\`, or change the type`,
      })
  const { format, zone, decimal, thousands } = authored
  if (format !== undefined && (type === 'date' || type === 'timestamp')) {
    const fault = formatFault(format, type)
    if (fault !== undefined)
      tell(['format'], `"${format}" is no format of a ${type}: ${fault}`, { code: 'manifest/wrong-type' })
    if (zone !== undefined && format.includes('Z'))
      tell(['zone'], `\`zone\` is for times without an offset, but "${format}" has one (Z)`, {
        part: 'key',
        help: 'remove `zone`',
      })
  }
  if (type !== 'integer' && thousands !== undefined && thousands === (decimal ?? '.'))
    tell(['thousands'], `\`thousands\` and \`decimal\` are both "${thousands}"`, {
      help: decimal === undefined ? 'say `decimal` too: it is a point by default' : 'correct one of them',
    })
  const [yes, no] = [wordsOf(authored.true), wordsOf(authored.false)]
  const both = yes?.find((word) => no?.includes(word) === true)
  if (both !== undefined)
    tell(['false'], `"${both}" means both true and false`, { help: 'remove it from one of them' })
  const found = defined({ format, zone, decimal, thousands, true: yes, false: no })
  return Object.keys(found).length === 0 ? undefined : found
}

function wordsOf(said: z.output<typeof words> | undefined): readonly string[] | undefined {
  if (said === undefined) return undefined
  return (Array.isArray(said) ? said : [said]).map(String)
}
