import type { Column } from '../../dataset/column.ts'
import { foldName } from '../../dataset/create-table.ts'
import type { TakenForNumber } from './taken-for-number.ts'
import { type Token, sqlTokens } from './tokens.ts'

const adds = new Set(['sum', 'total', 'avg'])

/** The first place of each text column that a query adds up as it is: SQLite takes what number each text begins with. */
export function addedAsText(sql: string, columns: readonly Column[]): readonly TakenForNumber[] {
  const texts = new Map(
    columns.filter(({ type }) => type === 'text').map(({ name }) => [foldName(name), name] as const),
  )
  if (texts.size === 0) return []
  const tokens = sqlTokens(sql)
  const found = new Map<string, TakenForNumber>()
  for (const [index, token] of tokens.entries()) {
    const name = token.name === undefined ? undefined : texts.get(foldName(token.name))
    const call = name === undefined || found.has(name) ? undefined : callOf(tokens, index)
    if (name === undefined || call === undefined) continue
    found.set(name, {
      code: 'sql/text-sum',
      message: `"${name}" is text: ${call}(…) adds what number each value begins with, of "1.250,50" that is 1.25, of "n/a" 0`,
      help: `let the step that reads "${name}" say what it holds (\`columns:\`, docs/types.md), or write cast("${name}" as real) if just that is meant`,
      start: token.start,
      end: token.end,
    })
  }
  return [...found.values()]
}

/** The function that has the column, and nothing else, for its argument: `sum(amount)`, `avg(distinct o.amount)`. */
function callOf(tokens: readonly Token[], index: number): string | undefined {
  if (tokens[index + 1]?.text !== ')') return undefined
  let first = tokens[index - 1]?.text === '.' ? index - 2 : index
  if (tokens[first - 1]?.text.toLowerCase() === 'distinct') first -= 1
  const call = tokens[first - 2]?.name?.toLowerCase()
  return tokens[first - 1]?.text === '(' && call !== undefined && adds.has(call) ? call : undefined
}
