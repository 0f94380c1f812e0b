import type * as z from 'zod'
import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import { repair } from './repair.ts'
import { zodDiagnostics } from './zod-issues.ts'

/**
 * What a schema makes of authored data. What it refuses is told and left out, as long as the rest still decodes;
 * `undefined` when it does not.
 */
export function decodeWith<Schema extends z.ZodType>(
  schema: Schema,
  authored: unknown,
  at: { readonly file: string; readonly path: Path },
  found: Diagnostic[],
): z.output<Schema> | undefined {
  const whole = schema.safeParse(authored)
  if (whole.success) return whole.data
  found.push(...zodDiagnostics(at.file, at.path, authored, whole.error.issues))
  const rest = schema.safeParse(repair(authored, whole.error.issues))
  return rest.success ? rest.data : undefined
}
