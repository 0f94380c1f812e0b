import * as z from 'zod'
import { lateMeta } from '../steps/authored.ts'
import { manifestSchema } from './schema.ts'

/** The JSON Schema of a manifest, for editors: generated from the schema that decodes it. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: made }) => {
      if (lateMeta(zodSchema) !== undefined) allowExpression(made)
    },
  })
  return {
    $schema,
    title: 'Millrace pipeline',
    description: 'A data pipeline that runs on GitHub Actions or on a laptop.',
    ...schema,
  }
}

/** One `${{ }}` in place of the value. */
const expression = { type: 'string', pattern: String.raw`^\s*\$\{\{[\s\S]*\}\}\s*$` } as const

function allowExpression(schema: z.core.JSONSchema.BaseSchema): void {
  const { description, anyOf, ...rest } = schema
  const choices = anyOf ?? [rest]
  for (const key of Object.keys(rest)) delete schema[key]
  schema.anyOf = [...choices, expression]
  if (description !== undefined) schema.description = description
}
