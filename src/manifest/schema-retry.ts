import * as z from 'zod'
import { oneOrMore, strict } from '../steps/authored.ts'
import { duration } from './schema-duration.ts'

const exitCode = z.int().min(1).max(255)
const httpStatus = z.union([
  z.int().min(100).max(599),
  z.string().regex(/^[1-5]xx$/i, 'must be a status or a class like 5xx'),
])

/** How a failing step is tried again. */
export const retry = strict({
  'max-attempts': z.int().min(1).max(20).optional().describe('How often a step is tried in all. Default: 1.'),
  backoff: z
    .enum(['constant', 'exponential'])
    .optional()
    .describe('Whether the pause doubles from attempt to attempt. Default: `exponential`.'),
  delay: duration.optional().describe('The first pause, e.g. `5s`. Default: 5s.'),
  'max-delay': duration.optional().describe('The longest pause. Default: 2m.'),
  'max-time': duration
    .optional()
    .describe('No attempt begins later than this after the first began. Default: no bound but the attempts.'),
  on: strict({
    'exit-code': z
      .union([exitCode, z.array(exitCode).min(1)])
      .optional()
      .describe('Exit codes of a script, e.g. `75` or `[75, 111]`.'),
    'http-status': z
      .union([httpStatus, z.array(httpStatus).min(1)])
      .optional()
      .describe('Statuses, or classes of them like `5xx`.'),
    sqlstate: oneOrMore
      .optional()
      .describe('Error classes of a database: `40001`, `SQLITE_BUSY`, or `08*` for all that begin so.'),
    message: oneOrMore
      .optional()
      .describe("Regular expressions, looked for in the failure's message and the last lines of the log."),
    timeout: z.boolean().optional().describe('Whether a time-out is tried again.'),
  })
    .optional()
    .describe(
      'Which failures are tried again: any that fits. Default: those that another attempt might mend.',
    ),
  infrastructure: z
    .int()
    .min(0)
    .max(20)
    .optional()
    .describe(
      "How many further attempts there are when it was nobody's fault in the pipeline: a connection reset, a 5xx, a lost runner. Default: 2.",
    ),
})

export type AuthoredRetry = z.output<typeof retry>
