import * as z from 'zod'
import { type Tell, asList, bareText, expressible, nonEmptyText, oneOrMore, strict } from '../authored.ts'
import type { Check } from './check.ts'

const bound = () => expressible(z.union([z.number(), bareText]))
const rowCount = () => expressible(z.int().min(0))
const listed = z.array(expressible(z.union([z.number(), z.boolean(), bareText]), () => '')).min(1)

const checkSchema = strict({
  'not-null': oneOrMore.optional().describe('Columns that must hold a value in every row.'),
  unique: oneOrMore.optional().describe('Columns that together must differ from row to row.'),
  'row-count': strict({
    min: rowCount().optional().describe('At least so many rows.'),
    max: rowCount().optional().describe('At most so many rows.'),
  })
    .optional()
    .describe('How many rows there must be.'),
  'accepted-values': z
    .record(
      z.string(),
      expressible(listed, () => ['']),
    )
    .optional()
    .describe('Per column, the values it may hold.'),
  range: z
    .record(
      z.string(),
      strict({
        min: bound().optional().describe('The least value.'),
        max: bound().optional().describe('The greatest value.'),
      }),
    )
    .optional()
    .describe('Per column, the least and the greatest value: numbers, dates or timestamps.'),
  sql: nonEmptyText.optional().describe('A query; each row it returns is a row that breaks the rule.'),
  name: nonEmptyText.optional().describe('sql: what the rule is called in the report.'),
})

export const checksSchema = z.array(checkSchema)

const rules = ['not-null', 'unique', 'row-count', 'accepted-values', 'range', 'sql'] as const

export function decodeChecks(authored: z.output<typeof checksSchema>, tell: Tell): readonly Check[] {
  return authored.flatMap((check, index) => decodeCheck(check, index, tell))
}

function decodeCheck(check: z.output<typeof checkSchema>, index: number, tell: Tell): Check[] {
  const [rule, ...more] = rules.filter((each) => check[each] !== undefined)
  if (rule === undefined)
    tell([index], `a check must have one of ${rules.join(', ')}`, { code: 'manifest/missing-key' })
  for (const other of more)
    tell([index, other], `a check has one rule, but this one has \`${rule}\` and \`${other}\``, {
      part: 'key',
      help: 'put each rule behind a `-` of its own',
    })
  if (check.name !== undefined && rule !== 'sql')
    tell([index, 'name'], '`name` goes with `sql`', { part: 'key', help: 'remove `name`' })
  return [
    ...(check['not-null'] === undefined
      ? []
      : [{ rule: 'not-null' as const, columns: asList(check['not-null']) }]),
    ...(check.unique === undefined ? [] : [{ rule: 'unique' as const, columns: asList(check.unique) }]),
    ...(check['row-count'] === undefined
      ? []
      : [{ rule: 'row-count' as const, ...optional(check['row-count']) }]),
    ...Object.entries(check['accepted-values'] ?? {}).map(([column, values]) => ({
      rule: 'accepted-values' as const,
      column,
      values,
    })),
    ...Object.entries(check.range ?? {}).map(([column, range]) => ({
      rule: 'range' as const,
      column,
      ...optional(range),
    })),
    ...(check.sql === undefined
      ? []
      : [
          { rule: 'sql' as const, sql: check.sql, ...(check.name === undefined ? {} : { name: check.name }) },
        ]),
  ]
}

function optional<T>({ min, max }: { min?: T | undefined; max?: T | undefined }): { min?: T; max?: T } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}
