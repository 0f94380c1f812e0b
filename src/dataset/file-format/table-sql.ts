/** What a `CREATE TABLE` says, read from its text: ours with its comments, or anybody's. */

export interface TableColumn {
  readonly name: string
  /** The declared type, upper case, e.g. `DECIMAL(12,2)`; may be empty. */
  readonly declared: string
  /** The text of the comment behind it. */
  readonly comment: string | undefined
  readonly notNull: boolean
  /** Its values stand in the row id, not in the record. */
  readonly rowid: boolean
  readonly generated: boolean
  readonly hasDefault: boolean
}

interface TableSql {
  readonly columns: readonly TableColumn[]
  readonly withoutRowid: boolean
}

interface Token {
  readonly kind: 'word' | 'name' | 'comment' | 'mark'
  readonly text: string
}

const pattern =
  /\/\*([\s\S]*?)(?:\*\/|$)|--([^\n]*)|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|'((?:[^']|'')*)'|([\p{L}\p{N}_$.+-]+)|(\S)/gu

export function readTableSql(sql: string): TableSql {
  const tokens = tokenize(sql)
  const open = tokens.findIndex(({ kind, text }) => kind === 'mark' && text === '(')
  const { parts, end } = split(tokens, open + 1)
  const options = tokens.slice(end).map(({ text }) => text.toUpperCase())
  const key = tableKey(parts)
  return {
    columns: parts.filter((part) => !isConstraint(part)).map((part) => columnOf(part, key)),
    withoutRowid: options.includes('WITHOUT'),
  }
}

function tokenize(sql: string): Token[] {
  return Array.from(sql.matchAll(pattern), (match): Token => {
    const [, block, line, double, tick, bracket, single, word, mark] = match
    const comment = block ?? line
    if (comment !== undefined) return { kind: 'comment', text: comment.trim() }
    if (double !== undefined) return { kind: 'name', text: double.replaceAll('""', '"') }
    if (tick !== undefined) return { kind: 'name', text: tick.replaceAll('``', '`') }
    if (bracket !== undefined) return { kind: 'name', text: bracket }
    if (single !== undefined) return { kind: 'name', text: single.replaceAll("''", "'") }
    return word === undefined ? { kind: 'mark', text: mark ?? '' } : { kind: 'word', text: word }
  })
}

/** The parts between the commas of the outermost parenthesis; a comment behind a comma is of the part before. */
function split(tokens: readonly Token[], from: number): { parts: Token[][]; end: number } {
  const parts: Token[][] = [[]]
  let depth = 0
  let at = from
  for (; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) break
    const mark = token.kind === 'mark' ? token.text : ''
    if (mark === ')' && depth === 0) break
    if (mark === '(') depth++
    if (mark === ')') depth--
    if (mark === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return { parts: parts.filter((part) => part.some(({ kind }) => kind !== 'comment')), end: at }
}

const constraints = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN'])
const afterType = new Set([
  ...constraints,
  'NOT',
  'NULL',
  'DEFAULT',
  'COLLATE',
  'REFERENCES',
  'GENERATED',
  'AS',
])

function isConstraint(part: readonly Token[]): boolean {
  const first = part.find(({ kind }) => kind !== 'comment')
  return first?.kind === 'word' && constraints.has(first.text.toUpperCase())
}

/** The one column of a `PRIMARY KEY (…)` that stands by itself. */
function tableKey(parts: readonly (readonly Token[])[]): string | undefined {
  for (const part of parts.filter(isConstraint)) {
    const words = part.filter(({ kind }) => kind !== 'comment')
    const at = words.findIndex(({ text }) => text.toUpperCase() === 'PRIMARY')
    if (at >= 0 && words[at + 4]?.text === ')') return words[at + 3]?.text.toLowerCase()
  }
  return undefined
}

function columnOf(part: readonly Token[], key: string | undefined): TableColumn {
  const [name, ...rest] = part.filter(({ kind }) => kind !== 'comment')
  const upper = rest.map(({ kind, text }) => (kind === 'word' ? text.toUpperCase() : text))
  const stop = upper.findIndex((text, index) => rest[index]?.kind === 'word' && afterType.has(text))
  const declared = typeText(stop < 0 ? upper : upper.slice(0, stop))
  const clauses = ` ${(stop < 0 ? [] : upper.slice(stop)).join(' ')} `
  const primary = clauses.includes(' PRIMARY KEY ') || name?.text.toLowerCase() === key
  return {
    name: name?.text ?? '',
    declared,
    comment: part.findLast(({ kind }) => kind === 'comment')?.text,
    notNull: clauses.includes(' NOT NULL '),
    rowid: declared === 'INTEGER' && primary && !clauses.includes(' PRIMARY KEY DESC '),
    generated: clauses.includes(' AS ( '),
    hasDefault: clauses.includes(' DEFAULT '),
  }
}

function typeText(words: readonly string[]): string {
  return words.join(' ').replaceAll(/\s*([(),])\s*/g, '$1')
}
