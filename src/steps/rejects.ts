import * as z from 'zod'
import { expressible, strict } from './authored.ts'

/** How many rows may be rejected before the step fails: a number of rows, or a share of those read. */
export type RejectLimit = { readonly rows: number } | { readonly share: number }

/** What steps that read rows from outside take as `rejects`. */
export const rejectsSchema = strict({
  max: expressible(
    z.union([
      z.int().min(0),
      z.string().regex(/^\d+(\.\d+)?\s*%$/, 'must be a number of rows or a share like 1%'),
    ]),
    () => 0,
  ).describe(
    'How many rows, or which share of them (`1%`), may be rejected before the step fails. Default: 0.',
  ),
})

export function decodeRejects(authored: z.output<typeof rejectsSchema> | undefined): RejectLimit {
  const max = authored?.max ?? 0
  return typeof max === 'number' ? { rows: max } : { share: Number.parseFloat(max) / 100 }
}
