import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../../src/dataset/column.ts'
import type { Check } from '../../../src/steps/checks/check.ts'
import { failureOf } from '../failure.ts'
import type { OpenTarget } from '../load-target.ts'
import { type Within, columns, key, people } from './loads-into.ts'

/** A key that comes more than once in the rows of one load. */
export function describeRepeatedKeys(name: string, within: Within): void {
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
          assert.match(failure.message, /unique \[id\]: 1 key more than once, e\.g\. \(id="?1"?\) 4×/)
          assert.match(failure.help ?? '', /repeated-keys: first/)
          const nulls = await failureOf(
            load([[null, 'x', null]], { ...words, repeatedKeys: 'last' }, {}, nullable),
          )
          assert.match(nulls.message, /not-null \[id\]: 1 row, e\.g\. \(id=NULL, name="x", seen=NULL\)/)
        }
      }),
    )

    it(
      'are told of a column that is called as what they are counted by',
      within(async ({ load }) => {
        const counts: readonly Column[] = [{ name: 'rows', type: 'integer' }]
        const words = { mode: 'merge', key: ['rows'] } as const
        const failure = await failureOf(load([[5], [6], [5]], words, {}, counts))
        assert.match(failure.message, /unique \[rows\]: 1 key more than once, e\.g\. \(rows="?5"?\) 2×$/)
        assert.equal((await load([[5]], words, {}, counts)).rows?.loaded, 1)
        const unique: Check = { rule: 'unique', columns: ['rows'], of: 'result' }
        const other = { mode: 'append', key: [], table: 'others' } as const
        const appended = load([[5], [5]], other, { checks: [unique] }, counts)
        assert.match((await failureOf(appended)).message, /\(rows="?5"?\) 2×$/)
      }),
    )

    it(
      'are those that the table takes for the same, also where it has none of them yet',
      within(async ({ database, load }) => {
        const named: readonly Column[] = [
          { name: 'name', type: 'text' },
          { name: 'id', type: 'integer' },
        ]
        await database.run(...overlooksCase(database))
        const words = { mode: 'merge', key: ['name'] } as const
        const both = [
          ['a', 1],
          ['A', 2],
          ['b', 3],
        ]
        const failure = await failureOf(load(both, words, {}, named))
        assert.match(failure.message, /unique \[name\]: 1 key more than once/)
        const outcome = await load(both, { ...words, repeatedKeys: 'last' }, {}, named)
        assert.deepEqual([outcome.rows?.loaded, outcome.rows?.deduplicated], [2, 1])
        const again = await load([['a', 5]], words, {}, named)
        assert.match(again.note ?? '', /0 rows inserted, 1 changed/)
        assert.deepEqual(await database.run('select name, id from people order by id'), [
          { name: 'b', id: '3' },
          { name: 'A', id: '5' },
        ])
      }),
    )

    it(
      'stay in the order of the source also where a column is called as the number of a row',
      within(async ({ database, load }) => {
        const numbered: readonly Column[] = [...columns, { name: 'rowid', type: 'integer' }]
        const shelved = [
          [1, 'first', 9],
          [2, 'only', 9],
          [1, 'last', 1],
        ]
        const outcome = await load(shelved, { mode: 'merge', key, repeatedKeys: 'last' }, {}, numbered)
        assert.equal(outcome.rows?.deduplicated, 1)
        assert.deepEqual(await database.run(people), [
          { id: '1', name: 'last' },
          { id: '2', name: 'only' },
        ])
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
}

function overlooksCase({ dialect }: OpenTarget): string[] {
  if (dialect === 'sqlite') return ['create table people (name text collate nocase, id integer)']
  if (dialect === 'mysql')
    return [
      'create table people (name varchar(20) character set utf8mb4 collate utf8mb4_general_ci, id bigint)',
    ]
  return [
    "create collation caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
    'create table people (name text collate caseless, id bigint)',
  ]
}
