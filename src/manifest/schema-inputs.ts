import * as z from 'zod'
import { nonEmptyText, scalarText, strict } from '../steps/authored.ts'

const inputTypes = [
  'text',
  'integer',
  'number',
  'boolean',
  'choice',
  'date',
  'datetime',
  'json',
  'list',
] as const

/** One input: its type alone, or all there is to say. */
export const input = z.union([
  z.enum(inputTypes),
  strict({
    type: z.enum(inputTypes).optional().describe('What it holds. Default: `text`.'),
    description: z.string().optional().describe('Shown in the form of a manual run.'),
    required: z.boolean().optional().describe('Whether a run must be given it. Default: false.'),
    default: z.json().optional().describe('Its value when none is given.'),
    options: z.array(scalarText).min(1).optional().describe('type choice: the values to choose from.'),
    min: z
      .union([z.number(), nonEmptyText])
      .optional()
      .describe('type integer, number, date, datetime: the least value.'),
    max: z.union([z.number(), nonEmptyText]).optional().describe('The greatest value.'),
    pattern: nonEmptyText
      .optional()
      .describe('type text: a regular expression that the whole value must match.'),
  }),
])

export type AuthoredInput = z.output<typeof input>
