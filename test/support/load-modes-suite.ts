import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../src/dataset/column.ts'
import type { TableLoad } from '../../src/steps/load/options.ts'
import { isBalanced } from '../../src/steps/row-balance.ts'
import type { StepContext, StepOutcome } from '../../src/steps/step.ts'
import { failureOf } from './failure.ts'
import { type LoadTarget, type OpenTarget, loadRows } from './load-target.ts'
import { StepRig } from './step-context.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'name', type: 'text' },
]

const types: readonly Column[] = [
  { name: 'id', type: 'integer', notNull: true },
  { name: 'amount', type: 'decimal', precision: 12, scale: 2 },
  { name: 'long', type: 'decimal', precision: 30, scale: 3 },
  { name: 'ratio', type: 'real' },
  { name: 'ok', type: 'boolean' },
  { name: 'day', type: 'date' },
  { name: 'seen', type: 'timestamp', zoned: true },
  { name: 'wall', type: 'timestamp', zoned: false },
  { name: 'tags', type: 'json' },
  { name: 'note', type: 'text' },
]

const typed: readonly (readonly unknown[])[] = [
  [
    2n ** 53n + 1n,
    '1.10',
    '123456789012345678901234567.001',
    0.1,
    true,
    '2024-02-29',
    '2024-01-01T00:00:00.123456Z',
    '2024-01-01 00:00:00.5',
    { b: [1, 2.5], a: null },
    'é ',
  ],
  [2, null, null, null, null, null, null, null, null, null],
  [
    3,
    '-0.05',
    '0.000',
    -1.5,
    false,
    '1999-12-31',
    '1999-12-31T23:59:59.000000Z',
    '1999-12-31 23:59:59.0',
    [],
    '',
  ],
]

interface Rig {
  readonly database: OpenTarget
  readonly load: (
    rows: readonly (readonly unknown[])[],
    options?: Partial<TableLoad>,
    more?: Partial<StepContext>,
    shape?: readonly Column[],
  ) => Promise<StepOutcome>
}

