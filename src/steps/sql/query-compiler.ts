import { DatabaseSync } from 'node:sqlite'
import { quoteName } from '../../dataset/create-table.ts'
import type { Compiled, QueryTable } from './compile.ts'
import { registerFunctions } from './functions.ts'
import { Guard } from './guard.ts'

/** Compiles queries against empty tables in memory, with the functions and under the guard of a run. */
export class QueryCompiler {
  readonly #database = new DatabaseSync(':memory:')
  readonly #guard = new Guard()

  constructor() {
    registerFunctions(this.#database)
    this.#database.setAuthorizer((action, first, second, name) =>
      this.#guard.judge(action, first, second, name),
    )
  }

  /** Every function that a query can call. */
  get functions(): readonly string[] {
    this.#guard.arm(undefined)
    return this.#database
      .prepare('select distinct name from pragma_function_list order by name')
      .all()
      .map(({ name }) => String(name))
  }

  /** The tables there are from now on, each also by its name with underscores for dashes; `false`: they cannot be. */
  setTables(tables: readonly QueryTable[], aliases: boolean): boolean {
    this.#guard.arm(undefined)
    if (this.#database.isTransaction) this.#database.exec('rollback')
    try {
      this.#database.exec(
        `begin; ${[...tables.map(createTable), ...(aliases ? views(tables) : [])].join('; ')}`,
      )
      return true
    } catch {
      return false
    }
  }

  compile(sql: string): Compiled {
    this.#guard.arm({})
    try {
      const columns = this.#database.prepare(sql).columns()
      return { columns: columns.map(({ name }) => name) }
    } catch (error) {
      const { refused } = this.#guard
      return {
        error: error instanceof Error ? error.message : String(error),
        ...(refused === undefined ? {} : { refused }),
      }
    }
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }
}

function createTable({ name, columns }: QueryTable): string {
  return `create table ${quoteName(name)} (${columns.map(quoteName).join(', ')})`
}

/** As a run names them (`transform/attach-needs.ts`). */
function views(tables: readonly QueryTable[]): string[] {
  const taken = new Set(tables.map(({ name }) => name))
  return tables.flatMap(({ name }) => {
    const alias = name.replaceAll('-', '_')
    if (taken.has(alias)) return []
    taken.add(alias)
    return [`create temp view ${quoteName(alias)} as select * from ${quoteName(name)}`]
  })
}
