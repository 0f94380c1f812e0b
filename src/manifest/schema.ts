import * as z from 'zod'
import { idPattern, nonEmptyText, oneOrMore, scalarText, strict } from '../steps/authored.ts'
import { checksSchema } from '../steps/checks/options.ts'
import { kindShape } from '../steps/kinds.ts'
import { durationPattern } from '../text/duration.ts'

const duration = z
  .string()
  .regex(durationPattern, 'must be a duration like 5s, 2m or 1h')
  .meta({ examples: ['5s', '2m'] })

const id = z.string().regex(idPattern)
const env = z.record(z.string(), scalarText)

const exitCode = z.int().min(1).max(255)
const httpStatus = z.union([
  z.int().min(100).max(599),
  z.string().regex(/^[1-5]xx$/i, 'must be a status or a class like 5xx'),
])

const retry = strict({
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

const timeoutMinutes = z.number().gt(0).max(7200)

const schedule = strict({
  cron: nonEmptyText.describe(
    'Five fields: minute, hour, day of month, month, day of week. No finer than five minutes.',
  ),
  timezone: nonEmptyText.optional().describe('An IANA time zone, e.g. `Europe/Berlin`. Default: `UTC`.'),
  'catch-up': z
    .enum(['all', 'latest', 'none'])
    .optional()
    .describe(
      'Not acted on yet. What is to become of ticks that GitHub dropped: run `all`, the `latest`, or `none`. Default: `latest`.',
    ),
  with: z
    .record(z.string(), z.json())
    .optional()
    .describe('The inputs of the runs that this schedule makes.'),
})

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

const input = z.union([
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

const legValues = z.record(z.string(), z.json())
const legList = z.union([nonEmptyText, z.array(legValues)])

const strategy = strict({
  matrix: z
    .union([
      nonEmptyText,
      z
        .object({
          include: legList.optional().describe('Legs to add, or values to add to legs, as in a workflow.'),
          exclude: legList.optional().describe('Combinations to leave out.'),
        })
        .catchall(z.union([nonEmptyText, z.array(z.json())])),
    ])
    .optional()
    .describe(
      'One leg for every combination of the values, as in a workflow, with `include` and `exclude`. A list, or the whole matrix, may be an expression over what a need put out.',
    ),
  from: nonEmptyText
    .optional()
    .describe(
      "In place of `matrix`: one leg for each row of that step's dataset; its columns are the values.",
    ),
  'max-parallel': z
    .int()
    .min(1)
    .optional()
    .describe('How many legs may be at work at once, over all jobs. Default: as many as there is room for.'),
  'fail-fast': z
    .boolean()
    .optional()
    .describe('Whether the other legs are stopped when more have failed than may. Default: true.'),
  'max-failures': z
    .union([
      z.int().min(0),
      z.string().regex(/^(100|\d{1,2})(\.\d+)?%$/, 'must be a number, or a share like 5%'),
    ])
    .optional()
    .describe(
      'How many legs may fail before the step has failed: a number, or a share like `5%`. Default: 0.',
    ),
})

const cache = z.union([
  z.boolean(),
  strict({
    'max-age': duration.optional().describe('An entry older than this is not taken, e.g. `24h`.'),
    env: oneOrMore.optional().describe('Environment variables whose values count.'),
    files: oneOrMore.optional().describe('Further files whose bytes count; globs.'),
  }),
])

/** What every kind of step takes. */
export const commonShape = {
  needs: z
    .union([nonEmptyText, z.array(nonEmptyText)])
    .optional()
    .describe(
      'The step or steps that must have ended first. What `from` names is needed without being written here.',
    ),
  if: z
    .union([z.string().min(1), z.boolean()])
    .optional()
    .describe('When to run, as in a workflow. Default: when every need succeeded.'),
  retry: retry.optional().describe('How a failing step is tried again.'),
  'timeout-minutes': timeoutMinutes
    .optional()
    .describe("When an attempt is given up; at most 350 on GitHub's own runners. Default: 30."),
  'continue-on-error': z
    .boolean()
    .optional()
    .describe('Whether the run goes on, as degraded, when the step fails. Default: false.'),
  env: env.optional().describe('Environment variables of the step.'),
  'runs-on': oneOrMore.optional().describe('The label or labels of the runner. Default: `ubuntu-latest`.'),
  with: z
    .record(z.string(), z.json())
    .optional()
    .describe('Goes with `uses`: the inputs of the pipeline that is used.'),
  strategy: strategy.optional().describe('Run the step once for each leg of a matrix.'),
  cache: cache
    .optional()
    .describe(
      'Do not run the step again while its definition, code, inputs and input datasets are what they were.',
    ),
  teardown: nonEmptyText
    .optional()
    .describe(
      'The set-up step that this one undoes. It runs after all that needs that step, if it succeeded, whatever happened between; its own failure does not fail the run.',
    ),
  pool: nonEmptyText.optional().describe('The pool in which it takes a place while it works.'),
  tags: oneOrMore.optional().describe('Words to select it by: `--select tag:nightly`.'),
  checks: checksSchema.optional().describe('Rules that the rows must keep before any other step sees them.'),
}

export const stepSchema = strict({
  ...kindShape,
  ...commonShape,
})

/** Everything but the steps, which are decoded one by one so that a mistake in one hides none in another. */
export const headShape = {
  name: nonEmptyText.optional().describe('What people call the pipeline. Default: the name of the file.'),
  description: z.string().optional().describe('What it is for, in a sentence.'),
  on: strict({
    schedule: z.array(schedule).min(1).optional().describe('When the pipeline runs by itself.'),
  })
    .optional()
    .describe('What makes the pipeline run. It can always be run by hand.'),
  inputs: z
    .record(id, input)
    .optional()
    .describe(
      'What a run can be given: the form of a manual run, `--input` on a laptop, `with` of a schedule.',
    ),
  connections: z
    .record(
      id,
      z.union([
        nonEmptyText,
        strict({
          url: nonEmptyText.describe('Where it is.'),
          'max-parallel': z
            .int()
            .min(1)
            .optional()
            .describe('How many steps may use it at once, over all jobs. Default: no bound.'),
        }),
      ]),
    )
    .optional()
    .describe('Databases by name, as URLs: `postgres://…` or `sqlite:path`, mostly from a secret.'),
  pools: z
    .record(
      id,
      strict({ 'max-parallel': z.int().min(1).describe('How many of its steps may be at work at once.') }),
    )
    .optional()
    .describe('Limits that steps share: a step with `pool` takes a place in it while it works.'),
  concurrency: z
    .enum(['queue', 'cancel', 'parallel'])
    .optional()
    .describe(
      'What becomes of a run while another one of this pipeline is at work: it waits (`queue`), replaces that one (`cancel`), or runs beside it (`parallel`). Default: `queue`.',
    ),
  outputs: z
    .record(id, nonEmptyText)
    .optional()
    .describe(
      'What a pipeline that uses this one can read: expressions over its steps, as `needs.<step>.outputs.<name>`.',
    ),
  datasets: z
    .record(id, nonEmptyText)
    .optional()
    .describe('The datasets that a pipeline that uses this one can read: by name, the step that makes each.'),
  env: env.optional().describe('Environment variables of every step.'),
  defaults: strict({
    retry: commonShape.retry,
    'timeout-minutes': commonShape['timeout-minutes'],
    'runs-on': commonShape['runs-on'],
    env: commonShape.env,
  })
    .optional()
    .describe('What holds for every step that does not say otherwise.'),
  'on-failure': strict({
    issue: z
      .union([
        z.boolean(),
        strict({
          labels: z
            .array(nonEmptyText)
            .optional()
            .describe('Labels of the issue. Default: `pipeline-failure`.'),
          assignees: z.array(nonEmptyText).optional().describe('Who is assigned.'),
        }),
      ])
      .optional()
      .describe('The issue that a failing scheduled run opens; `false` for none.'),
  })
    .optional()
    .describe('What happens when a scheduled run fails.'),
}

export const headSchema = strict({ ...headShape, steps: z.record(z.string(), z.unknown()) })

/** The whole manifest: what the JSON Schema and the reference are made from. */
export const manifestSchema = strict({
  ...headShape,
  steps: z.record(id, stepSchema).describe('The steps by id. Order is by need, not by place.'),
})

export type AuthoredHead = z.output<typeof headSchema>
export type AuthoredStep = z.output<typeof stepSchema>
export type AuthoredInput = z.output<typeof input>
export type AuthoredRetry = z.output<typeof retry>
export type AuthoredStrategy = z.output<typeof strategy>
export type AuthoredCache = z.output<typeof cache>
