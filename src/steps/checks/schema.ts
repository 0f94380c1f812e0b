import * as z from 'zod'
import { durationPattern } from '../../text/duration.ts'
import { bareText, expressible, nonEmptyText, oneOrMore, strict } from '../authored.ts'
import { rejectsSchema } from '../rejects.ts'
import { measures, severities } from './check.ts'

const bound = () => expressible(z.union([z.number(), bareText]))
const rowCount = () => expressible(z.int().min(0))
const listed = z.array(expressible(z.union([z.number(), z.boolean(), bareText]), () => '')).min(1)
const share = z.string().regex(/^\d+(\.\d+)?\s*%$/, 'must be a share like 30%')

const checkSchema = strict({
  'not-null': oneOrMore.optional().describe('Columns that must hold a value in every row.'),
  unique: oneOrMore.optional().describe('Columns that together must differ from row to row.'),
  'row-count': strict({
    min: rowCount().optional().describe('At least so many rows.'),
    max: rowCount().optional().describe('At most so many rows.'),
  })
    .optional()
    .describe('How many rows there must be.'),
  'accepted-values': z
    .record(
      z.string(),
      expressible(listed, () => ['']),
    )
    .optional()
    .describe('Per column, the values it may hold.'),
  range: z
    .record(
      z.string(),
      strict({
        min: bound().optional().describe('The least value.'),
        max: bound().optional().describe('The greatest value.'),
      }),
    )
    .optional()
    .describe('Per column, the least and the greatest value: numbers, dates or timestamps.'),
  pattern: z
    .record(
      z.string(),
      expressible(bareText, () => ''),
    )
    .optional()
    .describe('Per column, a regular expression (of JavaScript) that every text must match: `^\\d{5}$`.'),
  references: strict({
    columns: oneOrMore.describe('The columns that refer to a row of another dataset.'),
    to: nonEmptyText.describe('The step that makes the other dataset; it must be among `needs`.'),
    keys: oneOrMore.optional().describe('The columns there, in the same order. Default: the same names.'),
  })
    .optional()
    .describe('Every value is to be found in another dataset, as a foreign key is. Nulls refer to nothing.'),
  freshness: strict({
    column: nonEmptyText.describe('A date or a timestamp; one without a zone is taken as UTC.'),
    'max-age': expressible(
      z.string().regex(durationPattern, 'must be a duration like 90m, 6h or 2d'),
      () => '1d',
    ).describe('How old the newest value may be: `90m`, `6h`, `2d`.'),
  })
    .optional()
    .describe('How old the newest row may be.'),
  distribution: strict({
    of: z
      .enum(measures)
      .describe(
        '`rows`, or of a column: the share of `nulls` or of `distinct` values, `mean`, `min`, `max`, `sum`.',
      ),
    column: nonEmptyText.optional().describe('The column measured; not for `rows`.'),
    within: expressible(share, () => '10%').describe(
      'How far from the mean of the last good runs, as a share of it.',
    ),
    last: expressible(z.int().min(1).max(50))
      .optional()
      .describe('How many of the last good runs are compared with. Default: 7.'),
  })
    .optional()
    .describe(
      'A number about the rows stays near what it was in the last good runs, which the ledger remembers.',
    ),
  sql: nonEmptyText.optional().describe('A query; each row it returns is a row that breaks the rule.'),
  name: nonEmptyText.optional().describe('sql: what the rule is called in the report.'),
  severity: z
    .union([
      z.enum(severities),
      strict({ quarantine: rejectsSchema.describe('How many rows may be put aside.') }),
    ])
    .optional()
    .describe(
      'What a broken rule means: `error` fails the step, `warn` tells it, `quarantine` puts the rows at fault among the rejects and goes on with the others; `{ quarantine: { max: 1% } }` bounds how many. Default: `error`.',
    ),
  of: z
    .enum(['staged', 'result'])
    .optional()
    .describe(
      'load: judge the rows that come (`staged`), or the table as it would be (`result`). Default: `staged`.',
    ),
})

export type AuthoredCheck = z.output<typeof checkSchema>
export const checksSchema = z.array(checkSchema)
