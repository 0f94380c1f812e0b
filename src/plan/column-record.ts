import * as z from 'zod'
import { columnTypes } from '../dataset/column.ts'

/** A column of a dataset as it travels. */
export const columnRecord = z.object({
  name: z.string(),
  type: z.enum(columnTypes),
  notNull: z.boolean().optional(),
  precision: z.number().optional(),
  scale: z.number().optional(),
  open: z.literal(true).optional(),
  zoned: z.boolean().optional(),
  /** Its source did not have it any more. */
  gone: z.literal(true).optional(),
})
