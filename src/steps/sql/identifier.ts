import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { quoteName } from '../../dataset/create-table.ts'
import type { TableName } from '../../ports/database.ts'

/** A table's name, quoted for SQL. */
export function tableId({ schema, name }: TableName): RawBuilder<unknown> {
  return schema === undefined ? sql.id(name) : sql.id(schema, name)
}

/** Names of columns, quoted, with commas; each prefixed by the table's alias if one is given. */
export function columnIds(names: readonly string[], alias?: string): RawBuilder<unknown> {
  return sql.join(names.map((name) => (alias === undefined ? sql.id(name) : sql.id(alias, name))))
}

/** How people write it: `schema.table`. */
export function tableText({ schema, name }: TableName): string {
  return schema === undefined ? name : `${schema}.${name}`
}

/** A table's name as PostgreSQL's `to_regclass` reads it. */
export function regclass({ schema, name }: TableName): string {
  return schema === undefined ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`
}
