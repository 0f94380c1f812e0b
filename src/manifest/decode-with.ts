import type * as z from 'zod'
import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { repair } from './repair.ts'
import { zodDiagnostics } from './zod-issues.ts'

/**
 * What a schema makes of authored data. What it refuses is told and left out, as long as the rest still decodes;
 * `undefined` when it does not. In so many `rounds` a map that then lacks what it must have is left out as well.
 */
export function decodeWith<Schema extends z.ZodType>(
  schema: Schema,
  authored: unknown,
  at: { readonly file: string; readonly path: Path },
  found: Diagnostic[],
  rounds = 0,
): z.output<Schema> | undefined {
  const whole = schema.safeParse(authored)
  if (whole.success) return whole.data
  found.push(...zodDiagnostics(at.file, at.path, authored, whole.error.issues))
  let repaired = repair(authored, whole.error.issues)
  let rest = schema.safeParse(repaired)
  // What is left of a map without a key that it must have is no map either.
  for (let round = 0; !rest.success && round < rounds; round += 1) {
    repaired = repair(repaired, rest.error.issues, 'around')
    rest = schema.safeParse(repaired)
  }
  return rest.success ? rest.data : undefined
}
