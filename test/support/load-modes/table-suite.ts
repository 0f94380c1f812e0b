import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../../src/dataset/column.ts'
import { failureOf } from '../failure.ts'
import type { OpenTarget } from '../load-target.ts'
import { statementIn } from './statement-in.ts'
import { type Within, at, columns, key, people } from './loads-into.ts'

/** What becomes of the table itself, and of what belongs to it. */
export function describeTable(name: string, within: Within): void {
  describe(`the columns of a table of ${name}`, () => {
    const wider: readonly Column[] = [...columns, { name: 'age', type: 'integer', notNull: true }]

    it(
      'become more where the source may change, and it is said',
      within(async ({ database, load }) => {
        await load([[1, 'a']], { mode: 'merge', key })
        const outcome = await load(
          [
            [1, 'a', 7],
            [2, 'b', 8],
          ],
          { mode: 'merge', key },
          { evolves: true },
          wider,
        )
        assert.equal(outcome.note, 'people: 1 row inserted, 1 changed, 0 unchanged; new column "age"')
        assert.deepEqual(await database.run('select age from people order by id'), [
          { age: '7' },
          { age: '8' },
        ])
        const refused = await failureOf(
          load([[1, 'a', 7, 1]], { mode: 'merge', key }, {}, [...wider, { name: 'a-b', type: 'real' }]),
        )
        assert.equal(refused.code, 'columns/mismatch')
        await database.run(statementIn(refused.help))
      }),
    )

    it(
      'are not widened: the failure has the statement that would',
      within(async ({ database, load }) => {
        if (database.dialect === 'sqlite') return
        await database.run('create table people (id smallint primary key, name varchar(3))')
        const wide = await failureOf(load([[40_000, 'a']], { mode: 'merge', key }))
        assert.equal(wide.code, 'rows/lossy')
        assert.match(wide.message, /column "id" of "people" is smallint.*: 1 value .*40000/)
        assert.match(
          wide.help ?? '',
          /alter table (?:"people" alter column "id" type|`people` modify column `id`) bigint/,
        )
        const long = await failureOf(load([[1, 'abcd']], { mode: 'merge', key }))
        assert.match(long.message, /column "name" of "people" is .*: 1 value .*"abcd"/)
      }),
    )
  })

  describe(`decimals in a new table of ${name}`, () => {
    const amount: Column = { name: 'amount', type: 'decimal' }
    const withAmount = (column: Column): readonly Column[] => [
      { name: 'id', type: 'integer', notNull: true },
      column,
    ]

    it(
      'take the digits of later rows where nobody declared how many',
      within(async ({ database, load }) => {
        const days = [
          [1, '10'],
          [2, '20.50'],
          [3, '0.123456789'],
          [4, '123456789012345'],
        ] as const
        for (const [id, value] of days)
          await load([[id, value]], { mode: 'merge', key }, at(id), withAmount(amount))
        const same = await load([[2, '20.5']], { mode: 'merge', key }, at(5), withAmount(amount))
        assert.equal(same.rows?.unchanged, 1)
        const rows = await database.run('select amount from people order by id')
        assert.deepEqual(
          rows.map((row) =>
            String(row['amount'])
              .replace(/(\.\d*?)0+$/, '$1')
              .replace(/\.$/, ''),
          ),
          ['10', '20.5', '0.123456789', '123456789012345'],
        )
      }),
    )

    it(
      'take those of later sums, of which nobody knows how long they get',
      within(async ({ database, load }) => {
        const sum = (scale: number) => withAmount({ ...amount, scale, open: true })
        await load([[1, '10']], { mode: 'merge', key }, {}, sum(0))
        await load([[2, '1234567890.25']], { mode: 'merge', key }, {}, sum(2))
        const rows = await database.run('select amount from people order by id')
        assert.deepEqual(
          rows.map((row) => Number(row['amount'])),
          [10, 1234567890.25],
        )
      }),
    )

    it(
      'keep to the digits that were declared',
      within(async ({ database, load }) => {
        if (database.dialect === 'sqlite') return
        const declared = { ...amount, precision: 12, scale: 2 }
        await load([[1, '10.50']], { mode: 'merge', key }, {}, withAmount(declared))
        const finer = await failureOf(
          load(
            [[2, '0.123']],
            { mode: 'merge', key },
            {},
            withAmount({ ...amount, precision: 12, scale: 3 }),
          ),
        )
        assert.match(finer.message, /column "amount" of "people" is (?:numeric|decimal)\(12,2\): 1 value/)
        await database.run(statementIn(finer.help))
        await load(
          [[2, '0.123']],
          { mode: 'merge', key },
          {},
          withAmount({ ...amount, precision: 12, scale: 3 }),
        )
      }),
    )

    it(
      'keep what is there when they are widened as the failure says',
      within(async ({ database, load }) => {
        if (database.dialect === 'sqlite') return
        await database.run('create table people (id bigint primary key, amount decimal(10,6))')
        await database.run('insert into people values (1, 1.123456)')
        const longer = withAmount({ ...amount, precision: 12, scale: 1 })
        const wide = await failureOf(load([[2, '123456.5']], { mode: 'merge', key }, {}, longer))
        assert.equal(wide.code, 'rows/lossy')
        await database.run(statementIn(wide.help))
        await load([[2, '123456.5']], { mode: 'merge', key }, {}, longer)
        await database.run('update people set amount = 0.5 where id = 2')
        await database.run(`alter table people ${narrowed(database)} decimal(8,6)`)
        const integers = withAmount({ name: 'amount', type: 'integer' })
        const long = await failureOf(load([[2, 123_456]], { mode: 'merge', key }, {}, integers))
        await database.run(statementIn(long.help))
        await load([[2, 123_456]], { mode: 'merge', key }, {}, integers)
        const rows = await database.run('select amount from people order by id')
        assert.deepEqual(
          rows.map((row) => Number(row['amount'])),
          [1.123456, 123456],
        )
      }),
    )
  })

  describe(`a table of ${name} that is dropped`, () => {
    for (const mode of ['append', 'replace', 'merge'] as const) {
      it(
        `is filled when the same run loads it again in mode ${mode}`,
        within(async ({ database, load }) => {
          const words = { mode, key: mode === 'append' ? [] : key }
          await load([[1, 'a']], words, at(1))
          await database.run('drop table people')
          const outcome = await load([[1, 'a']], words, at(1))
          assert.equal(outcome.rows?.loaded, 1)
          assert.deepEqual(await database.run(people), [{ id: '1', name: 'a' }])
          assert.match((await load([[1, 'a']], words, at(1))).note ?? '', /already loaded by this run/)
        }),
      )
    }
  })

  describe(`what belongs to a table of ${name}`, () => {
    const versions = { validFrom: 'valid_from', validTo: 'valid_to', current: 'is_current' }
    for (const mode of ['append', 'replace', 'merge', 'insert-missing', 'scd2'] as const) {
      it(
        `stays through a load in mode ${mode}: views, indexes, triggers`,
        within(async ({ database, load }) => {
          const words = { mode, key: mode === 'append' ? [] : key, ...(mode === 'scd2' ? { versions } : {}) }
          await load([[1, 'a']], words, at(1))
          await database.run(
            'create view names as select name from people',
            ...belongings(database),
            watched(database),
          )
          await load([[2, 'b']], words, at(2))
          await load(
            [
              [2, 'B'],
              [3, 'c'],
            ],
            words,
            at(3),
          )
          const names = (await database.run('select name from names order by name')).map((row) => row['name'])
          assert(names.includes('c'))
          const inserted = mode === 'merge' || mode === 'insert-missing' ? 2 : 3
          assert.equal((await database.run('select * from log')).length, inserted)
          assert.equal((await database.run(indexes(database))).length, 1)
        }),
      )
    }
  })
}

function narrowed({ dialect }: OpenTarget): string {
  return dialect === 'mysql' ? 'modify column amount' : 'alter column amount type'
}

function belongings(database: OpenTarget): string[] {
  const index = database.dialect === 'mysql' ? 'people (name(20))' : 'people (name)'
  return ['create table log (id bigint)', `create index by_name on ${index}`]
}

function watched({ dialect }: OpenTarget): string {
  const note = 'insert into log values (new.id)'
  if (dialect === 'sqlite') return `create trigger logged after insert on people begin ${note}; end`
  if (dialect === 'mysql') return `create trigger logged after insert on people for each row ${note}`
  return `create function logging() returns trigger language plpgsql as 'begin ${note}; return new; end';
    create trigger logged after insert on people for each row execute function logging()`
}

function indexes({ dialect }: OpenTarget): string {
  if (dialect === 'sqlite') return "select 1 from sqlite_schema where type = 'index' and name = 'by_name'"
  if (dialect === 'postgres') return "select 1 from pg_indexes where indexname = 'by_name'"
  return "select 1 from information_schema.statistics where table_schema = database() and index_name = 'by_name'"
}
