import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Column } from '../../../dataset/column.ts'
import { copyType } from '../../../dataset/encode/encode-copy.ts'
import type { TableName, Transaction } from '../../../ports/database.ts'
import { regclass, tableId, tableText } from '../../sql/identifier.ts'
import type { ColumnPair, KeptRows, LoadDialect, TargetColumn } from './dialect.ts'
import { postgresAhead } from './postgres-ahead.ts'
import { droppedBy } from './postgres-dropped.ts'
import { emptyPostgresTable } from './postgres-empty.ts'
import { postgresOneByOne } from './postgres-one-by-one.ts'
import { lostInPostgres, postgresWidened } from './postgres-lossless.ts'
import { baseOf } from './postgres-lossless-text.ts'
import { unmatched } from './unmatched.ts'
import { viewFailure } from './view-failure.ts'

/** The staged rows lie in a temporary table of `copyType` columns, in the order in which they were copied. */
export const postgresLoads: LoadDialect = {
  definesInside: true,
  movesRecords: () => false,
  types: {
    of: typeOf,
    moment: 'timestamp with time zone',
    flag: 'boolean',
    end: async () => '',
    widened: postgresWidened,
  },
  readTarget,
  canonical,
  async makeSchema({ db }, schema) {
    await db.schema.createSchema(schema).ifNotExists().execute()
  },
  begin: async () => {},
  ahead: postgresAhead,
  requireWhole: async () => {},
  async takeTurns({ db }, table) {
    await sql`lock table ${tableId(table)} in share row exclusive mode`.execute(db)
  },
  async enter({ db }, table) {
    await sql`lock table ${tableId(table)} in row exclusive mode`.execute(db)
  },
  // Made inside the transaction, it is seen by nobody else.
  staysOurs: async () => true,
  empty: emptyPostgresTable,
  isUnique,
  readyToJoin: async (_transaction, staged) => staged,
  converted,
  comparedKey(pair) {
    const { collation } = pair.target
    return collation === undefined ? converted(pair) : sql`${converted(pair)} collate ${sql.raw(collation)}`
  },
  differs: (pair) =>
    sql`${comparable(pair, sql.id('t', pair.source.name))} is distinct from ${comparable(pair, converted(pair))}`,
  droppedBy,
  async update({ db }, { table, staged, sets, on, where }) {
    const { numAffectedRows } = await sql`
      update ${tableId(table)} as t set ${sql.join(sets.map(({ column, value }) => sql`${sql.id(column)} = ${value}`))}
      from ${tableId(staged)} as s where ${on} and (${where})`.execute(db)
    return Number(numAffectedRows)
  },
  unmatched,
  deleteFrom: (table) => sql`delete from ${tableId(table)} as t`,
  sourceOrder: (direction) => sql`s.ctid ${sql.raw(direction)}`,
  largestFirst: ({ name }) => sql`${sql.id('s', name)} desc nulls last`,
  keepFirst,
  lost: lostInPostgres,
  oneByOne: postgresOneByOne,
  moment,
  flag: (value) => sql.lit(value),
}

/** A column without a zone gets the time in UTC. */
function moment(iso: string, { type }: TargetColumn): RawBuilder<unknown> {
  const instant = sql`cast(${iso} as timestamp with time zone)`
  return type === 'timestamp with time zone'
    ? instant
    : sql`cast(${instant} at time zone 'UTC' as ${sql.raw(type)})`
}

/** Digits that somebody declared are the table's too; otherwise a decimal takes what comes. */
function typeOf(column: Column): string {
  const { type, precision, scale, open } = column
  return type === 'decimal' && precision !== undefined && scale !== undefined && open !== true
    ? `numeric(${precision}, ${scale})`
    : copyType(column)
}

type Described = Omit<TargetColumn, 'collation'> & {
  readonly kind: string
  /** `null` for one to which no two texts are the same. */
  readonly collation: string | null
}

async function readTarget(
  { db }: Transaction,
  table: TableName,
): Promise<readonly TargetColumn[] | undefined> {
  const { rows } = await sql<Described>`
    with recursive beneath as (
      select attnum, atttypid as id, atttypmod as modifier from pg_catalog.pg_attribute
      where attrelid = to_regclass(${regclass(table)}) and attnum > 0 and not attisdropped
      union all
      select b.attnum, t.typbasetype, t.typtypmod from beneath b join pg_catalog.pg_type t on t.oid = b.id
      where t.typtype = 'd'
    )
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      format_type(b.id, b.modifier) as base, format_type(b.id, -1) as bare,
      a.atthasdef or a.attidentity <> '' as filled, a.attnotnull as "notNull", c.relkind as kind,
      (select format('%I.%I', n.nspname, l.collname)
        from pg_catalog.pg_collation l join pg_catalog.pg_namespace n on n.oid = l.collnamespace
        where l.oid = a.attcollation and not l.collisdeterministic) as collation
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
      join beneath b on b.attnum = a.attnum join pg_catalog.pg_type t on t.oid = b.id and t.typtype <> 'd'
    where a.attrelid = to_regclass(${regclass(table)})
    order by a.attnum`.execute(db)
  if (rows.some(({ kind }) => kind !== 'r' && kind !== 'p')) throw viewFailure(tableText(table))
  if (rows.length === 0) return undefined
  return rows.map(({ kind: _kind, collation, ...column }) =>
    collation === null ? column : { ...column, collation },
  )
}

/** One without a schema is in the first of the search path that has it; a new one is made in the first of all. */
function canonical({ schema, name }: TableName): RawBuilder<unknown> {
  if (schema !== undefined) return sql`concat(cast(${schema} as text), '.', cast(${name} as text))`
  return sql`concat(coalesce((
    select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.oid = to_regclass(${regclass({ name })})), current_schema()), '.', cast(${name} as text))`
}

function converted({ source, target }: ColumnPair): RawBuilder<unknown> {
  return sql`cast(${sql.id('s', source.name)} as ${sql.raw(target.type)})`
}

/** `json` knows no equality, a collation may take two texts for the same, and a box equals any of its area. */
function comparable({ target }: ColumnPair, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const base = baseOf(target)
  if (base === 'json') return sql`${value}::jsonb`
  return /^(?:text|character|citext|xml|point|lseg|box|path|polygon|circle)/u.test(base)
    ? sql`cast(${value} as text) collate "C"`
    : value
}

async function isUnique({ db }: Transaction, table: TableName, key: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_catalog.pg_index as i
    where i.indrelid = to_regclass(${regclass(table)}) and i.indisunique and i.indisvalid and i.indimmediate
      and i.indpred is null and i.indexprs is null and not exists (
        select 1 from pg_catalog.pg_attribute as a
        where a.attrelid = i.indrelid and a.attnum = any (i.indkey) and a.attname not in (${sql.join(key)}))
    limit 1`.execute(db)
  return rows.length > 0
}

async function keepFirst({ db }: Transaction, { staged, key, order }: KeptRows): Promise<TableName> {
  await sql`delete from ${tableId(staged)} where ctid in (select place from (
      select s.ctid as place, row_number() over (partition by ${sql.join(key)} order by ${order}) as nth
      from ${tableId(staged)} as s
    ) as numbered where nth > 1)`.execute(db)
  return staged
}
