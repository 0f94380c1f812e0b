import type { Compile } from './compile.ts'
import { type Token, sqlTokens } from './tokens.ts'

/** What SQLite complains of, and the name or text it quotes. */
export interface Complaint {
  readonly kind:
    | 'syntax'
    | 'unfinished'
    | 'character'
    | 'table'
    | 'column'
    | 'function'
    | 'ambiguous'
    | 'join'
  readonly subject: string
}

export interface Span {
  readonly start: number
  readonly end: number
}

const complaints: readonly (readonly [Complaint['kind'], RegExp])[] = [
  ['syntax', /^near "(.*)": syntax error$/su],
  ['unfinished', /^incomplete input()$/u],
  ['character', /^unrecognized token: "(.*)"$/su],
  ['table', /^no such table: (.*)$/su],
  ['column', /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/su],
  ['column', /^no such column: (.*)$/su],
  ['function', /^no such function: (.*)$/su],
  ['ambiguous', /^ambiguous column name: (.*)$/su],
  ['join', /^cannot join using column (.*) - column not present in both tables$/su],
]

/** A name that stands in more places than this is told at the first. */
const mostPlaces = 200

/** `undefined` for what says no more than that something is wrong. */
export function readComplaint(error: string): Complaint | undefined {
  for (const [kind, pattern] of complaints) {
    const match = pattern.exec(error)
    if (match !== null) return { kind, subject: match[1] ?? '' }
  }
  return undefined
}

/**
 * Where in the query SQLite's complaint is meant: it quotes a word and tells no offset. `undefined` when the word
 * cannot be found. The query is compiled again for each place where the word stands.
 */
export async function placeComplaint(
  { kind, subject }: Complaint,
  sql: string,
  compile: Compile,
): Promise<Span | undefined> {
  const tokens = sqlTokens(sql)
  if (kind === 'unfinished') return tokens.at(-1)
  if (kind === 'syntax')
    return firstThatFails(
      tokens.filter(({ text }) => text === subject),
      sql,
      compile,
    )
  if (kind === 'character') return firstThatFails(occurrences(sql, subject), sql, compile)
  return lastResolved(candidates(tokens, { kind, subject }), sql, compile)
}

/**
 * A parser stops at the first word that cannot follow, whatever comes after it: a query cut before that word is wrong
 * in another way, so the place is found by halving.
 */
async function firstThatFails(
  places: readonly Span[],
  sql: string,
  compile: Compile,
): Promise<Span | undefined> {
  const whole = await errorOf(sql, compile)
  let from = 0
  let to = places.length
  while (from < to) {
    const middle = (from + to) >> 1
    const end = places[middle]?.end ?? sql.length
    if ((await errorOf(sql.slice(0, end), compile)) === whole) to = middle
    else from = middle + 1
  }
  return places[from]
}

function occurrences(sql: string, text: string): Span[] {
  const found: Span[] = []
  let at = text === '' ? -1 : sql.indexOf(text)
  while (at >= 0) {
    found.push({ start: at, end: at + text.length })
    at = sql.indexOf(text, at + 1)
  }
  return found
}

/**
 * Names are resolved in an order of SQLite's own. A made-up name in one place is complained of if that place comes
 * before the one that is wrong, or is it: so the wrong one is the last of those.
 */
async function lastResolved(
  places: readonly Token[],
  sql: string,
  compile: Compile,
): Promise<Span | undefined> {
  if (places.length <= 1 || places.length > mostPlaces) return places[0]
  let last: Token | undefined
  for (const [index, place] of places.entries()) {
    if (!(await complainsOf(index, [[index, place]], sql, compile))) continue
    const both: [number, Token][] =
      last === undefined
        ? []
        : [
            [places.indexOf(last), last],
            [index, place],
          ]
    if (last === undefined || (await complainsOf(places.indexOf(last), both, sql, compile))) last = place
  }
  return last
}

async function complainsOf(
  index: number,
  renamed: readonly (readonly [number, Token])[],
  sql: string,
  compile: Compile,
): Promise<boolean> {
  let text = ''
  let end = 0
  for (const [each, { start, end: after, quoted }] of renamed) {
    text += sql.slice(end, start) + (quoted ? `"${madeUp(each)}"` : madeUp(each))
    end = after
  }
  const error = await errorOf(text + sql.slice(end), compile)
  return new RegExp(`\\b${madeUp(index)}\\b`, 'u').test(error ?? '')
}

function madeUp(index: number): string {
  return `millrace_probe_${index}`
}

function candidates(tokens: readonly Token[], { kind, subject }: Complaint): Token[] {
  return tokens.filter((token, index) => {
    if (token.name === undefined) return false
    const next = tokens[index + 1]?.text
    if (kind === 'function') return same(token.name, subject) && next === '('
    if (kind === 'table') return same(token.name, subject) && next !== '('
    return (
      next !== '.' && same(token.name, subject.slice(-token.name.length)) && chainOf(tokens, index, subject)
    )
  })
}

/** Whether the name at `index`, with what stands before its dots, is written as `subject` says. */
function chainOf(tokens: readonly Token[], index: number, subject: string): boolean {
  let chain = tokens[index]?.name ?? ''
  for (let at = index; tokens[at - 1]?.text === '.'; at -= 2) chain = `${tokens[at - 2]?.name ?? ''}.${chain}`
  return same(chain, subject)
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

async function errorOf(sql: string, compile: Compile): Promise<string | undefined> {
  const compiled = await compile(sql)
  return 'error' in compiled ? compiled.error : undefined
}
