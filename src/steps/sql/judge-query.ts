import type { Code } from '../../diagnostic/codes.ts'
import { foldName } from '../../dataset/create-table.ts'
import { expandsTooFar } from './expansion.ts'
import { nearest } from '../../text/nearest.ts'
import {
  type NeedTable,
  type QueryDatabase,
  type Supposed,
  supposeTables,
  unknownColumn,
} from './open-tables.ts'
import { type Complaint, type Span, placeComplaint, readComplaint } from './place-complaint.ts'
import { readQuery } from './query-fault.ts'
import { sqlTokens } from './tokens.ts'
import { describeColumn } from './unknown-column.ts'

/** A mistake in an author's query: what to tell, and the offsets of the word it is about. */
export interface QueryMistake extends Span {
  readonly code: Code & `sql/${string}`
  readonly message: string
  readonly help?: string
}

export interface Query {
  /** With a `?` for each expression (`bindInPlace`). */
  readonly sql: string
  readonly needs: readonly NeedTable[]
  /** Whether names with underscores stand for those with dashes. */
  readonly aliases: boolean
  /** Whether its columns become a dataset's. */
  readonly makesDataset: boolean
  readonly describeTable: (name: string) => { message: string; help: string }
}

/**
 * The first thing certainly wrong with a query, or the names of the columns it selects; neither when that depends on
 * what only the run will know.
 */
export async function judgeQuery(
  query: Query,
  database: QueryDatabase,
): Promise<{ mistake?: QueryMistake; columns?: readonly string[] }> {
  const read = readQuery(query.sql, 'sqlite')
  if ('fault' in read) return { mistake: { code: 'sql/not-a-query', ...read.fault } }
  if (expandsTooFar(read.query)) return {}
  const supposed = supposeTables(read.query, query.needs, database, query.aliases)
  if (supposed === undefined) return {}
  const { compiled } = supposed
  if ('error' in compiled) {
    const mistake =
      compiled.refused === undefined
        ? await explain(compiled.error, { ...query, sql: read.query }, supposed, database)
        : refused(compiled.refused, read.query)
    return mistake === undefined ? {} : { mistake }
  }
  if (compiled.columns.includes(unknownColumn)) return {}
  const mistake = query.makesDataset ? repeated(compiled.columns, read.query) : undefined
  return mistake === undefined ? { columns: compiled.columns } : { mistake }
}

async function explain(
  error: string,
  query: Query,
  supposed: Supposed,
  database: QueryDatabase,
): Promise<QueryMistake | undefined> {
  const complaint = readComplaint(error)
  if (complaint === undefined) return undefined
  if (complaint.kind === 'column' && !supposed.isCertain(complaint.subject)) return undefined
  if (complaint.kind === 'ambiguous' && !supposed.isWhole) return undefined
  const told = tell(complaint, query, database)
  const place = told === undefined ? undefined : await placeComplaint(complaint, query.sql, supposed.compile)
  if (told === undefined || place === undefined) return undefined
  const isOpenQuote = complaint.kind === 'character' && /^['"`[]/.test(complaint.subject)
  return { ...told, start: place.start, end: isOpenQuote ? place.start + 1 : place.end }
}

function tell(
  { kind, subject }: Complaint,
  query: Query,
  { functions }: QueryDatabase,
): Omit<QueryMistake, 'start' | 'end'> | undefined {
  switch (kind) {
    case 'syntax':
      return {
        code: 'sql/syntax',
        message: `${quoted(subject)} cannot stand here in SQL`,
        ...dashHelp(query),
      }
    case 'unfinished':
      return {
        code: 'sql/syntax',
        message: 'the SQL ends before it is complete',
        help: 'check for a missing `)`, `end` or condition',
      }
    case 'character':
      return strangeText(subject)
    case 'table':
      return subject.includes('.')
        ? undefined
        : { code: 'sql/unknown-table', ...query.describeTable(subject) }
    case 'column':
      return { code: 'sql/unknown-column', ...describeColumn(subject, query) }
    case 'function': {
      const near = nearest(subject, functions)
      return {
        code: 'sql/unknown-function',
        message: `there is no function ${quoted(subject)} in SQLite${near === undefined ? '' : `; did you mean "${near}"?`}`,
        help: near === undefined ? 'see docs/sql.md for the functions there are' : `write "${near}"`,
      }
    }
    case 'ambiguous':
      return {
        code: 'sql/unknown-column',
        message: `${quoted(subject)} is a column of more than one table here`,
        help: `write which: \`table.${subject}\``,
      }
    case 'join':
      return undefined
    default:
      return kind
  }
}

/** A need whose name SQL takes for a subtraction. */
function dashHelp({ sql, needs }: Query): { help?: string } {
  const words = sqlTokens(sql).map(({ text }) => text)
  const written = (name: string): boolean => {
    const parts = name.split('-')
    return words.some((_, at) => parts.every((part, index) => words[at + 2 * index] === part))
  }
  const dashed = needs.find(({ name }) => name.includes('-') && written(name))
  return dashed === undefined
    ? {}
    : { help: `write a name with a dash in double quotes: \`"${dashed.name}"\`` }
}

function strangeText(subject: string): Omit<QueryMistake, 'start' | 'end'> {
  const open = /^['"`[]/.test(subject)
  return {
    code: 'sql/syntax',
    message: open ? `${subject[0]} is not closed` : `${quoted(subject)} is no word of SQL`,
    ...(open ? { help: `close it with another ${subject[0] === '[' ? ']' : subject[0]}` } : {}),
    ...(subject === ':' ? { help: 'write `cast(… as type)` for `::type`' } : {}),
  }
}

function refused(what: string, sql: string): QueryMistake {
  const word = what.split(' ')[0]?.toLowerCase()
  const tokens = sqlTokens(sql)
  const place = tokens.find(({ text }) => text.toLowerCase() === word) ?? tokens[0]
  return {
    code: 'sql/not-a-query',
    message: `the SQL may only read: ${what} is not allowed`,
    help: 'select the rows that are wanted: a query only reads',
    start: place?.start ?? 0,
    end: place?.end ?? 0,
  }
}

/** Placed at the first word of that name that ends a column of the result, else at the start of the query. */
function repeated(columns: readonly string[], sql: string): QueryMistake | undefined {
  const folded = columns.map(foldName)
  const index = folded.findIndex((name, at) => folded.indexOf(name) < at)
  const name = columns[index]
  if (name === undefined) return undefined
  const tokens = sqlTokens(sql)
  const named = tokens.filter(
    (token, at) =>
      token.name !== undefined &&
      foldName(token.name) === foldName(name) &&
      /^(?:,|from)?$/iu.test(tokens[at + 1]?.text ?? ''),
  )
  const place = named[1] ?? named[0] ?? tokens[0]
  return {
    code: 'sql/duplicate-column',
    message: `the query selects two columns named ${quoted(name)}`,
    help: `name one of them otherwise: \`… as ${name}_2\``,
    start: place?.start ?? 0,
    end: place?.end ?? 0,
  }
}

function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`
}
