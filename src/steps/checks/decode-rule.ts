import { parseDuration } from '../../text/duration.ts'
import { type Tell, asList } from '../authored.ts'
import { type Rule, severities } from './check.ts'
import type { AuthoredCheck } from './schema.ts'
import { instantOf } from './time-bound.ts'

const rules = [
  'not-null',
  'unique',
  'row-count',
  'accepted-values',
  'range',
  'pattern',
  'references',
  'freshness',
  'distribution',
  'sql',
] as const

const defaultRuns = 7

/** The one rule of an authored check; one for each column where it names several. */
export function decodeRule(check: AuthoredCheck, tell: Tell): readonly Rule[] {
  const [rule, ...more] = rules.filter((each) => check[each] !== undefined)
  if (rule === undefined)
    tell([], `a check must have one of ${rules.join(', ')}`, { code: 'manifest/missing-key' })
  for (const other of more)
    tell([other], `a check has one rule, but this one has \`${rule}\` and \`${other}\``, {
      part: 'key',
      help: 'put each rule behind a `-` of its own',
    })
  if (check.name !== undefined && rule !== 'sql')
    tell(['name'], '`name` goes with `sql`', { part: 'key', help: 'remove `name`' })
  return [...ofColumns(check, tell), ...byColumn(check, tell), ...ofOthers(check, tell)]
}

function ofColumns(check: AuthoredCheck, tell: Tell): Rule[] {
  const { 'not-null': present, unique, 'row-count': count } = check
  if (count !== undefined) tellUpsideDown(['row-count'], count, tell)
  return [
    ...(present === undefined ? [] : [{ rule: 'not-null' as const, columns: asList(present) }]),
    ...(unique === undefined ? [] : [{ rule: 'unique' as const, columns: asList(unique) }]),
    ...(count === undefined ? [] : [{ rule: 'row-count' as const, ...bounds(count) }]),
  ]
}

function byColumn(check: AuthoredCheck, tell: Tell): Rule[] {
  return [
    ...Object.entries(check['accepted-values'] ?? {}).map(([column, values]) => ({
      rule: 'accepted-values' as const,
      column,
      values,
    })),
    ...Object.entries(check.range ?? {}).map(([column, range]) => {
      tellUpsideDown(['range', column], range, tell)
      return { rule: 'range' as const, column, ...bounds(range) }
    }),
    ...Object.entries(check.pattern ?? {}).map(([column, pattern], _, { length }) => {
      if (length > 1 && column === 'severity' && severities.some((each) => each === pattern))
        tell(['pattern', column], `\`pattern\` takes "severity" for the name of a column`, {
          part: 'key',
          severity: 'warning',
          help: `write \`severity: ${pattern}\` beside \`pattern\`, not inside it, or of such a column "^${pattern}$"`,
        })
      const fault = faultOfPattern(pattern)
      if (fault !== undefined)
        tell(['pattern', column], `"${pattern}" is no regular expression: ${fault}`, {
          code: 'manifest/wrong-type',
        })
      return { rule: 'pattern' as const, column, pattern }
    }),
  ]
}

function ofOthers(check: AuthoredCheck, tell: Tell): Rule[] {
  const { references, freshness, sql, name } = check
  return [
    ...(references === undefined ? [] : [decodeReferences(references, tell)]),
    ...(freshness === undefined
      ? []
      : [
          {
            rule: 'freshness' as const,
            column: freshness.column,
            maxAgeMs: parseDuration(freshness['max-age']) ?? 0,
          },
        ]),
    ...decodeDistribution(check, tell),
    ...(sql === undefined ? [] : [{ rule: 'sql' as const, sql, ...(name === undefined ? {} : { name }) }]),
  ]
}

function decodeReferences(
  { columns, to, keys }: NonNullable<AuthoredCheck['references']>,
  tell: Tell,
): Rule & { rule: 'references' } {
  const from = asList(columns)
  const there = keys === undefined ? from : asList(keys)
  if (there.length !== from.length)
    tell(['references', 'keys'], `\`keys\` names ${there.length} columns and \`columns\` ${from.length}`, {
      help: 'name as many, in the same order',
    })
  return { rule: 'references', columns: from, to, keys: there }
}

function decodeDistribution({ distribution }: AuthoredCheck, tell: Tell): Rule[] {
  if (distribution === undefined) return []
  const { of: measure, column, within, last = defaultRuns } = distribution
  if (measure === 'rows' && column !== undefined)
    tell(['distribution', 'column'], '`of: rows` counts rows and looks at no column', {
      part: 'key',
      help: 'remove `column`, or write `of: nulls`',
    })
  if (measure !== 'rows' && column === undefined)
    tell(['distribution'], `\`of: ${measure}\` must name a \`column\``, { code: 'manifest/missing-key' })
  return [
    {
      rule: 'distribution',
      measure,
      ...(column === undefined ? {} : { column }),
      within: Number.parseFloat(within) / 100,
      last,
    },
  ]
}

/** Why a text is no regular expression. */
function faultOfPattern(pattern: string): string | undefined {
  try {
    RegExp(pattern, 'u').test('')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
  }
}

function bounds<T>({ min, max }: { min?: T | undefined; max?: T | undefined }): { min?: T; max?: T } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

interface Bounds {
  readonly min?: number | string | undefined
  readonly max?: number | string | undefined
}

/** What two texts come to is the database's to say, unless they are times. */
function tellUpsideDown(path: readonly string[], { min, max }: Bounds, tell: Tell): void {
  const [least, greatest] = [comparable(min), comparable(max)]
  if (least === undefined || greatest === undefined || typeof least !== typeof greatest) return
  if (least > greatest)
    tell([...path, 'max'], `\`max: ${max}\` is less than \`min: ${min}\`, so nothing would be right`, {
      help: 'exchange them',
    })
}

function comparable(bound: number | string | undefined): number | string | undefined {
  return typeof bound === 'string' ? instantOf(bound) : bound
}
