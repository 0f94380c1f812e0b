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

const retry = strict({
  'max-attempts': z.int().min(1).max(20).optional().describe('How often a step is tried in all. Default: 1.'),
  backoff: z
    .enum(['constant', 'exponential'])
    .optional()
    .describe('Whether the pause doubles from attempt to attempt. Default: `exponential`.'),
  delay: duration.optional().describe('The first pause, e.g. `5s`. Default: 5s.'),
  'max-delay': duration.optional().describe('The longest pause. Default: 2m.'),
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
    .record(z.string(), scalarText)
    .optional()
    .describe('The inputs of the runs that this schedule makes.'),
})

const inputTypes = ['text', 'integer', 'number', 'boolean', 'choice', 'date'] as const

const input = z.union([
  z.enum(inputTypes),
  strict({
    type: z.enum(inputTypes).optional().describe('What it holds. Default: `text`.'),
    description: z.string().optional().describe('Shown in the form of a manual run.'),
    required: z.boolean().optional().describe('Whether a run must be given it. Default: false.'),
    default: scalarText.optional().describe('Its value when none is given.'),
    options: z.array(scalarText).min(1).optional().describe('type choice: the values to choose from.'),
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
    .record(id, nonEmptyText)
    .optional()
    .describe('Databases by name, as URLs: `postgres://…` or `sqlite:path`, mostly from a secret.'),
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
