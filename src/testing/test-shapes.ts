import * as z from 'zod'

const texts = z.record(z.string(), z.string())

/** The options of every test, by name. */
const testShape = {
  workspace: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  now: z.union([z.date(), z.string()]),
  env: texts,
  secrets: texts,
  vars: texts,
  connections: texts,
  network: z.boolean(),
}

/** The options of a test of a pipeline, by name. */
export const pipelineTestShape = {
  ...testShape,
  fixtures: z.record(z.string(), z.unknown()),
  select: z.string(),
}

const byName = z.record(z.string(), z.unknown())

/** The options of a test of one step, by name. */
export const stepTestShape = { ...testShape, needs: byName, outputs: byName, source: z.unknown() }
