import { idiomTables } from './idiom-tables.ts'

/** Turns the JSON Schema of the manifest into the pages and tables of `docs/manifest.md`. */
interface Schema {
  readonly description?: string
  readonly type?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** The reference: one table for each map, in the order in which a reader meets them. */
export function manifestReference(schema: Record<string, unknown>): string {
  const tables: string[] = []
  writeTable('The manifest', schema, tables)
  return `# The manifest

Every key of a pipeline's manifest. This page and \`schema/pipeline.schema.json\` are generated from the schema that
reads manifests (\`node scripts/generate.ts\`). For completion and checks in an editor, begin a manifest with:

\`\`\`yaml
# yaml-language-server: $schema=../schema/pipeline.schema.json
\`\`\`

What \`\${{ }}\` can name, where it can stand and what becomes of it there, and how inputs are written and checked:
[expressions and inputs](expressions.md). Where a table says \`\${{ }}\`, one expression can stand in place of a value that is no
text.

${tables.join('\n')}
${idiomTables()}`
}

function writeTable(title: string, schema: Schema, tables: string[]): void {
  const { properties = {}, required = [] } = schema
  const rows = Object.entries(properties).map(
    ([key, each]) =>
      `| \`${key}\`${required.includes(key) ? ' (must be there)' : ''} | ${typeOf(each)} | ${cell(each.description ?? '')} |`,
  )
  tables.push(`## ${title}\n\n| key | holds | meaning |\n|---|---|---|\n${rows.join('\n')}\n`)
  for (const [key, each] of Object.entries(properties)) writeNested(nestedTitle(title, key), each, tables)
}

function nestedTitle(title: string, key: string): string {
  return title === 'The manifest' ? `\`${key}\`` : `${title} → \`${key}\``
}

function writeNested(title: string, schema: Schema, tables: string[]): void {
  for (const each of [schema, ...(schema.anyOf ?? [])]) {
    if (each.properties !== undefined) writeTable(title, each, tables)
    if (each.items !== undefined) writeNested(title, each.items, tables)
    if (typeof each.additionalProperties === 'object') writeNested(title, each.additionalProperties, tables)
  }
}

function typeOf(schema: Schema): string {
  if (schema.pattern?.includes('\\}\\}') === true) return '`${{ }}`'
  if (schema.anyOf !== undefined) return [...new Set(alternatives(schema))].join(' or ')
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.type === 'array')
    return `list of ${schema.items === undefined ? 'values' : typeOf(schema.items)}`
  if (schema.type === 'object') return schema.properties === undefined ? 'map by name' : 'map'
  return words[schema.type ?? ''] ?? 'any value'
}

function alternatives(schema: Schema): string[] {
  return schema.anyOf?.flatMap(alternatives) ?? [typeOf(schema)]
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
