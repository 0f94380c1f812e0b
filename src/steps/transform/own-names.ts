import type { Token } from '../sql/tokens.ts'

const compounds = new Set(['union', 'intersect', 'except'])
const selects = new Set(['select', 'values'])
const beforeTables = new Set(['from', 'join', ','])

/** Whether rows of several queries are in one column, so that SQLite tells the origin of some of its values only. */
export function mixesRows(tokens: readonly Token[]): boolean {
  return tokens.some((token) => compounds.has(wordOf(token)))
}

/**
 * Whether a name may be one of the query's own rather than a need's column: `sum(amount) from (select amount / 3 as amount …)`.
 * So it is said of any query within a query, and of a function that makes a table.
 */
export function namesColumns(tokens: readonly Token[]): boolean {
  const from = tokens.findIndex((token) => wordOf(token) === 'from')
  const makesTable = tokens.some(
    ({ name }, at) =>
      at > from &&
      from >= 0 &&
      name !== undefined &&
      tokens[at + 1]?.text === '(' &&
      beforeTables.has(wordOf(tokens[at - 1])),
  )
  return makesTable || tokens.filter((token) => selects.has(wordOf(token))).length > 1
}

function wordOf(token: Token | undefined): string {
  return token === undefined || token.quoted ? '' : token.text.toLowerCase()
}
