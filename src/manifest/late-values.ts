import * as z from 'zod'
import type { Path } from '../diagnostic/diagnostic.ts'
import { lateMeta } from '../steps/authored.ts'
import type { LateValue } from './manifest.ts'
import { stepSchema } from './schema.ts'

/** The expressions of an authored step that stand in place of values that are no text (`expressible`). */
export function findLateValues(authored: unknown): LateValue[] {
  const found: LateValue[] = []
  visit(stepSchema, authored, [], {}, found)
  return found
}

/** Whether a place below `steps.<id>` takes one expression in place of a value that is no text. */
export function isLatePlace(path: Path): boolean {
  return leadsToLate(stepSchema, path)
}

function visit(
  schema: z.core.$ZodType,
  value: unknown,
  path: Path,
  beside: Readonly<Record<string, unknown>>,
  found: LateValue[],
): void {
  const meta = lateMeta(schema)
  if (typeof value === 'string') {
    const known = found.some((each) => each.path.join('\n') === path.join('\n'))
    if (meta !== undefined && value.includes('${{') && !known) {
      const standIn = meta.standIn?.(beside)
      found.push({ path, text: value, ...(standIn === undefined ? {} : { standIn }) })
    } else for (const each of branchesOf(schema)) visit(each, value, path, beside, found)
    return
  }
  for (const each of branchesOf(schema)) visit(each, value, path, beside, found)
  if (typeof value !== 'object' || value === null) return
  const around: Readonly<Record<string, unknown>> = { ...value }
  for (const [key, each] of Object.entries(value)) {
    const below = schemaBelow(schema, key)
    if (below !== undefined)
      visit(below, each, [...path, Array.isArray(value) ? Number(key) : key], around, found)
  }
}

function leadsToLate(schema: z.core.$ZodType, path: Path): boolean {
  if (branchesOf(schema).some((each) => leadsToLate(each, path))) return true
  const [first, ...rest] = path
  if (first === undefined) return lateMeta(schema) !== undefined
  const below = schemaBelow(schema, String(first))
  return below !== undefined && leadsToLate(below, rest)
}

/** What a schema is made of without a step further into the value. */
function branchesOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional) return [schema.unwrap()]
  return schema instanceof z.ZodUnion ? schema.options : []
}

function schemaBelow(schema: z.core.$ZodType, key: string): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodObject && Object.hasOwn(schema.shape, key)) return schema.shape[key]
  return undefined
}
