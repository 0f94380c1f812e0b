import { type Token, sqlTokens } from './tokens.ts'

const mostCopies = 20_000

/** Whether SQLite, which copies a common table expression wherever it is named, could be at it for minutes. */
export function expandsTooFar(sql: string): boolean {
  const tokens = sqlTokens(sql)
  const named = new Map<string, number>()
  for (const { name } of tokens)
    if (name !== undefined) named.set(name.toLowerCase(), (named.get(name.toLowerCase()) ?? 0) + 1)
  let copies = 1
  for (const name of expressionNames(tokens)) copies *= Math.max(1, (named.get(name) ?? 1) - 1)
  return copies > mostCopies
}

/** `name as (`, with or without a list of columns behind the name. */
function expressionNames(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>()
  for (const [index, { text }] of tokens.entries()) {
    if (text.toLowerCase() !== 'as' || !/^(?:\(|not|materialized)$/iu.test(tokens[index + 1]?.text ?? ''))
      continue
    let at = index - 1
    if (tokens[at]?.text === ')') while (at > 0 && tokens[at]?.text !== '(') at--
    const name = tokens[tokens[at]?.text === '(' ? at - 1 : at]?.name
    if (name !== undefined) names.add(name.toLowerCase())
  }
  return names
}
