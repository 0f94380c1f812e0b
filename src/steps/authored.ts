import * as z from 'zod'

/** A map that refuses keys it does not know; the message lists the ones it does (`manifest/zod-issues.ts` reads it). */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  })
}

/** What an expression may stand for: told in `late-values.ts`. */
const late = z.registry<LateMeta>()

interface LateMeta {
  readonly late: true
  /** The value in whose stead the rest is judged until the expression has its own. Absent: as if the key were not there. */
  readonly standIn?: StandIn
}

/** `beside`: the map that the value stands in. */
type StandIn = (beside: Readonly<Record<string, unknown>>) => unknown

/**
 * Lets one `${{ }}` stand in place of a value that is no text: the schema holds for what it comes to, which is judged
 * when it is evaluated.
 */
export function expressible<Schema extends z.ZodType>(schema: Schema, standIn?: StandIn): Schema {
  late.add(schema, { late: true, ...(standIn === undefined ? {} : { standIn }) })
  return schema
}

/** What `expressible` said of a schema. */
export function lateMeta(schema: z.core.$ZodType): LateMeta | undefined {
  return late.get(schema)
}

/** Text that holds no expression. */
export const bareText = z.string().regex(/^(?![^]*\$\{\{)/, 'must be a value, or one expression')

/** A name that can be a file's, a table's and a matrix value's: what GitHub takes for a job's id. */
export const idPattern = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/

/** Text where YAML may have read a number or a boolean. */
export const scalarText = z.union([z.string(), z.number(), z.boolean()])

export const nonEmptyText = z.string().min(1)

/** One text, or a list of them. */
export const oneOrMore = z.union([nonEmptyText, z.array(nonEmptyText).min(1)])

export function asList(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

export function asTexts(record: Readonly<Record<string, string | number | boolean>> | undefined) {
  return Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, String(value)]))
}

/** Tells a mistake that the schema's shape cannot: `path` starts at the value being decoded. */
export type Tell = (
  path: readonly (string | number)[],
  message: string,
  options?: {
    help?: string
    code?:
      | 'manifest/conflict'
      | 'manifest/missing-key'
      | 'manifest/wrong-type'
      | 'manifest/strategy'
      | 'manifest/retry'
    severity?: 'error' | 'warning'
    part?: 'key' | 'value'
  },
) => void

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** An object without the keys whose value is `undefined`: what `exactOptionalPropertyTypes` asks for. */
export function defined<T extends object>(value: T): Partial<Defined<T>> {
  const result: Partial<Defined<T>> = {}
  for (const [key, each] of Object.entries(value)) if (each !== undefined) Reflect.set(result, key, each)
  return result
}
