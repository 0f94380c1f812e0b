import type { Column, Dataset } from '../../dataset/column.ts'
import { foldName } from '../../dataset/create-table.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { SqliteResultColumn } from '../../ports/sqlite.ts'
import { sqlTokens } from '../sql/tokens.ts'
import { guessColumns } from './guess-columns.ts'
import { mixesRows, namesColumns } from './own-names.ts'

/** A column of a query, and what is known of its type before a value has been seen. */
export interface ResultColumn {
  readonly name: string
  /** What the author declared: the values must be so. */
  readonly declared?: Column
  /** What the column is in the need that it comes from unchanged: a guess, since a union may mix it with others. */
  readonly origin?: Column
  /** What the function that makes it says (`guess-columns.ts`): its values must be so, or it is not. */
  readonly guessed?: Column
  /** The query may make other values of it than the need had, so that even its digits are for the values to say. */
  readonly isOpen?: true
}

/** Joins what SQLite tells of a query's columns with the needs' types and the author's declaration. */
export function describeResult(
  sql: string,
  result: readonly SqliteResultColumn[],
  needs: readonly Dataset[],
  declared: readonly Column[] | undefined,
): readonly ResultColumn[] {
  requireColumns(
    result.map(({ name }) => name),
    declared,
  )
  const tokens = sqlTokens(sql)
  const guesses = guessColumns(tokens, needs)
  const guessed = guesses.length === result.length ? guesses : []
  const [mixes, names] = [mixesRows(tokens), namesColumns(tokens)]
  return result.map((column, index) => {
    const guess = guessed[index]
    const known = declared?.find(({ name }) => name === column.name)
    const origin = originOf(column, needs)
    const isOpen = known === undefined && (origin === undefined ? names : mixes)
    return {
      name: column.name,
      ...(known !== undefined && { declared: known }),
      ...(origin !== undefined && { origin }),
      ...(guess !== undefined && { guessed: { ...guess, name: column.name } }),
      ...(isOpen && { isOpen }),
    }
  })
}

function originOf({ origin }: SqliteResultColumn, needs: readonly Dataset[]): Column | undefined {
  if (origin === undefined) return undefined
  const need = needs.find(({ name, tableName }) => (tableName ?? name) === origin.table)
  return need?.columns.find(({ name }) => name === origin.column)
}

/** A query selects each name once, and those that are declared. Throws a `Failure` (`sql/columns`, `columns/mismatch`). */
export function requireColumns(selected: readonly string[], declared: readonly Column[] | undefined): void {
  requireDistinct(selected)
  if (declared !== undefined) requireSame(selected, declared)
}

function requireDistinct(selected: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of selected) {
    if (seen.has(foldName(name))) {
      throw new Failure('sql/columns', `the query selects two columns named "${name}"`, {
        help: `Name one of them otherwise: … as ${name}_2`,
      })
    }
    seen.add(foldName(name))
  }
}

function requireSame(selected: readonly string[], declared: readonly Column[]): void {
  const missing = declared.map(({ name }) => name).filter((name) => !selected.includes(name))
  const extra = selected.filter((name) => !declared.some((column) => column.name === name))
  if (missing.length === 0 && extra.length === 0) return
  throw new Failure(
    'columns/mismatch',
    `the query selects ${selected.join(', ')}; "columns" declares ${declared.map(({ name }) => name).join(', ')}`,
    {
      help: `Make them the same: ${[...missing, ...extra].join(', ')} ${missing.length + extra.length === 1 ? 'differs' : 'differ'}`,
    },
  )
}
