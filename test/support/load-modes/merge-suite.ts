import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../../src/dataset/column.ts'
import { failureOf } from '../failure.ts'
import { updates, watchUpdates } from './watch-updates.ts'
import { statementIn } from './statement-in.ts'
import { type Within, at, columns, key, people } from './loads-into.ts'

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

/** Rows by their key: what is new or another is written, and nothing else. */
export function describeMerge(name: string, within: Within): void {
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
}
