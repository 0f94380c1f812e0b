import * as z from 'zod'
import { Usage } from '../diagnostic/failure.ts'
import { nearest } from '../text/nearest.ts'

const record = z.record(z.string(), z.unknown())
const date = z.iso.date('must be a date of the calendar like 2026-03-29')

/** The options of `plan`, by name. */
export const planShape = {
  workspace: z.string(),
  inputs: record,
  now: z.date(),
  date,
  select: z.string(),
}

/** The options of `run`, by name. */
export const runShape = {
  ...planShape,
  env: z.record(z.string(), z.string().optional()),
  folder: z.string(),
  concurrency: z.int().min(1),
  cache: z.boolean(),
  signal: z.instanceof(AbortSignal),
  onEvent: z.custom((value) => typeof value === 'function', 'must be a function'),
}

/** Throws a `Usage` for an option there is not, or one that cannot be so. `undefined` is as if it were not given. */
export function checkOptions(options: object, shape: Readonly<Record<string, z.ZodType>>): void {
  for (const [name, value] of Object.entries(options)) {
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (schema === undefined) throw unknown(name, Object.keys(shape))
    const [issue] = value === undefined ? [] : (schema.safeParse(value).error?.issues ?? [])
    if (issue === undefined) continue
    const where = [name, ...issue.path].join('.')
    throw new Usage(`option "${where}": ${issue.message}`)
  }
}

function unknown(name: string, known: readonly string[]): Usage {
  const near = nearest(name, known)
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean "${near}"?`
  return new Usage(`"${name}" is not an option`, hint)
}
