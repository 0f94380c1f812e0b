import * as z from 'zod'
import { expressible, nonEmptyText, strict } from '../steps/authored.ts'

const madeLater = z
  .string()
  .regex(/^\s*\$\{\{[^]*\}\}\s*$/, 'must be a list, or one expression that makes it: ${{ … }}')
const legValues = z.record(z.string(), z.json())
const legList = z.union([z.array(legValues), madeLater])

/** What the legs of a step are made of, and how many may be at work, or fail. */
export const strategy = strict({
  matrix: z
    .union([
      z
        .object({
          include: legList
            .optional()
            .describe(
              "Values to add: to each combination that they agree with, else as a leg of their own, by GitHub's rules. A list of maps, or an expression that makes one.",
            ),
          exclude: legList
            .optional()
            .describe(
              'Combinations to leave out: those that have all the values of an item. A list of maps, or an expression.',
            ),
        })
        .catchall(z.union([z.array(z.json()), madeLater])),
      madeLater,
    ])
    .optional()
    .describe(
      'One leg for every combination of the values of its axes, as in a workflow. An axis is a list, or an expression that makes one; the whole matrix may be an expression too, e.g. over an output of a need.',
    ),
  from: nonEmptyText
    .optional()
    .describe(
      "In place of `matrix`: the step of whose dataset each row becomes a leg; its columns are the leg's values.",
    ),
  'max-parallel': expressible(z.int().min(1))
    .optional()
    .describe('How many legs may be at work at once, over all jobs. Default: as many as there is room for.'),
  'fail-fast': expressible(z.boolean())
    .optional()
    .describe(
      'Whether the other legs are stopped as soon as more have failed than `max-failures` allows. Default: true.',
    ),
  'max-failures': expressible(
    z.union([
      z.int().min(0),
      z.string().regex(/^(100|\d{1,2}(\.\d+)?)\s*%$/, 'must be a number of legs or a share like 5%'),
    ]),
  )
    .optional()
    .describe(
      'How many legs may fail before the step has: a number, or a share of them (`5%`). With fewer failures the run is degraded. Default: 0.',
    ),
})

export type AuthoredStrategy = z.output<typeof strategy>
