import * as z from 'zod'
import { manifestSchema } from './schema.ts'

/** The JSON Schema of a manifest, for editors: generated from the schema that decodes it. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchema, { io: 'input', unrepresentable: 'any' })
  return {
    $schema,
    title: 'Millrace pipeline',
    description: 'A data pipeline that runs on GitHub Actions or on a laptop.',
    ...schema,
  }
}
