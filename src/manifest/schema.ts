import * as z from 'zod'
import { expressible, idPattern, nonEmptyText, oneOrMore, scalarText, strict } from '../steps/authored.ts'
import { engineSchema } from '../steps/transform/engine.ts'
import { checksSchema } from '../steps/checks/schema.ts'
import { kindShape } from '../steps/kinds.ts'
import { duration } from './schema-duration.ts'
import { input } from './schema-inputs.ts'
import { retry } from './schema-retry.ts'
import { strategy } from './schema-strategy.ts'

const id = z.string().regex(idPattern)
const tag = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/, 'must be a word of letters, digits, "-", "_", "." and "/"')
const env = z.record(z.string(), scalarText)

const timeoutMinutes = expressible(z.number().gt(0).max(7200))

const schedule = strict({
  cron: nonEmptyText.describe(
    'Five fields: minute, hour, day of month, month, day of week. No finer than five minutes.',
  ),
  timezone: nonEmptyText.optional().describe('An IANA time zone, e.g. `Europe/Berlin`. Default: `UTC`.'),
  'catch-up': z
    .enum(['all', 'latest', 'none'])
    .optional()
    .describe(
      'What is to become of ticks that GitHub dropped or brought late. `all`: each gets a run of its own, the oldest first, up to a hundred. `latest`: a run is for the latest tick when it was made, and older ones are let go. `none`: as `latest`, but a run that stood in line until the next tick was due does nothing. Default: `latest`.',
    ),
  with: z
    .record(z.string(), z.json())
    .optional()
    .describe('The inputs of the runs that this schedule makes.'),
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
  'continue-on-error': expressible(z.boolean())
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
      'The set-up step that this one undoes. It runs after all that needs that step, if it succeeded, whatever happened between; its own failure does not fail the run, unless `continue-on-error: false`.',
    ),
  pool: nonEmptyText.optional().describe('The pool in which it takes a place while it works.'),
  tags: z
    .union([tag, z.array(tag).min(1)])
    .optional()
    .describe('Words to select it by: `--select tag:nightly`.'),
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
          url: nonEmptyText.optional().describe('Where it is.'),
          dialect: nonEmptyText
            .optional()
            .describe(
              'A module of the repository that connects in its own way: its default export is a function of `{ url, env }` that answers a Kysely dialect.',
            ),
          env: z
            .record(z.string(), scalarText)
            .optional()
            .describe('dialect: what the module is given beside the URL.'),
          'max-parallel': z
            .int()
            .min(1)
            .optional()
            .describe('How many steps may use it at once, over all jobs. Default: no bound.'),
        }),
      ]),
    )
    .optional()
    .describe(
      'Databases by name, as URLs: `postgres://…`, `mysql://…`, `mariadb://…` or `sqlite:path`, mostly from a secret; or by a module of your own (`dialect`).',
    ),
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
  engine: engineSchema
    .optional()
    .describe(
      'What runs the queries over datasets: `sqlite`, which is built in, or `duckdb`. Default: `sqlite`.',
    ),
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
export type AuthoredCache = z.output<typeof cache>