/** How loads of every mode behave, whatever the database. */
export function describeLoadModes(name: string, target: LoadTarget): void {
  function within(work: (rig: Rig) => Promise<void>): () => Promise<void> {
    return async () => {
      using rig = new StepRig()
      const database = await target.open(rig)
      await work({
        database,
        async load(rows, options = {}, more = {}, shape = columns) {
          const outcome = await loadRows(rig, database, { columns: shape, rows, options, more })
          assert(outcome.rows !== undefined && isBalanced(outcome.rows), JSON.stringify(outcome.rows))
          return outcome
        },
      })
    }
  }
  const people = 'select id, name from people order by id'
  const at = (day: number, id = `day-${day}`) => ({
    run: { id, date: `2026-11-0${day}`, at: `2026-11-0${day}T06:30:00.000Z` },
  })
  const key = ['id']

  describe(`merge into ${name}`, () => {
    const merge = { mode: 'merge', key } as const

    it(
      'writes only what is new or another',
      within(async ({ database, load }) => {
        await load(
          [
            [1, 'a'],
            [2, 'b'],
            [3, null],
          ],
          merge,
        )
        await watchUpdates(database)
        const outcome = await load(
          [
            [1, 'a'],
            [2, 'B'],
            [3, null],
            [4, 'd'],
          ],
          merge,
        )
        assert.equal(outcome.note, 'people: 1 row inserted, 1 changed, 2 unchanged')
        assert.deepEqual(outcome.rows, {
          read: 4,
          loaded: 2,
          rejected: 0,
          filtered: 0,
          deduplicated: 0,
          unchanged: 2,
        })
        assert.deepEqual(await updates(database), ['2'])
        assert.deepEqual(await database.run(people), [
          { id: '1', name: 'a' },
          { id: '2', name: 'B' },
          { id: '3', name: null },
          { id: '4', name: 'd' },
        ])
      }),
    )

    it(
      'takes values of every type for what they are',
      within(async ({ database, load }) => {
        const [first = []] = typed
        const others = [
          '1.11',
          '123456789012345678901234567.002',
          0.2,
          false,
          '2024-03-01',
          '2024-01-01T00:00:00.123457Z',
          '2024-01-01 00:00:00.6',
          { b: [1, 2.6], a: null },
          'É ',
        ]
        const alike = others.map((_, index) => first.with(0, 10 + index))
        await load([...typed, ...alike], merge, {}, types)
        await watchUpdates(database)
        const again = await load([...typed, ...alike], merge, {}, types)
        assert.equal(again.note, 'people: 0 rows inserted, 0 changed, 12 unchanged')
        assert.deepEqual(await updates(database), [])
        const changed = alike.map((row, index) => row.with(index + 1, others[index]))
        const outcome = await load([...typed, ...changed], merge, {}, types)
        assert.equal(outcome.note, 'people: 0 rows inserted, 9 changed, 3 unchanged')
      }),
    )

    it(
      'sees a text change in case and in spaces at its end',
      within(async ({ load }) => {
        await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          merge,
        )
        const outcome = await load(
          [
            [1, 'A'],
            [2, 'b '],
          ],
          merge,
        )
        assert.equal(outcome.rows?.loaded, 2)
      }),
    )

    it(
      'keeps what is missing, unless told to delete or mark it',
      within(async ({ database, load }) => {
        await load(
          [
            [1, 'a'],
            [2, 'b'],
            [3, 'c'],
          ],
          merge,
        )
        await load([[1, 'a']], { ...merge, missing: 'keep' })
        assert.equal((await database.run(people)).length, 3)
        const outcome = await load(
          [
            [1, 'x'],
            [2, 'b'],
          ],
          { ...merge, missing: 'delete' },
        )
        assert.equal(outcome.note, 'people: 0 rows inserted, 1 changed, 1 unchanged, 1 missing row removed')
        assert.deepEqual(await database.run(people), [
          { id: '1', name: 'x' },
          { id: '2', name: 'b' },
        ])
      }),
    )

    it(
      'marks what is missing, and takes the mark from what is back',
      within(async ({ database, load }) => {
        const mark = { ...merge, missing: 'mark', deletedColumn: 'gone_at' } as const
        const seen = 'select id, gone_at from people order by id'
        await load(
          [
            [1, 'a'],
            [2, 'b'],
            [3, 'c'],
          ],
          mark,
          at(1),
        )
        const marked = await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          mark,
          at(2),
        )
        assert.equal(marked.note, 'people: 0 rows inserted, 0 changed, 2 unchanged, 1 missing row marked')
        const still = await load([[1, 'a']], mark, at(3))
        assert.match(still.note ?? '', /1 missing row marked$/)
        assert.deepEqual(await database.run(seen), [
          { id: '1', gone_at: null },
          { id: '2', gone_at: '2026-11-03T06:30:00.000Z' },
          { id: '3', gone_at: '2026-11-02T06:30:00.000Z' },
        ])
        const back = await load(
          [
            [1, 'a'],
            [3, 'c'],
          ],
          mark,
          at(4),
        )
        assert.equal(back.note, 'people: 0 rows inserted, 1 changed, 1 unchanged')
        assert.equal((await database.run(seen))[2]?.['gone_at'], null)
      }),
    )

    it(
      'asks for the column of marks in a table that has none',
      within(async ({ database, load }) => {
        await load([[1, 'a']], merge)
        const marking = { ...merge, missing: 'mark', deletedColumn: 'Order' } as const
        const failure = await failureOf(load([[1, 'a']], marking))
        assert.equal(failure.code, 'columns/mismatch')
        await database.run(statementIn(failure.help))
        await load([[2, 'b']], marking, { run: { id: 'marking', date: '2026-11-21' } })
        assert.equal((await database.run('select id from people')).length, 2)
      }),
    )

    it(
      'deletes all rows for no rows only if they may be none',
      within(async ({ database, load }) => {
        const whole = { ...merge, missing: 'delete' } as const
        await load([[1, 'a']], whole)
        assert.equal((await failureOf(load([], whole))).code, 'rows/empty')
        const outcome = await load([], { ...whole, allowEmpty: true })
        assert.match(outcome.note ?? '', /1 missing row removed/)
        assert.deepEqual(await database.run(people), [])
      }),
    )

    it(
      'goes by several columns, and finds nothing to change where there is no other',
      within(async ({ load }) => {
        const both = { mode: 'merge', key: ['id', 'name'], missing: 'delete' } as const
        const shape = columns.map((column) => ({ ...column, notNull: true }))
        await load(
          [
            [1, 'a'],
            [1, 'b'],
            [2, 'a'],
          ],
          both,
          {},
          shape,
        )
        const outcome = await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          both,
          {},
          shape,
        )
        assert.equal(outcome.note, 'people: 1 row inserted, 0 changed, 1 unchanged, 2 missing rows removed')
      }),
    )

    it(
      'needs no index on the key',
      within(async ({ database, load }) => {
        await database.run(
          'create table people (id bigint, name text)',
          "insert into people values (1, 'a'), (null, 'n')",
        )
        const outcome = await load(
          [
            [1, 'b'],
            [2, 'c'],
          ],
          { ...merge, missing: 'delete' },
        )
        assert.equal(outcome.note, 'people: 1 row inserted, 1 changed, 0 unchanged')
        assert.equal((await database.run('select * from people')).length, 3)
      }),
    )
  })

  describe(`insert-missing into ${name}`, () => {
    it(
      'adds keys that are not there and leaves the others as they are',
      within(async ({ database, load }) => {
        const mode = { mode: 'insert-missing', key } as const
        await load([[1, 'a']], mode)
        const outcome = await load(
          [
            [1, 'x'],
            [2, 'b'],
          ],
          mode,
        )
        assert.equal(outcome.note, 'people: 1 row inserted, 1 there already')
        assert.deepEqual(await database.run(people), [
          { id: '1', name: 'a' },
          { id: '2', name: 'b' },
        ])
      }),
    )
  })

  describe(`versions (scd2) in ${name}`, () => {
    const scd2 = {
      mode: 'scd2',
      key,
      versions: { validFrom: 'valid_from', validTo: 'valid_to', current: 'is_current' },
    } as const
    const history = 'select id, name, valid_from, valid_to, is_current from people order by id, valid_from'
    const day = (n: number) => `2026-11-0${n}T06:30:00.000Z`
    const version = (id: number, name_: string, from: number, to?: number) => ({
      id: String(id),
      name: name_,
      valid_from: day(from),
      valid_to: to === undefined ? null : day(to),
      is_current: to === undefined ? '1' : '0',
    })

    it(
      'end where a row changes, and another begins',
      within(async ({ database, load }) => {
        await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          scd2,
          at(1),
        )
        await watchUpdates(database)
        const outcome = await load(
          [
            [1, 'A'],
            [2, 'b'],
            [3, 'c'],
          ],
          scd2,
          at(2),
        )
        assert.equal(outcome.note, 'people: 2 versions begun, 1 unchanged')
        assert.deepEqual(await updates(database), ['1'])
        assert.deepEqual(await database.run(history), [
          version(1, 'a', 1, 2),
          version(1, 'A', 2),
          version(2, 'b', 1),
          version(3, 'c', 2),
        ])
      }),
    )

    it(
      'stay as they are when a run is loaded again',
      within(async ({ database, load }) => {
        await load([[1, 'a']], scd2, at(1))
        await load([[1, 'b']], scd2, at(2))
        const before = await database.run(history)
        assert.match((await load([[1, 'b']], scd2, at(2))).note ?? '', /already loaded by this run/)
        const other = await load([[1, 'b']], scd2, at(2, 'another-run-of-that-time'))
        assert.equal(other.note, 'people: 0 versions begun, 1 unchanged')
        assert.deepEqual(await database.run(history), before)
      }),
    )

    it(
      'are corrected, not doubled, by other rows for the same time',
      within(async ({ database, load }) => {
        await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          scd2,
          at(1),
        )
        await load(
          [
            [1, 'A'],
            [2, 'b'],
          ],
          scd2,
          at(2),
        )
        const outcome = await load(
          [
            [1, 'AA'],
            [2, 'B'],
          ],
          scd2,
          at(2),
        )
        assert.equal(outcome.note, 'people: 1 version begun, 1 corrected, 0 unchanged')
        assert.deepEqual(await database.run(history), [
          version(1, 'a', 1, 2),
          version(1, 'AA', 2),
          version(2, 'b', 1, 2),
          version(2, 'B', 2),
        ])
      }),
    )

    it(
      'are not loaded out of order',
      within(async ({ database, load }) => {
        await load([[1, 'a']], scd2, at(3))
        const before = await database.run(history)
        const failure = await failureOf(load([[1, 'old']], scd2, at(2)))
        assert.equal(failure.code, 'load/out-of-order')
        assert.match(failure.message, /"people" has a version newer than 2026-11-02T06:30:00.000Z/)
        assert.deepEqual(await database.run(history), before)
      }),
    )

    it(
      'end for what is missing if told so, and begin again for what is back',
      within(async ({ database, load }) => {
        const whole = { ...scd2, missing: 'delete' } as const
        await load(
          [
            [1, 'a'],
            [2, 'b'],
          ],
          whole,
          at(1),
        )
        await load(
          [
            [1, 'A'],
            [2, 'b'],
          ],
          whole,
          at(2),
        )
        const outcome = await load([[1, 'A']], whole, at(3))
        assert.equal(outcome.note, 'people: 0 versions begun, 1 unchanged, 1 missing row ended')
        await load(
          [
            [1, 'A'],
            [2, 'b'],
          ],
          whole,
          at(4),
        )
        assert.deepEqual(await database.run(history), [
          version(1, 'a', 1, 2),
          version(1, 'A', 2),
          version(2, 'b', 1, 3),
          version(2, 'b', 4),
        ])
        await load([[1, 'A']], whole, at(4, 'again'))
        assert.deepEqual((await database.run(history)).at(-1), version(2, 'b', 1, 3))
      }),
    )

    it(
      'need their columns',
      within(async ({ load }) => {
        await load([[1, 'a']], { mode: 'merge', key })
        const failure = await failureOf(load([[1, 'a']], scd2, at(1)))
        assert.match(
          failure.message,
          /lacks "valid_from", "valid_to", "is_current", which `mode: scd2` fills/,
        )
        const own = [...columns, { name: 'valid_to', type: 'date' } as const]
        const clash = await failureOf(load([[1, 'a', null]], scd2, at(1), own))
        assert.match(clash.message, /has a column "valid_to", which `mode: scd2` fills by itself/)
      }),
    )
  })

  describe(`repeated keys in ${name}`, () => {
    const shape: readonly Column[] = [...columns, { name: 'seen', type: 'timestamp', zoned: true }]
    const rows = [
      [1, 'first', '2026-01-01T00:00:00Z'],
      [2, 'only', null],
      [1, 'latest', '2026-01-02T00:00:00.5Z'],
      [1, 'second', '2026-01-02T00:00:00Z'],
      [1, 'last', null],
    ]
    const rules = [
      ['first', 'first'],
      ['last', 'last'],
      [{ latestBy: 'seen' }, 'latest'],
      [{ latestBy: 'name' }, 'second'],
    ] as const
    for (const mode of ['merge', 'insert-missing', 'replace'] as const) {
      for (const [repeatedKeys, kept] of mode === 'merge' ? rules : rules.slice(1, 2)) {
        it(
          `leave one row with ${JSON.stringify(repeatedKeys)} in a ${mode}`,
          within(async ({ database, load }) => {
            const outcome = await load(rows, { mode, key, repeatedKeys }, {}, shape)
            assert.deepEqual(outcome.rows, {
              read: 5,
              loaded: 2,
              rejected: 0,
              filtered: 0,
              deduplicated: 3,
              unchanged: 0,
            })
            assert.match(outcome.note ?? '', /, 3 deduplicated$/)
            assert.deepEqual(await database.run(people), [
              { id: '1', name: kept },
              { id: '2', name: 'only' },
            ])
          }),
        )
      }
    }

    it(
      'are refused otherwise, and so is a key that is not whole',
      within(async ({ load }) => {
        const nullable = shape.map(({ notNull: _notNull, ...column }) => column)
        for (const mode of ['merge', 'insert-missing', 'replace', 'scd2'] as const) {
          const versions = { validFrom: 'f', validTo: 't', current: 'c' }
          const words = { mode, key, table: `of_${mode}`, ...(mode === 'scd2' ? { versions } : {}) }
          const failure = await failureOf(load(rows, words, {}, nullable))
          assert.equal(failure.code, 'rows/key')
          assert.match(
            failure.message,
            /unique \[id\]: 1 key more than once, e\.g\. \(id="?1"?, rows="?4"?\)/,
          )
          assert.match(failure.help ?? '', /repeated-keys: first/)
          const nulls = await failureOf(
            load([[null, 'x', null]], { ...words, repeatedKeys: 'last' }, {}, nullable),
          )
          assert.match(nulls.message, /not-null \[id\]: 1 row, e\.g\. \(id=NULL, name="x", seen=NULL\)/)
        }
      }),
    )

    it(
      'stay in the order of the source among many',
      within(async ({ database, load }) => {
        const many = Array.from({ length: 20_000 }, (_, n) => [n % 7, `row ${n}`])
        const outcome = await load(many, { mode: 'merge', key, repeatedKeys: 'last' })
        assert.equal(outcome.rows?.deduplicated, 19_993)
        const kept = (await database.run(people)).map((row) => row['name'])
        assert.deepEqual(
          kept,
          Array.from({ length: 7 }, (_, id) => `row ${many.findLastIndex(([of]) => of === id)}`),
        )
      }),
    )
  })

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

/** Notes the ids of rows that are updated from now on. */
async function watchUpdates(database: OpenTarget): Promise<void> {
  await database.run('create table updated (id bigint)')
  const note = 'insert into updated values (new.id)'
  if (database.dialect === 'postgres')
    await database.run(
      `create function note() returns trigger language plpgsql as 'begin ${note}; return new; end'`,
      'create trigger noted after update on people for each row execute function note()',
    )
  else if (database.dialect === 'sqlite')
    await database.run(`create trigger noted after update on people begin ${note}; end`)
  else await database.run(`create trigger noted after update on people for each row ${note}`)
}

async function updates(database: OpenTarget): Promise<unknown[]> {
  return (await database.run('select id from updated order by id')).map((row) => row['id'])
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

/** The statement that people are told to run. */
function statementIn(help = ''): string {
  return /alter table [^;]*/.exec(help)?.[0] ?? ''
}
