import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Column } from '../../../src/dataset/column.ts'
import type { Check } from '../../../src/steps/checks/check.ts'
import { failureOf } from '../failure.ts'
import type { Within } from './loads-into.ts'

/** Checks of the rows that come, and of the table as it would be. */
export function describeChecks(name: string, within: Within): void {
  const shape: readonly Column[] = [
    { name: 'id', type: 'integer', notNull: true },
    { name: 'amount', type: 'text' },
    { name: 'ratio', type: 'real' },
    { name: 'day', type: 'date' },
    { name: 'seen', type: 'timestamp', zoned: true },
    { name: 'local', type: 'timestamp', zoned: false },
  ]
  const rows = [
    [1, '99.50', 0.1, '2026-01-31', '2026-01-31T10:00:00.5Z', '2026-01-31 10:00:00'],
    [2, '7', 0.5, '2026-02-28', '2026-01-31T10:00:00Z', '2026-02-28 23:59:59'],
  ]
  const append = { mode: 'append', key: [] } as const

  describe(`a range in ${name}`, () => {
    for (const judged of ['staged', 'result'] as const) {
      const range = (column: string, bounds: { min?: number | string; max?: number | string }): Check => ({
        rule: 'range',
        column,
        ...bounds,
        ...(judged === 'result' ? { of: judged } : {}),
      })
      it(
        `compares numbers as numbers and times as times, ${judged}`,
        within(async ({ load }) => {
          const kept = [
            range('id', { min: 0.5, max: 2.5 }),
            range('id', { min: '1', max: 5e10 }),
            range('ratio', { min: 0.1, max: 0.5 }),
            range('day', { min: '2026-01-31', max: '2026-02-28' }),
            range('seen', { min: '2026-01-31T11:00+01:00', max: '2026-01-31 10:00:00.5' }),
            range('local', { min: '2026-01-31', max: '2026-02-28T23:59:59Z' }),
            range('amount', { min: '1', max: 'a' }),
          ]
          await load(rows, append, { checks: kept }, shape)
          for (const broken of [
            range('id', { min: 1.5 }),
            range('ratio', { max: 0.4 }),
            range('day', { max: '2026-02-27' }),
            range('seen', { max: '2026-01-31T10:00:00.25Z' }),
            range('local', { min: '2026-01-31T10:00:00.000001' }),
          ]) {
            const failure = await failureOf(load(rows, append, { checks: [broken] }, shape))
            assert.match(failure.message, /range \[\w+\]: [12] rows? with a value/)
          }
        }),
      )

      it(
        `does not compare texts with numbers, ${judged}`,
        within(async ({ database, load }) => {
          const failure = await failureOf(
            load(rows, append, { checks: [range('amount', { max: 100 })] }, shape),
          )
          assert.equal(failure.code, 'checks/type')
          assert.match(failure.message, /"amount" is text, and `max: 100` is a number.* is "99\.50"$/)
          const empty = rows.map((row) => [...row.slice(0, 1), null, ...row.slice(2)])
          const words = { ...append, table: `empty_${judged}` }
          await load(empty, words, { checks: [range('amount', { max: 100 })] }, shape)
          assert.equal((await database.run(`select id from empty_${judged}`)).length, 2)
        }),
      )
    }

    it(
      'judges as numbers what the table keeps as numbers',
      within(async ({ database, load }) => {
        await database.run('create table people (id integer, amount decimal(12,2))')
        const two = shape.slice(0, 2)
        const check = { rule: 'range', column: 'amount', max: 100, of: 'result' } as const
        await load([[1, '99.25']], append, { checks: [check] }, two)
        const failure = await failureOf(load([[2, '100.25']], append, { checks: [check] }, two))
        assert.match(failure.message, /range \[amount\]: 1 row with a value above 100: "?100\.25"?/)
      }),
    )
  })

  describe(`what a SQL check sees in ${name}`, () => {
    const two = shape.slice(0, 2)
    const named = (sql: string, of: 'staged' | 'result'): Check => ({
      rule: 'sql',
      sql,
      ...(of === 'result' ? { of } : {}),
    })
    const words = { mode: 'merge', key: ['id'] } as const

    for (const isNew of [true, false])
      it(
        `is the whole table of: result, by its own name and by that of the rows, ${isNew ? 'new' : 'existing'}`,
        within(async ({ database, load }) => {
          const options = { ...words, table: isNew ? 'kept' : 'people' }
          const before = isNew ? 0 : 1
          if (!isNew) await load([[9, 'old']], options, {}, two)
          for (const table of [options.table, 'daily']) {
            const counts = named(
              `select 1 from (select count(*) as n from ${table}) c where n <> ${2 + before}`,
              'result',
            )
            await load(
              rows.map((row) => row.slice(0, 2)),
              options,
              { checks: [counts] },
              two,
            )
            assert.match(
              (
                await failureOf(
                  load(
                    [[1, 'bad']],
                    options,
                    { checks: [named(`select * from ${table} where amount = 'bad'`, 'result')] },
                    two,
                  ),
                )
              ).message,
              /sql: 1 row, e\.g\. \(id="?1"?, amount="bad"\)/,
            )
          }
          assert.equal((await database.run(`select id from ${options.table}`)).length, 2 + before)
        }),
      )

    it(
      'is the table of that name, where another is called as the rows are',
      within(async ({ database, load }) => {
        await database.run('create table daily (id integer)')
        const check = named('select * from daily', 'result')
        await load([[1, 'a']], words, { checks: [check] }, two)
      }),
    )

    it(
      'is the rows that come, also where the table is called as they are',
      within(async ({ load }) => {
        const options = { ...words, table: 'daily' }
        await load([[1, 'old']], options, {}, two)
        await load(
          [[2, 'new']],
          options,
          { checks: [named("select * from daily where amount = 'old'", 'staged')] },
          two,
        )
        const result = named("select * from daily where amount = 'old'", 'result')
        const failure = await failureOf(load([[3, 'new']], options, { checks: [result] }, two))
        assert.match(failure.message, /sql: 1 row, e\.g\. \(id="?1"?, amount="old"\)/)
      }),
    )

    it(
      'is never the table as it was instead of the rows that come',
      within(async ({ database, load }) => {
        const check = named("select * from people where amount = 'bad'", 'staged')
        const failure = await failureOf(load([[1, 'bad']], words, { checks: [check] }, two))
        assert.equal(failure.code, 'checks/table')
        assert.match(
          failure.message,
          /judges the rows that come, which are called "daily"; "people" is the table as it was/,
        )
        assert.match(failure.help ?? '', /Write "daily", or add `of: result`/)
        await load([[1, 'a']], words, {}, two)
        const both = named('select * from daily where id not in (select id from people)', 'staged')
        await load([[1, 'b']], words, { checks: [both] }, two)
        assert.match(
          (await failureOf(load([[2, 'b']], words, { checks: [both] }, two))).message,
          /sql: 1 row/,
        )
        assert.deepEqual(await database.run('select id, amount from people'), [{ id: '1', amount: 'b' }])
      }),
    )
  })
}
